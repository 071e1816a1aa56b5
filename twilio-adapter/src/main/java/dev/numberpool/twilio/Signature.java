package dev.numberpool.twilio;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Twilio's signature of a request: base64 of HMAC-SHA1, keyed with the auth token, of the URL followed by name and value
 * of each field in the order of the names (https://www.twilio.com/docs/usage/webhooks/webhooks-security); of a field
 * that is repeated, its values sorted and each with the name, as Twilio's libraries for Node and Python do it.
 * JSON is covered by its digest in the URL.
 *
 * <p>The SDK's {@code RequestValidator} knows one value a field, and it decodes and re-encodes the URL when it looks for
 * the port, so that a URL with {@code %2B} and one with {@code +} are the same to it. This one changes nothing but the
 * port.
 *
 * <p>Names and values follow each other without a separator: that is Twilio's scheme, and no receiver can mend it. Who
 * has got hold of a genuine request, with its signature, could move characters between a value and a name that follows.
 * What keeps requests from being got hold of is TLS, so a public address should be https.
 */
final class Signature {
    private static final String HMAC = "HmacSHA1";

    private Signature() {}

    /** Whether one of the tokens has signed one of the URLs with these fields. All are tried, so that time tells nothing. */
    static boolean isRight(
            String signature, List<String> tokens, List<String> urls, SortedMap<String, List<String>> fields) {
        String rest = joined(fields);
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        boolean isRight = false;
        for (String token : tokens) {
            for (String url : urls) {
                isRight |= MessageDigest.isEqual(given, signed(token, url + rest));
            }
        }
        return isRight;
    }

    /** Whether the digest, 64 small hexadecimal digits, is that of the body. */
    static boolean isDigest(String digest, byte[] body) {
        byte[] expected = HexFormat.of().formatHex(sha256(body)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(digest.getBytes(StandardCharsets.UTF_8), expected);
    }

    private static String joined(SortedMap<String, List<String>> fields) {
        StringBuilder joined = new StringBuilder();
        fields.forEach((name, values) ->
                values.stream().sorted().forEach(value -> joined.append(name).append(value)));
        return joined.toString();
    }

    private static byte[] signed(String token, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), HMAC));
            return Base64.getEncoder().encode(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is missing, which every Java platform has", e);
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing, which every Java platform has", e);
        }
    }
}
