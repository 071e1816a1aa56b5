package dev.numberpool.twilio.credentials;

import dev.numberpool.WidgetId;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How encrypted credentials are written in a text column: {@code np1:} and base64url without padding. */
final class StoredText {
    /** Part of what is encrypted, too: nothing of another version or use of the key passes for it. */
    static final String PREFIX = "np1:";

    private static final Pattern ANY_VERSION = Pattern.compile("(np[0-9]{1,9}):.*", Pattern.DOTALL);

    private StoredText() {}

    static boolean isOurs(String stored) {
        return ANY_VERSION.matcher(stored).matches();
    }

    static String of(byte[] encrypted) {
        return PREFIX + encoded(encrypted);
    }

    /**
     * What is encrypted in it.
     *
     * @throws UnreadableCredentialsException if it is written in any other way
     */
    static byte[] encrypted(WidgetId widget, String stored) {
        if (!stored.startsWith(PREFIX)) {
            throw new UnreadableCredentialsException(widget, foreign(stored));
        }
        String text = stored.substring(PREFIX.length());
        try {
            byte[] encrypted = Base64.getUrlDecoder().decode(text);
            // The decoder lets some bits of the last character pass; then two texts would stand for one value.
            if (encoded(encrypted).equals(text)) {
                return encrypted;
            }
        } catch (IllegalArgumentException e) {
            // Said below: the exception may quote the text.
        }
        throw new UnreadableCredentialsException(
                widget,
                "are damaged: what follows '" + PREFIX + "' is not base64url; restore the column or encrypt anew");
    }

    private static String foreign(String stored) {
        Matcher version = ANY_VERSION.matcher(stored);
        return version.matches()
                ? "are written in the format '" + version.group(1)
                        + "', which this release does not know; use the release that wrote them"
                : "do not begin with '" + PREFIX + "': they are not encrypted, or not by this class; encrypt them with"
                        + " EncryptedCredentials.encrypt(…) or read them with a CredentialsReader of your own";
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
