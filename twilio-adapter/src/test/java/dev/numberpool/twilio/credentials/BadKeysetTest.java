package dev.numberpool.twilio.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Credentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host may give for a keyset by mistake. */
@DisplayName("A bad keyset is refused with what to do, and nobody reads a key in it")
class BadKeysetTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final String TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final Credentials CREDENTIALS =
            new Credentials("AC0123456789abcdef0123456789abcdef", List.of(TOKEN), null);

    private final String oneKey = EncryptedCredentials.newKeyset();
    private final String keyset = EncryptedCredentials.withNewKey(EncryptedCredentials.withNewKey(oneKey));

    static Stream<Parameters> otherKinds() {
        return Stream.of(
                PredefinedMacParameters.HMAC_SHA256_256BITTAG,
                PredefinedMacParameters.AES_CMAC,
                PredefinedAeadParameters.AES128_GCM,
                PredefinedAeadParameters.AES256_EAX,
                PredefinedAeadParameters.CHACHA20_POLY1305);
    }

    @ParameterizedTest
    @MethodSource("otherKinds")
    void a_key_of_another_kind_among_good_ones_is_named(Parameters kind) throws Exception {
        KeysetHandle good = Keysets.of(PredefinedAeadParameters.AES256_GCM);
        KeysetHandle mixed = Keysets.with(good, kind, KeyStatus.ENABLED);
        String other = Integer.toUnsignedString(mixed.getAt(1).getId());

        Throwable refused = catchThrowable(() -> EncryptedCredentials.of(mixed));

        assertThat(refused).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused.getMessage()).contains("key " + other, "disable it", "newKeyset()");
        assertNothingSecret(refused, Keysets.json(mixed));
        // As text it is read for AES-256-GCM only, and there is no more to say.
        assertRefused(Keysets.json(mixed));
    }

    @Test
    void three_keys_cut_off_anywhere_are_refused() {
        String text = keyset.stripTrailing();
        for (int length = 0; length < text.length(); length++) {
            assertRefused(text.substring(0, length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DISABLED", "DESTROYED", "UNKNOWN_STATUS", "enabled", ""})
    void a_primary_key_that_is_not_enabled_is_refused_although_others_are(String status) throws Exception {
        JsonNode keys = JSON.readTree(keyset);

        assertRefused(withStatus(keyset, keys.get("primaryKeyId").asLong(), status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DISABLED", "DESTROYED"})
    void values_of_a_key_that_was_taken_out_of_service_name_it_and_say_what_to_do(String status) throws Exception {
        long old = JSON.readTree(oneKey).get("primaryKeyId").asLong();
        String stored = EncryptedCredentials.ofJson(oneKey).encrypt(WIDGET, CREDENTIALS);
        EncryptedCredentials after = EncryptedCredentials.ofJson(withStatus(keyset, old, status));

        Throwable refused = catchThrowable(() -> after.read(WIDGET, stored));

        assertThat(refused).isExactlyInstanceOf(UnreadableCredentialsException.class);
        assertThat(refused.getMessage())
                .contains("widget '7'", "key " + old, status.equals("DISABLED") ? "enable it" : "encrypt anew");
        assertNothingSecret(refused, keyset);
        assertThat(after.read(WIDGET, after.encrypt(WIDGET, CREDENTIALS))).isEqualTo(CREDENTIALS);
    }

    /** A key that was taken out altogether. */
    @Test
    void values_of_a_key_that_was_rotated_out_name_it_and_say_what_to_do() throws Exception {
        ObjectNode keys = (ObjectNode) JSON.readTree(keyset);
        long old = JSON.readTree(oneKey).get("primaryKeyId").asLong();
        ArrayNode left = JSON.createArrayNode();
        keys.get("key").forEach(key -> {
            if (key.get("keyId").asLong() != old) {
                left.add(key);
            }
        });
        keys.set("key", left);
        String stored = EncryptedCredentials.ofJson(oneKey).encrypt(WIDGET, CREDENTIALS);

        Throwable refused = catchThrowable(
                () -> EncryptedCredentials.ofJson(keys.toString()).read(WIDGET, stored));

        assertThat(left).hasSize(2);
        assertThat(refused).isExactlyInstanceOf(UnreadableCredentialsException.class);
        assertThat(refused.getMessage()).contains("key " + old + ", which is not in the keyset; add it");
        assertNothingSecret(refused, keyset);
    }

    private static String withStatus(String keyset, long keyId, String status) throws Exception {
        JsonNode keys = JSON.readTree(keyset);
        int changed = 0;
        for (JsonNode key : keys.get("key")) {
            if (key.get("keyId").asLong() == keyId) {
                ((ObjectNode) key).put("status", status);
                changed++;
            }
        }
        assertThat(changed).isEqualTo(1);
        return keys.toString();
    }

    private void assertRefused(String text) {
        Throwable thrown = catchThrowable(() -> EncryptedCredentials.ofJson(text));

        assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasNoCause();
        assertThat(thrown.getMessage()).contains("keyset", "EncryptedCredentials.newKeyset()");
        assertNothingSecret(thrown, keyset);
        assertNothingSecret(thrown, text);
    }

    /** Not in its message, nor in what is printed of it and what caused it. */
    private static void assertNothingSecret(Throwable thrown, String text) {
        StringWriter printed = new StringWriter();
        thrown.printStackTrace(new PrintWriter(printed, true));
        assertThat(printed.toString()).doesNotContain(TOKEN);
        assertThat(Keysets.secrets(text))
                .allSatisfy(secret -> assertThat(printed.toString())
                        .doesNotContain(secret.length() > 20 ? secret.substring(0, 20) : "\u0000"));
    }
}
