package dev.numberpool.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.SenderDirectory.Sender;
import dev.numberpool.spi.SenderDirectory.State;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("what a provider says of a sender")
class SenderDirectoryTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "63020: account locked                 | 63020: account locked",
                "call +1 (555) 898-6359 or 15558986359 | call ••• or •••",
                "\"a\u001b[31mred\r\nline\u202e end\"  | a [31mred line end",
                "limit 250 of 99999                    | limit 250 of 99999",
            })
    void its_words_are_fit_for_a_log(String said, String kept) {
        assertThat(sender(State.OFFLINE, "OFFLINE", said).offlineReasons()).containsExactly(kept);
    }

    @Test
    void long_words_are_cut_between_characters() {
        String kept = sender(State.OFFLINE, "OFFLINE", "😀".repeat(300))
                .offlineReasons()
                .get(0);

        assertThat(kept).isEqualTo("😀".repeat(199) + "…");
        assertThat(sender(State.OFFLINE, "OFFLINE", "😀".repeat(200))
                        .offlineReasons()
                        .get(0))
                .isEqualTo("😀".repeat(200));
    }

    @Test
    void a_usable_sender_gives_no_complaint() {
        assertThat(sender(State.ONLINE, "ONLINE:UPDATING").isUsable()).isTrue();
        assertThat(sender(State.ONLINE, "ONLINE").complaint()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OFFLINE, OFFLINE, 'offline at the provider: one; two'",
        "NOT_READY, DRAFT, 'not ready at the provider: DRAFT: one; two'",
        "UNKNOWN, ODD, 'in a state at the provider that is not known here: ODD: one; two'",
        "UNKNOWN, '', 'of no known state at the provider: one; two'",
    })
    void an_unusable_one_says_why(State state, String word, String words) {
        Sender sender = sender(state, word, "one", "two");

        assertThat(sender.isUsable()).isFalse();
        assertThat(sender.complaint()).isEqualTo(words);
    }

    private static Sender sender(State state, String word, String... reasons) {
        return new Sender(PhoneNumber.of("+15558986359"), state, word, null, null, List.of(reasons), null, null);
    }
}
