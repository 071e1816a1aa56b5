package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Opening the desk")
class StartTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/phones", "/conversations", "/pool", "/health"})
    void every_screen_is_there_with_the_demonstration(String path) {
        try (TestDesk desk = TestDesk.demonstration()) {
            assertThat(desk.visit().open(path).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/phones", "/conversations", "/pool", "/health"})
    void and_on_an_empty_database(String path) {
        try (TestDesk desk = TestDesk.empty()) {
            assertThat(desk.visit().open(path).status()).isEqualTo(200);
        }
    }

    @Test
    void the_demonstration_has_two_chats_with_layla_on_two_numbers_one_with_omar_and_one_that_waits() {
        try (TestDesk desk = TestDesk.demonstration()) {
            assertThat(desk.twilio().phone("+201016666301").texts("+15558986359"))
                    .anyMatch(text -> text.contains("Where is my parcel?"));
            assertThat(desk.twilio().phone("+201016666301").texts("+15558986360"))
                    .anyMatch(text -> text.contains("Can I pay later?"));
            assertThat(desk.application().site().openChats()).hasSize(4);
            assertThat(desk.twilio().phone("+201016666302").texts("+15558986361"))
                    .anyMatch(text -> text.contains("The jacket is too small."));
            assertThat(desk.application().site().undelivered(10)).isEmpty();
        }
    }
}
