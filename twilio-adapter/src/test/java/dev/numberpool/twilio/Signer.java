package dev.numberpool.twilio;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Posts as Twilio does; independent of what it tests. */
final class Signer {
    static final String SID = "AC0123456789abcdef0123456789abcdef";
    static final String BASE = "https://example.com";
    static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";

    private Signer() {}

    static Map<String, String> inbound() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AccountSid", SID);
        fields.put("MessageSid", "SM" + "1".repeat(32));
        fields.put("From", "whatsapp:+201016666348");
        fields.put("To", "whatsapp:+15558986359");
        fields.put("Body", "Grüße & 🎈 + =");
        fields.put("NumMedia", "0");
        fields.put("SmsStatus", "received");
        return fields;
    }

    static Map<String, String> status(String status) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("AccountSid", SID);
        fields.put("MessageSid", "SM" + "2".repeat(32));
        fields.put("MessageStatus", status);
        fields.put("SmsStatus", status);
        fields.put("From", "whatsapp:+15558986359");
        fields.put("To", "whatsapp:+201016666348");
        fields.put("EventType", status.toUpperCase(Locale.ROOT));
        return fields;
    }

    static TwilioWebhooks.Request form(String target, Map<String, String> fields) {
        return request(target, fields, signature("token-new", BASE + target, fields));
    }

    static TwilioWebhooks.Request request(String target, Map<String, String> fields, String signature) {
        return new TwilioWebhooks.Request("POST", target, headers(signature, FORM), encoded(fields));
    }

    static Map<String, List<String>> headers(String signature, String contentType) {
        return Map.of("x-twilio-signature", List.of(signature), "content-type", List.of(contentType));
    }

    static byte[] encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> escaped(field.getKey()) + "=" + escaped(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String signature(String token, String url, Map<String, String> fields) {
        StringBuilder text = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> text.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String sha256(String body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
