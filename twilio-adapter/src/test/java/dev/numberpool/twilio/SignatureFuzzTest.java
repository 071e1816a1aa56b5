package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.security.RequestValidator;
import dev.numberpool.twilio.TwilioEvent.Rejected;
import dev.numberpool.twilio.TwilioWebhooks.Request;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A signature that is right is taken, and no other one ever")
class SignatureFuzzTest {
    private static final TwilioAccount ACCOUNT =
            TwilioAccount.withApiKey(Signer.SID, "SK1", "key", List.of("token-new", "token-old"));
    private static final List<String> ALPHABETS = List.of(
            "abcXYZ019-_.~", "äßéñ", "مرحبا", "你好世界", " +&=%#?/;:,\"'\\<>", "\u0001\u007f\t\r\n", "\u200f\u202e\ufeff");
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABC019-_.~";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<String, TwilioWebhooks> hosts = new HashMap<>();

    /** A value, now and then empty, with an emoji or with what URLs and forms are made of. */
    private String value() {
        int length = random.nextInt(12);
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < length; i++) {
            String alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
            value.append(random.nextInt(20) == 0 ? "🎈" : alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return value.toString();
    }

    private String plain(int least) {
        return IntStream.range(0, least + random.nextInt(8))
                .mapToObj(i -> String.valueOf(PLAIN.charAt(random.nextInt(PLAIN.length()))))
                .collect(Collectors.joining());
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>(Signer.inbound());
        for (int i = random.nextInt(20); i > 0; i--) {
            fields.put(random.nextInt(5) == 0 ? "Ä" + value() : plain(1), value());
        }
        fields.put("Body", value());
        return fields;
    }

    private String target() {
        String query = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> plain(1) + "=" + plain(0))
                .collect(Collectors.joining("&"));
        return "/" + plain(0) + "/" + plain(0) + (query.isEmpty() ? "" : "?" + query);
    }

    /**
     * Requests as hosts get them: every combination of base address, port in the signature, token and path. Addresses with
     * escapes are apart, for there the SDK is wrong.
     */
    @Test
    void the_sdk_agrees_on_thousands_of_requests() {
        Map<String, List<String>> bases = Map.of(
                "https://example.com", List.of("https://example.com", "https://example.com:443"),
                "http://example.com", List.of("http://example.com", "http://example.com:80"),
                "https://example.com/pre/fix",
                        List.of("https://example.com/pre/fix", "https://example.com:443/pre/fix"));
        for (int i = 0; i < 3_000; i++) {
            String base = List.copyOf(bases.keySet()).get(random.nextInt(bases.size()));
            String signedBase = bases.get(base).get(random.nextInt(2));
            String token = ACCOUNT.authTokens().get(random.nextInt(2));
            String target = target();
            Map<String, String> fields = fields();
            String right = Signer.signature(token, signedBase + target, fields);
            boolean isRight = random.nextInt(4) > 0;
            String signature = isRight ? right : Signer.signature("token-other", signedBase + target, fields);

            assertThat(isTaken(base, Signer.request(target, fields, signature)))
                    .as("seed %s, %s signed as %s", seed, base + target, signedBase)
                    .isEqualTo(isRight);
            assertThat(new RequestValidator(token).validate(base + target, fields, signature))
                    .as("the SDK; seed %s, %s signed as %s", seed, base + target, signedBase)
                    .isEqualTo(isRight);
        }
    }

    /**
     * To put a port in, the SDK decodes the address and encodes it anew. So it refuses what was signed with the port and an
     * escape that it does not write itself, and takes another address than was signed.
     */
    @Test
    void on_addresses_with_port_and_escapes_the_sdk_is_wrong_and_we_are_not() throws Exception {
        for (String escaped : List.of("/in?a=x%2By", "/in?a=x%26y", "/in?a=%2D", "/a%2Db?a=%3D")) {
            String signature = Signer.signature("token-new", "https://example.com:443" + escaped, Signer.inbound());

            assertThat(new RequestValidator("token-new")
                            .validate("https://example.com" + escaped, Signer.inbound(), signature))
                    .as(escaped)
                    .isFalse();
            assertThat(isTaken(Signer.BASE, Signer.request(escaped, Signer.inbound(), signature)))
                    .as(escaped)
                    .isTrue();
        }
        String other = Signer.signature("token-new", "https://example.com:443/in?a=x+y", Signer.inbound());
        assertThat(new RequestValidator("token-new")
                        .validate("https://example.com/in?a=x%2By", Signer.inbound(), other))
                .isTrue();
        assertThat(isTaken(Signer.BASE, Signer.request("/in?a=x%2By", Signer.inbound(), other)))
                .isFalse();
    }

