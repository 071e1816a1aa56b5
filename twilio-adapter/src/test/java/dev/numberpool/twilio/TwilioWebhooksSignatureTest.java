package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.twilio.security.RequestValidator;
import dev.numberpool.twilio.TwilioEvent.ConversationEvent;
import dev.numberpool.twilio.TwilioEvent.InboundEvent;
import dev.numberpool.twilio.TwilioEvent.Rejected;
import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The constants marked "python" were computed with Python's hmac module, not with this code. */
class TwilioWebhooksSignatureTest {
    private static final String TARGET = "/twilio/in?a=b%2Bc&d=%20e";
    private static final TwilioAccount ACCOUNT =
            TwilioAccount.withApiKey(Signer.SID, "SK1", "key", List.of("token-new", "token-old"));
    private static final String JSON = "{\"AccountSid\":\"" + Signer.SID + "\",\"EventType\":\"onMessageAdded\"}";
    private static final String DIGEST = "915711a2f859716f419db68a77923c9d7530235ce679d091e6223ffb92b8fc1a"; // python
    private static final String JSON_SIGNATURE = "/PIoUU1grMiFlWXQE8yd4NtqASY="; // python

    private final TwilioWebhooks webhooks =
            TwilioWebhooks.builder(URI.create(Signer.BASE), ACCOUNT).build();

    @Test
    void the_example_of_twilios_documentation_is_right() {
        SortedMap<String, List<String>> fields = new TreeMap<>(Map.of(
                "CallSid", List.of("CA1234567890ABCDE"),
                "Caller", List.of("+14158675309"),
                "Digits", List.of("1234"),
                "From", List.of("+14158675309"),
                "To", List.of("+18005551212")));

        assertThat(Signature.isRight(
                        "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
                        List.of("12345"),
                        List.of("https://mycompany.com/myapp.php?foo=1&bar=2"),
                        fields))
                .isTrue();
    }

    /** python. */
    @ParameterizedTest
    @CsvSource({
        "current token without port, 8Joge/S3NlTKm+ORclIrUjLevAQ=",
        "current token with port, MHdlk4x4bmOM4559NEieG0I9wDM=",
        "previous token without port, k04VRVplgCS4HBtLZP0I5u6zUrE=",
        "previous token with port, 5XE72QbBFiB52e3yWHKcCVFPDHs=",
    })
    void a_form_is_taken_with_both_tokens_and_with_or_without_the_port(String which, String signature) {
        assertThat(event(Signer.request(TARGET, Signer.inbound(), signature)))
                .as(which)
                .isInstanceOf(InboundEvent.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/",
                "https://example.com:443",
                "https://example.com:8443",
                "http://example.com"
            })
    void the_public_address_may_have_a_port_and_a_slash(String base) {
        TwilioWebhooks public_ =
                TwilioWebhooks.builder(URI.create(base), ACCOUNT).build();
        String bare = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        String signature = Signer.signature("token-new", bare + TARGET, Signer.inbound());

        assertThat(public_.receive(Signer.request(TARGET, Signer.inbound(), signature))
                        .event())
                .isInstanceOf(InboundEvent.class);
    }

    @Test
    void a_path_of_the_public_address_comes_before_what_the_host_sees() {
        TwilioWebhooks proxied = TwilioWebhooks.builder(URI.create("https://user:pass@example.com/prefix"), ACCOUNT)
                .build();
        String url = "https://user:pass@example.com/prefix/in";
        String signature = Signer.signature("token-new", url, Signer.inbound());

        assertThat(proxied.receive(Signer.request("/in", Signer.inbound(), signature))
                        .event())
                .isInstanceOf(InboundEvent.class);
    }

    @Test
    void the_sdk_agrees_where_it_is_right() {
        String signature = Signer.signature("token-new", "https://example.com/in?a=1", Signer.inbound());

        assertThat(new RequestValidator("token-new")
                        .validate("https://example.com/in?a=1", Signer.inbound(), signature))
                .isTrue();
        assertThat(event(Signer.request("/in?a=1", Signer.inbound(), signature)))
                .isInstanceOf(InboundEvent.class);
    }

    @Test
    void another_escape_in_the_address_is_another_address_unlike_in_the_sdk() {
        String signature = Signer.signature("token-new", "https://example.com:443/in?a=x+y", Signer.inbound());
        String changed = "/in?a=x%2By";

        assertThat(new RequestValidator("token-new")
                        .validate("https://example.com" + changed, Signer.inbound(), signature))
                .isTrue();
        assertThat(event(Signer.request(changed, Signer.inbound(), signature)))
                .isEqualTo(new Rejected(Reason.WRONG_SIGNATURE));
    }

