package dev.numberpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @Nested
    @DisplayName("a sender number is + and 6 to 15 digits")
    class OurNumbers {
        @ParameterizedTest
        @ValueSource(strings = {"+123456", "+15558986359", "+0987654321", "+123456789012345", "+000000"})
        void it_may_be(String text) {
            assertThat(PhoneNumber.isValid(text)).isTrue();
            PhoneNumber number = PhoneNumber.of(text);
            assertThat(number.e164()).isEqualTo(text);
            assertThat(number).hasToString(text).isEqualTo(new PhoneNumber(text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "+",
                    "+12345",
                    "+1234567890123456",
                    "15558986359",
                    "++5558986359",
                    "+1555898635a",
                    " +15558986359",
                    "+15558986359 ",
                    "+1 555 898 6359",
                    "+1-555-898-6359",
                    "whatsapp:+15558986359",
                    "+１５５５８９８６３５９",
                    "+1555898635\n",
                    "+1555898635\u0000",
                    "+٠١٢٣٤٥٦٧٨٩",
                    "00155589863"
                })
        void it_may_not_be(String text) {
            assertThat(PhoneNumber.isValid(text)).isFalse();
            assertThatThrownBy(() -> PhoneNumber.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a sender number")
                    .hasMessageContaining("6 to 15 digits");
        }

        @ParameterizedTest
        @ValueSource(strings = {"whatsapp:+15550777369", "1555077736900", "+1 (555) 077-7369", "+15550777369x"})
        void what_is_wrong_is_said_without_the_value(String text) {
            assertThatThrownBy(() -> PhoneNumber.of(text))
                    .message()
                    .doesNotContain(text)
                    .doesNotContain("777")
                    .contains("•••" + text.substring(text.length() - 2))
                    .contains("(" + text.length() + " characters)");
        }

        @Test
        void nothing_is_shown_of_a_value_of_five_characters() {
            assertThatThrownBy(() -> PhoneNumber.of("12345")).hasMessageContaining("'•••' (5 characters)");
            assertThatThrownBy(() -> PhoneNumber.of("123456")).hasMessageContaining("'•••56' (6 characters)");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "whatsapp:+15558986359 | leave out 'whatsapp:'",
                    "15558986359 | must begin with '+'",
                    "+1 5558986359 | leave out blanks, dashes, dots and brackets",
                    "+1-5558986359 | leave out blanks, dashes, dots and brackets",
                    "+1.5558986359 | leave out blanks, dashes, dots and brackets",
                    "+1(5558986359 | leave out blanks, dashes, dots and brackets",
                    "+1)5558986359 | leave out blanks, dashes, dots and brackets"
                })
        void what_to_do_is_said(String text, String hint) {
            assertThatThrownBy(() -> PhoneNumber.of(text)).hasMessageEndingWith(hint);
        }

        @ParameterizedTest
        @ValueSource(strings = {"+1555", "+15558986359x", "+1555_898"})
        void nothing_is_advised_where_nothing_is_known(String text) {
            assertThatThrownBy(() -> PhoneNumber.of(text)).hasMessageEndingWith("like +15558986359");
        }

        @Test
        void a_leading_zero_is_usable_but_no_e164() {
            assertThat(PhoneNumber.of("+0987654321").isE164()).isFalse();
            assertThat(PhoneNumber.of("+1234567890").isE164()).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "+15558986359, +1555•••6359",
            "+201016666348, +2010•••6348",
            "+123456789012345, +1234•••2345",
            "+12345678901, +1234•••8901",
            "+1234567890, +12•••90",
            "+12345678, +12•••78",
            "+1234567, +•••67",
            "+123456, +•••56"
        })
        void the_shorter_it_is_the_less_is_shown(String number, String masked) {
            assertThat(PhoneNumber.of(number).masked()).isEqualTo(masked);
        }
    }

    @Nested
    @DisplayName("a participant is an opaque address, compared canonically")
    class Participants {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "+201016666348",
                    "whatsapp:+201016666348",
                    "WhatsApp:+201016666348",
                    " whatsapp:+20 101 666 6348 ",
                    "whatsapp: +20\u00a01016666348",
                    "whatsapp:whatsapp:+201016666348"
                })
        void one_person_however_it_is_written(String text) {
            Participant participant = Participant.of(text);

            assertThat(participant).isEqualTo(Participant.of("+201016666348")).hasToString("+201016666348");
            assertThat(Participant.of(participant.address())).isEqualTo(participant);
        }

        @Test
        void a_username_id_is_as_good_as_a_number() {
            Participant participant = Participant.of("whatsapp:US.13491208655302741918");

            assertThat(participant.address()).isEqualTo("US.13491208655302741918");
            assertThat(participant).isNotEqualTo(Participant.of("us.13491208655302741918"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "whatsapp:", "whatsapp:  ", "a\u0000b", "a\u0007b", "a\ud800b"})
        void what_has_nothing_left_or_cannot_be_stored_is_refused(String text) {
            assertThatThrownBy(() -> Participant.of(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("participant address");
        }

        @Test
        void it_has_at_most_255_characters() {
            assertThatCode(() -> Participant.of("whatsapp:" + "a".repeat(255))).doesNotThrowAnyException();
            assertThatThrownBy(() -> Participant.of("a".repeat(256)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("256", "255");
        }

        @ParameterizedTest
        @CsvSource({
            "+201016666348, +2010•••6348",
            "US.13491208655302741918, US.•••1918",
            "US.1, US.•••",
            "anonymous@ex, •••s@ex",
            "anonymous@e, •••",
            "a.b, •••",
            "abc.defghijkl, •••ijkl",
            "x, •••"
        })
        void it_is_masked(String address, String masked) {
            assertThat(Participant.of(address).masked()).isEqualTo(masked);
        }
    }
}