    @Test
    void the_sdk_agrees_on_json() throws URISyntaxException {
        for (int i = 0; i < 500; i++) {
            String body = "{\"AccountSid\":\"" + Signer.SID + "\",\"x\":\"" + plain(0) + "ü🎈\"}";
            String target = "/" + plain(1) + "?bodySHA256=" + Signer.sha256(body);
            String given = random.nextBoolean() ? body : body + " ";
            String signature = Signer.signature("token-old", "https://example.com" + target, Map.of());
            Request request = new Request(
                    "POST",
                    target,
                    Signer.headers(signature, "application/json"),
                    given.getBytes(StandardCharsets.UTF_8));

            assertThat(isTaken("https://example.com", request))
                    .as("seed %s", seed)
                    .isEqualTo(given.equals(body))
                    .isEqualTo(new RequestValidator("token-old")
                            .validate("https://example.com" + target, given, signature));
        }
    }

    private boolean isTaken(String base, Request request) {
        TwilioWebhooks webhooks = hosts.computeIfAbsent(
                base, each -> TwilioWebhooks.builder(URI.create(each), ACCOUNT).build());
        return !(webhooks.receive(request).event() instanceof Rejected);
    }

    @Test
    void of_a_hundred_thousand_changed_requests_none_is_taken_and_none_makes_us_fail() {
        TwilioWebhooks webhooks =
                TwilioWebhooks.builder(URI.create(Signer.BASE), ACCOUNT).build();
        Map<String, Integer> tried = new HashMap<>();
        Genuine genuine = genuineForm();
        int count = 0;
        while (count < 100_000) {
            if (count % 50 == 0) {
                genuine = count % 500 == 0 ? genuineJson() : genuineForm();
            }
            Change change = Change.values()[random.nextInt(Change.values().length)];
            Request changed = change.of(genuine, random);
            if (changed == null) {
                continue;
            }
            count++;
            tried.merge(change.name(), 1, Integer::sum);
            assertThat(webhooks.receive(changed).event())
                    .as(() -> "seed " + seed + ", " + change + ": " + changed.target() + " " + changed.headers() + " "
                            + new String(changed.body(), StandardCharsets.UTF_8))
                    .isInstanceOf(Rejected.class);
        }
        assertThat(tried).as("every sort of change").hasSize(Change.values().length);
        assertThat(tried.values()).allMatch(times -> times > 1_000);
    }

    @Test
    void what_is_changed_is_taken_as_long_as_it_is_not() {
        for (int i = 0; i < 200; i++) {
            assertThat(isTaken(Signer.BASE, genuineForm().request()))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(isTaken(Signer.BASE, genuineJson().request()))
                    .as("seed %s", seed)
                    .isTrue();
        }
    }

    private Genuine genuineForm() {
        String target = "/twilio/in?a=b%2Bc&d=" + plain(1);
        Map<String, String> fields = new LinkedHashMap<>(Signer.inbound());
        fields.put("Body", "Hi " + value());
        fields.put("ProfileName", plain(3));
        String signature = Signer.signature("token-new", Signer.BASE + target, fields);
        return new Genuine(target, fields, "", signature, Signer.FORM);
    }

    private Genuine genuineJson() {
        String json = "{\"AccountSid\":\"" + Signer.SID + "\",\"EventType\":\"onMessageAdded\",\"Body\":\"" + plain(3)
                + "\"}";
        String target = "/twilio/in?bodySHA256=" + Signer.sha256(json);
        String signature = Signer.signature("token-old", Signer.BASE + target, Map.of());
        return new Genuine(target, Map.of(), json, signature, "application/json");
    }