    /** python. */
    @Test
    void a_repeated_field_is_signed_with_each_of_its_values() {
        Map<String, List<String>> headers = Signer.headers("utTm2D3AQuVgtkMtnAvZ40CXvEg=", Signer.FORM);
        String body = new String(Signer.encoded(Signer.inbound()), StandardCharsets.US_ASCII);

        assertThat(event(post("/twilio/in", headers, body + "&Extra=b&Extra=a")))
                .isInstanceOf(InboundEvent.class);
        assertThat(event(post("/twilio/in", headers, body + "&Extra=a&Extra=b")))
                .isInstanceOf(InboundEvent.class);
        assertThat(event(post("/twilio/in", headers, body + "&Extra=a")))
                .isEqualTo(new Rejected(Reason.WRONG_SIGNATURE));
        assertThat(event(post("/twilio/in", headers, body + "&Extra=a&Extra=b&Extra=a")))
                .isEqualTo(new Rejected(Reason.MALFORMED));
    }

    @Test
    void json_is_taken_with_the_digest_in_the_address() {
        assertThat(event(json("?bodySHA256=" + DIGEST, JSON, JSON_SIGNATURE))).isInstanceOf(ConversationEvent.class);
    }

    @Test
    void json_is_rejected_if_the_digest_is_missing_wrong_twice_or_in_capitals() {
        String capitals = "?bodySHA256=" + DIGEST.toUpperCase(java.util.Locale.ROOT);
        String twice = "?bodySHA256=" + DIGEST + "&bodySHA256=" + DIGEST;

        assertThat(event(json("?bodySHA256=" + DIGEST, JSON + " ", JSON_SIGNATURE)))
                .isEqualTo(new Rejected(Reason.WRONG_SIGNATURE));
        for (String query : List.of("", "?x=1", "?bodySHA256=", capitals, twice)) {
            assertThat(event(json(query, JSON, signed(query))))
                    .as(query)
                    .isEqualTo(new Rejected(Reason.WRONG_SIGNATURE));
        }
    }

    private static String signed(String query) {
        return Signer.signature("token-new", Signer.BASE + "/twilio/in" + query, Map.of());
    }

    @Test
    void an_account_that_is_not_known_has_no_token_or_is_no_sid_is_rejected_like_a_wrong_signature() {
        Map<String, String> stranger = Signer.inbound();
        stranger.put("AccountSid", "ACffffffffffffffffffffffffffffffff");
        Map<String, String> nobody = Signer.inbound();
        nobody.remove("AccountSid");
        TwilioWebhooks tokenless = TwilioWebhooks.builder(
                        URI.create(Signer.BASE), TwilioAccount.withApiKey(Signer.SID, "SK1", "key", List.of()))
                .build();

        TwilioWebhooks.Result wrong = webhooks.receive(Signer.request("/in", Signer.inbound(), "wrong"));
        for (TwilioWebhooks.Result result : List.of(
                webhooks.receive(Signer.form("/in", stranger)),
                webhooks.receive(Signer.form("/in", nobody)),
                tokenless.receive(Signer.form("/in", Signer.inbound())))) {
            assertThat(result.event()).isEqualTo(new Rejected(Reason.UNKNOWN_ACCOUNT));
            assertThat(result.status()).isEqualTo(wrong.status()).isEqualTo(403);
            assertThat(result.body()).isEqualTo(wrong.body());
        }
    }

    @Test
    void a_host_that_gives_another_account_than_was_asked_for_is_not_followed() {
        TwilioWebhooks careless = TwilioWebhooks.builder(
                        URI.create(Signer.BASE),
                        sid -> Optional.of(
                                TwilioAccount.withAuthToken("ACffffffffffffffffffffffffffffffff", "token-new")),
                        (sid, number) -> true)
                .build();

        assertThat(careless.receive(Signer.form("/in", Signer.inbound())).event())
                .isEqualTo(new Rejected(Reason.UNKNOWN_ACCOUNT));
    }

    @Test
    void a_public_address_that_cannot_be_one_is_refused_at_once() {
        for (String address :
                List.of("/in", "ftp://example.com", "https://example.com/?a=1", "https://example.com/#a")) {
            assertThatIllegalArgumentException().isThrownBy(() -> TwilioWebhooks.builder(URI.create(address), ACCOUNT));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TwilioWebhooks.builder(URI.create(Signer.BASE), ACCOUNT).maxBodyBytes(0));
    }

    private TwilioEvent event(TwilioWebhooks.Request request) {
        return webhooks.receive(request).event();
    }

    private static TwilioWebhooks.Request post(String target, Map<String, List<String>> headers, String body) {
        return new TwilioWebhooks.Request("POST", target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static TwilioWebhooks.Request json(String query, String body, String signature) {
        return post("/twilio/in" + query, Signer.headers(signature, "application/json"), body);
    }
}
