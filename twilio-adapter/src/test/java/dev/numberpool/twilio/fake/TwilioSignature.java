package dev.numberpool.twilio.fake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks as Twilio does, written from its description and without its SDK: for the fake, and for tests that
 * build webhooks themselves.
 */
public final class TwilioSignature {
    /** The header that carries a signature. */
    public static final String HEADER = "X-Twilio-Signature";

    private TwilioSignature() {}

    /**
     * The signature of a form: HMAC-SHA1 over the URL followed by every name and value in the order of names.
     *
     * @param url the public URL with its query, without a fragment
     */
    public static String ofForm(String authToken, String url, Map<String, String> form) {
        StringBuilder signed = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, value) -> signed.append(name).append(value));
        return hmac(authToken, signed.toString());
    }

    /**
     * The signature of anything else: HMAC-SHA1 over the URL, which carries the body's digest.
     *
     * @param url the public URL as {@link #withDigest} made it
     */
    public static String ofJson(String authToken, String url) {
        return hmac(authToken, url);
    }

    /** The URL with the query parameter {@code bodySHA256}: the body's SHA-256 in small hexadecimal digits. */
    public static String withDigest(String url, String body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return url + (url.contains("?") ? "&" : "?") + "bodySHA256="
                    + HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String hmac(String authToken, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
