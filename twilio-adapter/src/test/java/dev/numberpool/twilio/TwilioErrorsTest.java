package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.desk.Failure;
import dev.numberpool.desk.Failure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "20003, 401, AUTHENTICATION",
        "20429, 429, RATE_LIMITED",
        "63018, 429, THROTTLED",
        "63038, 429, QUOTA",
        "63007, 400, SENDER_UNUSABLE",
        "21211, 400, INVALID_RECIPIENT",
        "63024, 400, INVALID_RECIPIENT",
        "21610, 400, RECIPIENT_REFUSED",
        "63016, 400, WINDOW_CLOSED",
        "21656, 400, TEMPLATE",
        "21617, 400, CONTENT",
        "63037, 400, CONTENT",
        "50416, 409, BINDING_CONFLICT",
        "50386, 409, CONCURRENT_CHANGE",
        "50377, 400, NOT_FOUND",
        "50417, 400, LIMIT",
        "63010, 400, CHANNEL_FAULT",
        "21910, 400, UNCLASSIFIED",
        "20500, 500, UNKNOWN_OUTCOME",
    })
    void a_code_is_what_the_table_says(int code, int status, Kind kind) {
        assertThat(TwilioErrors.kind(code, status)).isEqualTo(kind);
    }

    @Test
    void the_code_decides_before_the_status() {
        assertThat(TwilioErrors.kind(63038, 429).retry()).isEqualTo(Failure.Retry.NEVER);
        assertThat(TwilioErrors.kind(21211, 500)).isEqualTo(Kind.INVALID_RECIPIENT);
    }

    @ParameterizedTest
    @CsvSource({"63010, 503", "20429, 503", "50386, 500"})
    void a_server_that_broke_down_is_not_asked_again_whatever_code_it_names(int code, int status) {
        assertThat(TwilioErrors.kind(code, status)).isEqualTo(Kind.UNKNOWN_OUTCOME);
    }

    @ParameterizedTest
    @CsvSource({
        "300, UNKNOWN_OUTCOME",
        "303, UNKNOWN_OUTCOME",
        "400, UNCLASSIFIED",
        "401, AUTHENTICATION",
        "403, AUTHENTICATION",
        "404, NOT_FOUND",
        "408, UNKNOWN_OUTCOME",
        "422, UNCLASSIFIED",
        "429, RATE_LIMITED",
        "500, UNKNOWN_OUTCOME",
        "503, UNKNOWN_OUTCOME",
        "504, UNKNOWN_OUTCOME",
    })
    void without_a_code_that_is_known_the_status_decides(int status, Kind kind) {
        assertThat(TwilioErrors.kind(null, status)).isEqualTo(kind);
        assertThat(TwilioErrors.kind(99_999, status)).isEqualTo(kind);
    }

    @Test
    void what_was_not_sent_may_be_sent_again_and_what_is_uncertain_must_not() {
        assertThat(TwilioErrors.of(TwilioCallException.notSent("x", null)).kind())
                .isEqualTo(Kind.NOT_SENT);
        assertThat(TwilioErrors.of(TwilioCallException.uncertain("x")).kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
    }

    @Test
    void a_refusal_keeps_its_code() {
        ErrorAnswer answer = new ErrorAnswer(63007, null, null, null);

        assertThat(TwilioErrors.of(TwilioCallException.answered(400, answer)))
                .isEqualTo(new Failure(Kind.SENDER_UNUSABLE, 63007));
    }

    @Test
    void a_report_of_failure_is_never_uncertain() {
        assertThat(TwilioErrors.ofReport(63016)).isEqualTo(new Failure(Kind.WINDOW_CLOSED, 63016));
        assertThat(TwilioErrors.ofReport(20500)).isEqualTo(new Failure(Kind.UNCLASSIFIED, 20500));
        assertThat(TwilioErrors.ofReport(12)).isEqualTo(new Failure(Kind.UNCLASSIFIED, 12));
        assertThat(TwilioErrors.ofReport(null)).isEqualTo(Failure.of(Kind.UNCLASSIFIED));
    }
}
