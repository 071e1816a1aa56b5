package dev.numberpool;

import java.util.Locale;

/**
 * The person at the other end of WhatsApp, an agent or a customer, as an opaque address: a phone number
 * ({@code +201016666348}) or, since 2026, a username id ({@code US.13491208655302741918}) when the person hides the
 * number. Two addresses are the same person if they are equal after the prefix {@code whatsapp:} and blanks are removed.
 *
 * @param address the canonical address, 1 to 255 characters
 */
public record Participant(String address) {
    private static final String PREFIX = "whatsapp:";

    /**
     * Makes the address canonical and checks it.
     *
     * @throws IllegalArgumentException if nothing is left of the address, or it is too long or holds control characters
     */
    public Participant {
        address = Text.checkedId("participant address", canonical(address));
    }

    /** The participant with this address, with or without {@code whatsapp:}. */
    public static Participant of(String address) {
        return new Participant(address);
    }

    /** The address for logs and messages: {@code +2010•••6348}, {@code US.•••1918}. */
    public String masked() {
        return Mask.address(address);
    }

    /** The whole address, so that it can be joined to a text; use {@link #masked()} in logs. */
    @Override
    public String toString() {
        return address;
    }

    private static String canonical(String address) {
        String bare = address.codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        while (bare.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            bare = bare.substring(PREFIX.length());
        }
        return bare;
    }
}
