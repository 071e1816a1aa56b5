package dev.numberpool.twilio.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import dev.numberpool.NumberPoolException;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@DisplayName("Credentials at rest: encrypted for one widget, with keys that can be changed")
class EncryptedCredentialsTest {
    private static final Logger LOG = LoggerFactory.getLogger(EncryptedCredentialsTest.class);
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final String SID = "AC0123456789abcdef0123456789abcdef";
    private static final String TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String OLD_TOKEN = "ffeeddccbbaa99887766554433221100";
    private static final Credentials CREDENTIALS =
            new Credentials(SID, List.of(TOKEN, OLD_TOKEN), PhoneNumber.of("+15558986359"));

    private final String keyset = EncryptedCredentials.newKeyset();
    private final EncryptedCredentials encrypted = EncryptedCredentials.ofJson(keyset);

    static Stream<Credentials> credentials() {
        return Stream.of(
                CREDENTIALS,
                new Credentials(SID, List.of(TOKEN), null),
                new Credentials(SID, List.of("\"quoted\\ \u0000 ü 🙂"), PhoneNumber.of("+0123456789")));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void what_was_encrypted_is_read_again(Credentials credentials) {
        assertThat(encrypted.read(WIDGET, encrypted.encrypt(WIDGET, credentials)))
                .isEqualTo(credentials);
    }

    @Test
    void a_value_is_short_text_that_says_nothing_and_is_never_the_same() {
        String one = encrypted.encrypt(WIDGET, new Credentials(SID, List.of(TOKEN), null));

        assertThat(one).matches("np1:[A-Za-z0-9_-]+").hasSizeBetween(150, 200);
        assertThat(encrypted.encrypt(WIDGET, CREDENTIALS).length() - one.length())
                .isBetween(50, 90);
        assertThat(one).isNotEqualTo(encrypted.encrypt(WIDGET, new Credentials(SID, List.of(TOKEN), null)));
        assertThat(new String(Base64.getUrlDecoder().decode(one.substring(4)), StandardCharsets.ISO_8859_1))
                .doesNotContain(SID, TOKEN, "token");
        assertThat(EncryptedCredentials.isEncrypted(one)).isTrue();
    }

    @Test
    void credentials_that_no_account_has_are_not_encrypted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encrypted.encrypt(WIDGET, new Credentials(SID, List.of(), null)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> encrypted.encrypt(WIDGET, new Credentials("secret-sid", List.of(TOKEN), null)))
                .withMessageNotContaining("secret-sid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "77", " 7", "7 ", "7\u00a0", "٧"})
    void a_value_copied_to_another_widgets_row_is_refused(String other) {
        String stored = encrypted.encrypt(WIDGET, CREDENTIALS);

        refused(WidgetId.of(other), stored, "were encrypted for another widget");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "np1",
                "NP1:abcd",
                " np1:abcd",
                "{\"account\": \"AC0123456789abcdef0123456789abcdef\", \"tokens\": [\"0f1e2d3c4b5a69788796a5b4c3d2e1f0\"]}",
                "gAAAAABh-other-cipher"
            })
    void what_somebody_else_wrote_is_refused_and_so_is_clear_text(String stored) {
        assertThat(EncryptedCredentials.isEncrypted(stored)).isFalse();
        refused(WIDGET, stored, "do not begin with 'np1:'");
    }

    @Test
    void a_later_format_is_recognised() {
        assertThat(EncryptedCredentials.isEncrypted("np2:whatever")).isTrue();
        refused(WIDGET, "np2:whatever", "'np2', which this release does not know; use the release that wrote them");
    }

    @Test
    void each_truncation_is_refused() {
        String stored = encrypted.encrypt(WIDGET, CREDENTIALS);
        for (int length = 0; length < stored.length(); length++) {
            refused(WIDGET, stored.substring(0, length), "");
        }
    }

    @Test
    void ten_thousand_random_corruptions_are_refused_alike() {
        long seed = new Random().nextLong();
        LOG.warn("seed {}", seed);
        Random random = new Random(seed);
        String stored = encrypted.encrypt(WIDGET, CREDENTIALS);
        for (int i = 0; i < 10_000; i++) {
            refused(WIDGET, Corruption.of(stored, random), "");
        }
    }

    @Test
    void every_bit_counts_also_those_that_base64_could_do_without() {
        // 38 + n bytes: the last character of this one holds bits that no byte needs.
        String stored = Stream.of("a", "ab", "abc")
                .map(token -> encrypted.encrypt(WIDGET, new Credentials(SID, List.of(token), null)))
                .filter(text -> (text.length() - 4) % 4 == 2)
                .findAny()
                .orElseThrow();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(stored.charAt(stored.length() - 1));

        refused(WIDGET, stored.substring(0, stored.length() - 1) + alphabet.charAt(last + 1), "is not base64url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "garbage",
                "{\"account\": 7, \"tokens\": [\"x\"]}",
                "{\"account\": \"AC\", \"tokens\": []}",
                "{\"account\": \"AC\", \"tokens\": {\"x\": \"y\"}}",
                "{\"account\": \"AC\", \"tokens\": [\"x\", 7]}",
                "{\"account\": \"AC\", \"tokens\": [\"x\"], \"number\": null}",
                "{\"account\": \"AC\", \"tokens\": [\"x\"], \"number\": \"none\"}",
                "{\"account\": \"AC\", \"tokens\": [\"x\"], \"more\": 1}",
                "{\"account\": \"AC\", \"account\": \"AD\", \"tokens\": [\"x\"]}",
                "{\"account\": \"AC\", \"tokens\": [\"x\"]} {}"
            })
    void what_was_encrypted_but_is_no_credentials_is_refused(String json) {
        byte[] plain = json.getBytes(StandardCharsets.UTF_8);
        String stored = StoredText.of(Keyset.of(KeysetText.read(keyset)).encrypted(WIDGET, plain));

        refused(WIDGET, stored, "are no credentials");
    }

    @Test
    void a_key_that_is_not_there_is_named() {
        String stored =
                EncryptedCredentials.ofJson(EncryptedCredentials.newKeyset()).encrypt(WIDGET, CREDENTIALS);

        assertThatThrownBy(() -> encrypted.read(WIDGET, stored))
                .isInstanceOf(UnreadableCredentialsException.class)
                .hasMessageMatching("the credentials of widget '7' are encrypted with key [0-9]+, which is not in the"
                        + " keyset; add it, or encrypt anew");
    }

    @Test
    void old_values_are_read_and_rewritten_with_the_new_key_and_then_the_old_one_is_disabled() {
        String stored = encrypted.encrypt(WIDGET, CREDENTIALS);
        String twoKeys = EncryptedCredentials.withNewKey(keyset);
        EncryptedCredentials both = EncryptedCredentials.ofJson(twoKeys);
        String fresh = both.encrypt(WIDGET, CREDENTIALS);

        assertThat(both.read(WIDGET, stored)).isEqualTo(CREDENTIALS);
        String rewritten = both.reencrypted(WIDGET, stored);
        assertThat(rewritten).isNotEqualTo(stored);
        assertThat(both.reencrypted(WIDGET, rewritten)).isEqualTo(rewritten);
        assertThat(both.reencrypted(WIDGET, fresh)).isEqualTo(fresh);

        EncryptedCredentials after = EncryptedCredentials.ofJson(EncryptedCredentials.withOldKeysDisabled(twoKeys));
        assertThat(after.read(WIDGET, rewritten)).isEqualTo(CREDENTIALS);
        assertThat(after.read(WIDGET, fresh)).isEqualTo(CREDENTIALS);
        assertThatThrownBy(() -> after.read(WIDGET, stored))
                .isInstanceOf(UnreadableCredentialsException.class)
                .hasMessageContaining("which is not enabled; enable it");
        refused(after, WIDGET, stored, "");
        assertThatThrownBy(() -> after.reencrypted(WIDGET, stored)).isInstanceOf(UnreadableCredentialsException.class);
    }

    @Test
    void a_process_that_has_the_new_keyset_not_yet_says_that_a_key_is_missing() {
        String fresh = EncryptedCredentials.ofJson(EncryptedCredentials.withNewKey(keyset))
                .encrypt(WIDGET, CREDENTIALS);

        refused(WIDGET, fresh, "which is not in the keyset");
    }

    @Test
    void a_handle_of_the_host_serves_as_well() throws Exception {
        KeysetHandle handle = Keysets.of(PredefinedAeadParameters.AES256_GCM);
        String stored = EncryptedCredentials.of(handle).encrypt(WIDGET, CREDENTIALS);

        assertThat(EncryptedCredentials.ofJson(Keysets.json(handle)).read(WIDGET, stored))
                .isEqualTo(CREDENTIALS);
    }

    @Test
    void a_key_of_another_sort_does_no_harm_while_it_is_disabled() throws Exception {
        KeysetHandle good = Keysets.of(PredefinedAeadParameters.AES256_GCM);
        KeysetHandle mixed = Keysets.with(good, PredefinedAeadParameters.AES128_GCM, KeyStatus.ENABLED);
        KeysetHandle disabled = Keysets.with(good, PredefinedAeadParameters.AES128_GCM, KeyStatus.DISABLED);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptedCredentials.of(mixed))
                .withMessageContaining("is no AES-256-GCM key");
        assertThat(EncryptedCredentials.of(disabled))
                .hasToString(EncryptedCredentials.of(disabled).toString());
    }

