package dev.numberpool;

/** Shortens addresses so that an operator recognises them and nobody can dial them. */
final class Mask {
    private static final String HIDDEN = "•••";

    private Mask() {}

    /** {@code +15558986359} becomes {@code +1555•••6359}; the shorter the number, the less of it is shown. */
    static String number(String e164) {
        int digits = e164.length() - 1;
        int head = digits >= 11 ? 4 : digits >= 8 ? 2 : 0;
        int tail = digits >= 11 ? 4 : 2;
        return e164.substring(0, 1 + head) + HIDDEN + e164.substring(e164.length() - tail);
    }

    /** A phone number like {@link #number}; of any other id, {@code US.•••1918}. */
    static String address(String address) {
        if (PhoneNumber.isValid(address)) {
            return number(address);
        }
        int dot = address.indexOf('.');
        String country = dot == 2 ? address.substring(0, 3) : "";
        String tail = address.length() >= 12 ? address.substring(address.length() - 4) : "";
        return country + HIDDEN + tail;
    }

    /** Any value that may be a mistyped number: only its length and its last two characters. */
    static String unknown(String value) {
        String tail = value.length() >= 6 ? value.substring(value.length() - 2) : "";
        return "'" + HIDDEN + tail + "' (" + value.length() + " characters)";
    }
}
