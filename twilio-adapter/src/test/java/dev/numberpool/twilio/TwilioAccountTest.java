package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.numberpool.spi.Credentials;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioAccountTest {
    private static final String SID = "AC0123456789abcdef0123456789abcdef";

    @Test
    void the_auth_token_calls_and_signs() {
        TwilioAccount account = TwilioAccount.withAuthToken(SID, "token");

        assertThat(account.user()).isEqualTo(SID);
        assertThat(account.secret()).isEqualTo("token");
        assertThat(account.authTokens()).containsExactly("token");
    }

    @Test
    void with_an_api_key_the_key_calls_and_the_tokens_sign() {
        TwilioAccount account = TwilioAccount.withApiKey(SID, "SK1", "key", List.of("new", "old"));

        assertThat(account.user()).isEqualTo("SK1");
        assertThat(account.secret()).isEqualTo("key");
        assertThat(account.authTokens()).containsExactly("new", "old");
    }

    @Test
    void credentials_of_a_widget_are_an_account() {
        assertThat(TwilioAccount.of(new Credentials(SID, List.of("new", "old"), null)))
                .isEqualTo(new TwilioAccount(SID, SID, "new", List.of("new", "old")));
        assertThatIllegalArgumentException().isThrownBy(() -> TwilioAccount.of(new Credentials(SID, List.of(), null)));
    }

    @Test
    void neither_its_text_nor_a_complaint_shows_a_secret() {
        assertThat(TwilioAccount.withApiKey(SID, "SK1", "key-secret", List.of("token-secret")))
                .hasToString("TwilioAccount[AC•••cdef]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TwilioAccount("secret-sid", "user", "secret-key", List.of()))
                .withMessageNotContaining("secret-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void nothing_of_it_may_be_blank(String blank) {
        assertThatIllegalArgumentException().isThrownBy(() -> TwilioAccount.withAuthToken(SID, blank));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwilioAccount.withApiKey(SID, blank, "secret", List.of("token")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwilioAccount.withApiKey(SID, "SK1", "secret", List.of("token", blank)));
    }
}