    static Stream<KeysetHandle> keysetsOfOtherSorts() throws Exception {
        return Stream.of(
                Keysets.of(PredefinedAeadParameters.AES128_GCM),
                Keysets.of(PredefinedAeadParameters.XCHACHA20_POLY1305),
                Keysets.of(PredefinedAeadParameters.AES256_CTR_HMAC_SHA256),
                Keysets.of(PredefinedMacParameters.HMAC_SHA256_256BITTAG));
    }

    @ParameterizedTest
    @MethodSource("keysetsOfOtherSorts")
    void keysets_of_other_sorts_are_refused(KeysetHandle handle) throws Exception {
        String json = Keysets.json(handle);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptedCredentials.of(handle))
                .withMessageContaining("no AES-256-GCM key");
        badKeyset(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{}",
                "[]",
                "{\"primaryKeyId\": 7, \"key\": []}",
                "{\"primaryKeyId\": 7}",
                "{\"encryptedKeyset\": \"AAAA\"}",
                "secret",
                "{\"primaryKeyId\": \"secret\", \"key\": \"secret\"}"
            })
    void what_is_no_keyset_is_refused(String text) {
        badKeyset(text);
    }

    @Test
    void a_keyset_cut_off_anywhere_is_refused() {
        for (int length = 0; length < keyset.stripTrailing().length(); length++) {
            badKeyset(keyset.substring(0, length));
        }
    }

    @Test
    void a_keyset_without_its_primary_key_is_refused() {
        badKeyset(keyset.replaceFirst("(\"primaryKeyId\": *)[0-9]+", "$17"));
        badKeyset(keyset.replace("ENABLED", "DISABLED"));
        badKeyset(keyset.replace("ENABLED", "DESTROYED"));
    }

    @Test
    void a_keyset_in_the_environment_has_to_be_there_and_to_be_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptedCredentials.ofEnvironment("NUMBERPOOL_NO_SUCH_VARIABLE"))
                .withMessageContaining("NUMBERPOOL_NO_SUCH_VARIABLE is not set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptedCredentials.ofEnvironment("PATH"))
                .withMessageContaining("no keyset")
                .withMessageNotContaining(System.getenv("PATH"));
    }

    @Test
    void its_text_tells_how_many_keys_there_are_and_no_more() {
        String twoKeys = EncryptedCredentials.withNewKey(keyset);

        assertThat(EncryptedCredentials.ofJson(twoKeys).toString())
                .matches("EncryptedCredentials\\[2 keys, primary [0-9]+]");
        assertThat(Keysets.secrets(twoKeys)).hasSize(2);
    }

    private void refused(WidgetId widget, String stored, String why) {
        refused(encrypted, widget, stored, why);
    }

    private void refused(EncryptedCredentials reader, WidgetId widget, String stored, String why) {
        Throwable thrown = catchThrowable(() -> reader.read(widget, stored));

        assertThat(thrown)
                .isExactlyInstanceOf(UnreadableCredentialsException.class)
                .isInstanceOf(NumberPoolException.class)
                .hasNoCause()
                .hasMessageContaining("widget '" + widget + "'")
                .hasMessageContaining(why);
        assertThat(thrown.getSuppressed()).isEmpty();
        assertThat(thrown.getMessage()).doesNotContain(TOKEN, OLD_TOKEN, SID, "5558986359");
        if (stored.length() > 20) {
            assertThat(thrown.getMessage()).doesNotContain(stored.substring(stored.length() - 12));
        }
    }

    private void badKeyset(String text) {
        Throwable thrown = catchThrowable(() -> EncryptedCredentials.ofJson(text));

        assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasNoCause();
        assertThat(thrown.getMessage()).contains("keyset").doesNotContain("secret");
        assertThat(Keysets.secrets(keyset)).noneMatch(thrown.getMessage()::contains);
        assertThatIllegalArgumentException().isThrownBy(() -> EncryptedCredentials.withNewKey(text));
        assertThatIllegalArgumentException().isThrownBy(() -> EncryptedCredentials.withOldKeysDisabled(text));
    }
}
