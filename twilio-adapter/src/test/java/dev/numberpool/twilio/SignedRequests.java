package dev.numberpool.twilio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.numberpool.twilio.TwilioWebhooks.Request;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Requests with a right signature that no Twilio would send: whoever holds the token, and whoever writes what Twilio passes
 * on, can make them. A random number of changes is made to a genuine one before it is signed; a few are made to its bytes
 * afterwards, so that there is nothing left to sign.
 */
final class SignedRequests {
    /** What a text, a name and the numbers of the requests have in them, and nobody may be told. */
    static final String[] SECRETS = {"tell-nobody", "1016666348", "5558986359", "token-new", "token-old"};

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Fields that are shown by design: ids and states. A text in them is no secret. */
    private static final List<String> IDS = List.of("MessageSid", "SmsSid", "OriginalRepliedMessageSid", "AccountSid");

    private static final List<String> FIELDS = List.of(
            "AccountSid",
            "MessageSid",
            "SmsSid",
            "From",
            "To",
            "Body",
            "NumMedia",
            "MediaUrl0",
            "MediaContentType0",
            "WaId",
            "ExternalUserId",
            "ProfileName",
            "OriginalRepliedMessageSid",
            "OriginalRepliedMessageSender",
            "ButtonPayload",
            "ButtonText",
            "ListId",
            "Latitude",
            "Longitude",
            "Label",
            "Address",
            "MessageStatus",
            "SmsStatus",
            "ErrorCode",
            "EventType",
            "ChannelToAddress");

    /** Those that decide what becomes of a message. */
    private static final List<String> READ = List.of(
            "MessageSid", "From", "To", "Body", "WaId", "OriginalRepliedMessageSid", "ButtonPayload", "MessageStatus");

    private static final List<String> ODD = List.of(
            "",
            " ",
            "\u00a0",
            "0",
            "-1",
            "007",
            "1e9",
            "99999999999999999999",
            "NaN",
            "null",
            "true",
            "[]",
            "{}",
            "a\u0000b",
            "\u0000",
            "\r\nX-Header: x",
            "\u001b[31m",
            "\u202e\u2066",
            "\ufeff",
            "🎈",
            "👩\u200d👧",
            "e\u0301",
            "'; DROP TABLE numberpool_inbound; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://x}",
            "%s%n",
            "#282: x",
            "#",
            "?",
            "#282",
            "#99999999999999999999: x",
            "whatsapp:",
            "whatsapp:+",
            "whatsapp:whatsapp:+201016666301",
            "WhatsApp:+201016666301",
            "whatsapp:+2010166663011016666301101666630",
            "whatsapp:US.13491208655302741918",
            "whatsapp: US . 1",
            "whatsapp:\u0000",
            "messenger:1",
            "+201016666302",
            "received",
            "RECEIVED",
            "delivered",
            "failed",
            "onMessageAdded",
            "on",
            "DELIVERED",
            "63016",
            "https://api.twilio.com/x",
            "file:///etc/passwd");

    private final Random random;

    SignedRequests(Random random) {
        this.random = random;
    }

    /**
     * A request.
     *
     * @param changes what was done to a genuine one; empty if nothing
     * @param isUnreadable whether its bytes are no form, so that it must be rejected as such
     */
    record Signed(Request request, List<String> changes, boolean isUnreadable) {}

    /** A field; there may be more of one name. */
    private record Field(String name, String value) {
        String encoded() {
            return escaped(name) + "=" + escaped(value);
        }

