package dev.numberpool.twilio.fake;

import java.util.regex.Pattern;

/** WhatsApp addresses: a phone number, or since 2026 a username's id. */
final class Addresses {
    private static final String PREFIX = "whatsapp:";
    private static final Pattern PERSON = Pattern.compile("whatsapp:(\\+[1-9]\\d{6,14}|[A-Z]{2}\\.[A-Za-z0-9]{1,128})");

    private Addresses() {}

    /** The address with its prefix, for tests that leave it out. */
    static String whatsapp(String address) {
        return address.startsWith(PREFIX) ? address : PREFIX + address;
    }

    static boolean isWhatsapp(String address) {
        return address.startsWith(PREFIX);
    }

    static boolean isPerson(String address) {
        return PERSON.matcher(address).matches();
    }

    static boolean isPhone(String address) {
        return address.startsWith(PREFIX + "+");
    }

    /** The digits of a phone, or an empty text for a username. */
    static String digits(String address) {
        return isPhone(address) ? address.substring(PREFIX.length() + 1) : "";
    }

    static String masked(String address) {
        int keep = Math.max(0, address.length() - 4);
        return address.substring(0, keep) + "XXXX";
    }
}