    /** What Twilio sent. */
    private record Genuine(
            String target, Map<String, String> fields, String json, String signature, String contentType) {
        boolean isForm() {
            return json.isEmpty();
        }

        byte[] body() {
            return isForm() ? Signer.encoded(fields) : json.getBytes(StandardCharsets.UTF_8);
        }

        Request request() {
            return with(target, Signer.headers(signature, contentType), body());
        }

        Request with(String otherTarget, Map<String, List<String>> headers, byte[] otherBody) {
            return new Request("POST", otherTarget, headers, otherBody);
        }

        Request at(String otherTarget) {
            return with(otherTarget, Signer.headers(signature, contentType), body());
        }

        Request saying(byte[] otherBody) {
            return with(target, Signer.headers(signature, contentType), otherBody);
        }

        Request signed(String otherSignature) {
            return with(target, Signer.headers(otherSignature, contentType), body());
        }
    }

    /** What can be done to a request on its way; null where it does not apply or changes nothing that is meant. */
    private enum Change {
        TARGET {
            @Override
            Request of(Genuine genuine, Random random) {
                return genuine.at(oneCharacter(genuine.target(), random));
            }
        },
        TARGET_IN_OTHER_WORDS {
            @Override
            Request of(Genuine genuine, Random random) {
                String target = genuine.target();
                String other = switch (random.nextInt(6)) {
                    case 0 -> target + "&";
                    case 1 -> target.replace("/twilio", "//twilio");
                    case 2 -> target.replace("/twilio", "/x/../twilio");
                    case 3 -> target.replace("%2B", "%2b").replace("in?", "In?");
                    case 4 -> target.replace("in?", "%69n?");
                    default -> target + "#rc=2";
                };
                return genuine.at(other);
            }
        },
        BODY {
            @Override
            Request of(Genuine genuine, Random random) {
                String body = new String(genuine.body(), StandardCharsets.UTF_8);
                String other = oneCharacter(body, random);
                boolean isSame = genuine.isForm() && meansTheSame(other, body);
                return isSame ? null : genuine.saying(other.getBytes(StandardCharsets.UTF_8));
            }
        },
        FIELD_LEFT_OUT {
            @Override
            Request of(Genuine genuine, Random random) {
                Map<String, String> fields = new LinkedHashMap<>(genuine.fields());
                return fields.remove(any(fields.keySet(), random)) == null
                        ? null
                        : genuine.saying(Signer.encoded(fields));
            }
        },
        FIELD_ADDED {
            @Override
            Request of(Genuine genuine, Random random) {
                Map<String, String> fields = new LinkedHashMap<>(genuine.fields());
                fields.put("Extra" + random.nextInt(100), "");
                return genuine.isForm() ? genuine.saying(Signer.encoded(fields)) : null;
            }
        },
        FIELD_DOUBLED {
            @Override
            Request of(Genuine genuine, Random random) {
                String name = any(genuine.fields().keySet(), random);
                String more = "&" + name + "=" + (random.nextBoolean() ? "x" : "");
                return genuine.isForm()
                        ? genuine.saying((new String(genuine.body(), StandardCharsets.US_ASCII) + more)
                                .getBytes(StandardCharsets.US_ASCII))
                        : null;
            }
        },
        FIELDS_SWAPPED {
            @Override
            Request of(Genuine genuine, Random random) {
                Map<String, String> fields = new LinkedHashMap<>(genuine.fields());
                String one = any(fields.keySet(), random);
                String two = any(fields.keySet(), random);
                if (!genuine.isForm() || fields.get(one).equals(fields.get(two))) {
                    return null;
                }
                fields.put(one, genuine.fields().get(two));
                fields.put(two, genuine.fields().get(one));
                return genuine.saying(Signer.encoded(fields));
            }
        },
        NAME_IN_OTHER_CASE {
            @Override
            Request of(Genuine genuine, Random random) {
                Map<String, String> fields = new LinkedHashMap<>(genuine.fields());
                String name = any(fields.keySet(), random);
                String other = random.nextBoolean() ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT);
                if (!genuine.isForm() || other.equals(name)) {
                    return null;
                }
                fields.put(other, fields.remove(name));
                return genuine.saying(Signer.encoded(fields));
            }
        },
        SIGNATURE {
            @Override
            Request of(Genuine genuine, Random random) {
                return genuine.signed(oneCharacter(genuine.signature(), random));
            }
        },
        SIGNATURE_IN_OTHER_WORDS {
            @Override
            Request of(Genuine genuine, Random random) {
                String right = genuine.signature();
                String other = switch (random.nextInt(7)) {
                    case 0 -> right.replace("=", "");
                    case 1 -> right + "=";
                    case 2 -> " " + right;
                    case 3 -> right + "," + right;
                    case 4 -> right.toLowerCase(Locale.ROOT);
                    case 5 -> right.replace('+', '-').replace('/', '_');
                    default -> URLEncoder.encode(right, StandardCharsets.UTF_8);
                };
                return other.equals(right) ? null : genuine.signed(other);
            }
        },
        HEADERS {
            @Override
            Request of(Genuine genuine, Random random) {
                Map<String, List<String>> headers = new LinkedHashMap<>();
                String right = genuine.signature();
                headers.put("Content-Type", List.of(genuine.contentType()));
                headers.put("X-Twilio-Signature", List.of(right));
                switch (random.nextInt(6)) {
                    case 0 -> headers.put("X-Twilio-Signature", List.of(right, right));
                    case 1 -> headers.put("x-twilio-signature", List.of("other"));
                    case 2 -> headers.put("content-type", List.of(genuine.contentType()));
                    case 3 -> headers.remove("X-Twilio-Signature");
                    case 4 -> headers.remove("Content-Type");
                    default -> headers.put("X-Twilio-Signature", List.of());
                }
                return genuine.with(genuine.target(), headers, genuine.body());
            }
        },
        ENCODING {
            @Override
            Request of(Genuine genuine, Random random) {
                List<String> types = List.of(
                        "application/x-www-form-urlencoded; charset=UTF-16",
                        "application/x-www-form-urlencoded; charset=ISO-8859-1",
                        "application/json; charset=UTF-16LE",
                        "multipart/form-data; boundary=x",
                        "text/plain",
                        genuine.isForm() ? "application/json" : Signer.FORM);
                String type = types.get(random.nextInt(types.size()));
                return genuine.with(genuine.target(), Signer.headers(genuine.signature(), type), genuine.body());
            }
        },
        BYTES_IN_ANOTHER_CHARSET {
            @Override
            Request of(Genuine genuine, Random random) {
                List<Charset> charsets =
                        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
                String body = new String(genuine.body(), StandardCharsets.UTF_8);
                return genuine.saying(body.getBytes(charsets.get(random.nextInt(charsets.size()))));
            }
        },
        ESCAPED_TWICE {
            @Override
            Request of(Genuine genuine, Random random) {
                String body = new String(genuine.body(), StandardCharsets.UTF_8);
                return genuine.isForm()
                        ? genuine.saying(body.replace("%", "%25").getBytes(StandardCharsets.UTF_8))
                        : genuine.saying(body.replace("o", "\\u006f").getBytes(StandardCharsets.UTF_8));
            }
        },
        BYTES {
            @Override
            Request of(Genuine genuine, Random random) {
                byte[] body = genuine.body();
                byte[] other = body.clone();
                other[random.nextInt(other.length)] = (byte) (128 + random.nextInt(128));
                return genuine.saying(other);
            }
        };

        abstract Request of(Genuine genuine, Random random);

        static String any(Iterable<String> names, Random random) {
            List<String> list = new ArrayList<>();
            names.forEach(list::add);
            return list.isEmpty() ? "" : list.get(random.nextInt(list.size()));
        }

        /** One character replaced, left out, doubled or put in. */
        static String oneCharacter(String text, Random random) {
            String changed = text;
            while (changed.equals(text)) {
                int at = random.nextInt(text.length());
                char other = (char) (random.nextInt(10) == 0 ? random.nextInt(0x3000) : ' ' + random.nextInt(95));
                changed = switch (random.nextInt(4)) {
                    case 0 -> text.substring(0, at) + other + text.substring(at + 1);
                    case 1 -> text.substring(0, at) + text.substring(at + 1);
                    case 2 -> text.substring(0, at) + text.charAt(at) + text.substring(at);
                    default -> text.substring(0, at) + other + text.substring(at);
                };
            }
            return changed;
        }

        /** {@code %2b} for {@code %2B}, a character for its escape. */
        static boolean meansTheSame(String form, String other) {
            try {
                return FormParser.parse(form).equals(FormParser.parse(other));
            } catch (RejectedException e) {
                return false;
            }
        }
    }
}