        private static String escaped(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    Signed next() {
        List<String> changes = new ArrayList<>();
        List<Field> fields = genuine();
        for (int i = random.nextInt(5); i > 0; i--) {
            changes.add(change(fields));
        }
        return random.nextInt(5) == 0 ? json(fields, changes) : form(fields, changes);
    }

    private List<Field> genuine() {
        List<Field> fields = new ArrayList<>();
        Map<String, String> given = random.nextInt(3) > 0
                ? Signer.inbound()
                : Signer.status(any(List.of("sent", "delivered", "read", "failed", "undelivered", "queued")));
        given.forEach((name, value) -> fields.add(new Field(name, value)));
        fields.removeIf(field -> field.name().equals("Body") || field.name().equals("MessageSid"));
        fields.add(new Field("Body", "tell-nobody " + random.nextInt(100)));
        fields.add(new Field("ProfileName", "tell-nobody"));
        fields.add(new Field("MessageSid", "SM%032x".formatted(random.nextLong())));
        return fields;
    }

    private String change(List<Field> fields) {
        String name = any(random.nextBoolean() ? FIELDS : READ);
        switch (random.nextInt(16)) {
            case 0 -> {
                fields.removeIf(field -> field.name().equals(name));
                return "without " + name;
            }
            case 1 -> {
                fields.add(new Field(name, odd(name)));
                return "one more " + name;
            }
            case 2 -> {
                fields.addAll(List.copyOf(fields));
                return "everything twice";
            }
            case 3 -> {
                int length = any(List.of(254, 255, 256, 1_600, 20_000));
                String piece = any(List.of("x", "9", "🎈", "'", " ", "tell-nobody "));
                set(fields, name, (IDS.contains(name) ? "x" : piece).repeat(length));
                return name + " " + length + " times as long";
            }
            case 4 -> {
                int count = any(List.of(1, 10, 200, 1_000, 3_000));
                for (int i = 0; i < count; i++) {
                    fields.add(new Field("Field" + i, "tell-nobody"));
                }
                return count + " fields more";
            }
            case 5 -> {
                set(fields, "NumMedia", odd("NumMedia"));
                for (int i = random.nextInt(120); i > 0; i -= 1 + random.nextInt(3)) {
                    fields.add(new Field("MediaUrl" + i, odd("MediaUrl")));
                    fields.add(new Field("MediaContentType" + i, odd("MediaContentType")));
                }
                return "media";
            }
            case 6 -> {
                fields.replaceAll(field ->
                        field.name().equals(name) ? new Field(name.toLowerCase(Locale.ROOT), field.value()) : field);
                return name + " in small letters";
            }
            case 7 -> {
                fields.add(new Field(odd("any"), odd("any")));
                return "an odd name";
            }
            default -> {
                String value = odd(name);
                set(fields, name, value);
                return name + "=" + value;
            }
        }
    }

    private static void set(List<Field> fields, String name, String value) {
        fields.removeIf(field -> field.name().equals(name));
        fields.add(new Field(name, value));
    }

    private String odd(String name) {
        String odd = any(ODD);
        return IDS.contains(name) || random.nextInt(4) > 0 ? odd : odd + "tell-nobody";
    }

    private Signed form(List<Field> fields, List<String> changes) {
        String target = "/in" + any(List.of("", "?x=%2B", "?numberpool_ref=a.1", "?bodySHA256=x"));
        byte[] body = fields.stream()
                .map(Field::encoded)
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
        String signature = signature(target, fields);
        String type = Signer.FORM;
        boolean isUnreadable = false;
        switch (random.nextInt(12)) {
            case 0 -> {
                body = unreadable(body);
                isUnreadable = true;
                changes.add("bytes");
            }
            case 1 -> {
                type = any(List.of(
                        "application/json",
                        "multipart/form-data; boundary=x",
                        "text/plain",
                        "application/x-www-form-urlencoded; charset=ISO-8859-1",
                        ""));
                changes.add("as " + type);
            }
            default -> {
                // As it is.
            }
        }
        return new Signed(new Request("POST", target, Signer.headers(signature, type), body), changes, isUnreadable);
    }

    /** Of one name with several values, Twilio's libraries sign each, in their order. */
    private static String signature(String target, List<Field> fields) {
        TreeMap<String, List<String>> sorted = new TreeMap<>();
        fields.forEach(field ->
                sorted.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field.value()));
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, values) ->
                values.stream().sorted().forEach(value -> text.append(name).append(value)));
        return Signer.signature("token-new", Signer.BASE + target + text, Map.of());
    }

    private byte[] unreadable(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(body);
        switch (random.nextInt(9)) {
            case 0 -> bytes.writeBytes("&Body=%".getBytes(StandardCharsets.US_ASCII));
            case 1 -> bytes.writeBytes("&x=%G0".getBytes(StandardCharsets.US_ASCII));
            case 2 -> bytes.writeBytes("&x=%C3%28".getBytes(StandardCharsets.US_ASCII));
            case 3 -> bytes.writeBytes("&x=%ED%A0%80".getBytes(StandardCharsets.US_ASCII));
            case 4 -> bytes.writeBytes(new byte[] {'&', 'x', '=', (byte) 0xff});
            case 5 -> bytes.writeBytes(new byte[] {'&', 'x', '=', (byte) 0xc0, (byte) 0x80});
            case 6 -> bytes.writeBytes("&&x=y".getBytes(StandardCharsets.US_ASCII));
            case 7 -> bytes.writeBytes("&x".getBytes(StandardCharsets.US_ASCII));
            default -> bytes.writeBytes("&=x".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private Signed json(List<Field> fields, List<String> changes) {
        Map<String, String> single = new LinkedHashMap<>();
        fields.forEach(field -> single.put(field.name(), field.value()));
        if (changes.isEmpty()) {
            single.put("EventType", "onMessageAdded");
        }
        ObjectNode object = JSON.createObjectNode();
        single.forEach(object::put);
        String body = object.toString();
        boolean isUnreadable = false;
        if (random.nextInt(3) == 0) {
            body = any(List.of(
                    "",
                    "null",
                    "[" + body + "]",
                    body + body,
                    body.substring(0, body.length() - 1),
                    body.replaceFirst("\\{", "{\"x\":1,\"x\":2,"),
                    "\ufeff" + body,
                    "{\"a\":".repeat(5_000),
                    "{\"AccountSid\":\"" + Signer.SID + "\",\"x\":" + "9".repeat(2_000) + "}"));
            changes.add("JSON that is none");
            isUnreadable = true;
        }
        return signedJson(body, changes, isUnreadable);
    }

    private Signed signedJson(String body, List<String> changes, boolean isUnreadable) {
        String right = Signer.sha256(body);
        String query = "?bodySHA256=" + right;
        if (random.nextInt(6) == 0) {
            query = any(List.of(
                    "",
                    "?bodySHA256=",
                    "?bodySHA256=" + Signer.sha256(body + " "),
                    "?bodySHA256=" + right.toUpperCase(Locale.ROOT),
                    "?bodySHA256=" + right + "&bodySHA256=" + right,
                    "?bodySHA256=%" + right));
            changes.add("digest");
            isUnreadable = false;
        }
        String signature = Signer.signature("token-old", Signer.BASE + "/in" + query, Map.of());
        String type = random.nextInt(10) == 0 ? Signer.FORM : "application/json";
        if (type.equals(Signer.FORM)) {
            changes.add("JSON as a form");
            isUnreadable = false;
        }
        Request request = new Request(
                "POST", "/in" + query, Signer.headers(signature, type), body.getBytes(StandardCharsets.UTF_8));
        return new Signed(request, changes, isUnreadable);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
