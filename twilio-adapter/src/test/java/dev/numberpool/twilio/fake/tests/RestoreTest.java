package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.numberpool.twilio.fake.FakeMessage;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fake that is started again with what the last one held")
final class RestoreTest {
    private static final String SUPPORT = "+1234567890";
    private static final String PERSON = "+201016666348";

    private final FakeTwilio first = FakeTwilio.start();
    private final FakeTwilio second = FakeTwilio.start();

    @BeforeEach
    void add_numbers() {
        first.senders().add(SUPPORT);
        second.senders().add(SUPPORT);
        first.phone(PERSON).write(SUPPORT, "Hello");
        new Rest(first).message(SUPPORT, PERSON, "How can I help?");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void shows_the_same_on_the_phones_in_the_same_states() {
        first.phone(PERSON).read(SUPPORT);
        restore();
        assertEquals(first.messages().all(), second.messages().all());
        assertEquals(first.phone(PERSON).screen(SUPPORT), second.phone(PERSON).screen(SUPPORT));
    }

    @Test
    void keeps_the_windows_as_they_were() {
        restore();
        second.clock().advance(Duration.ofHours(24).minusSeconds(1));
        assertEquals("delivered", sendAgain());
        second.clock().advance(Duration.ofSeconds(1));
        assertEquals("undelivered", sendAgain());
    }

    @Test
    void does_not_shorten_a_window_for_an_older_message() {
        first.clock().advance(Duration.ofHours(20));
        first.phone(PERSON).write(SUPPORT, "Hello again");
        List<FakeMessage> newestFirst = new ArrayList<>(first.messages().all());
        Collections.reverse(newestFirst);
        newestFirst.forEach(second.messages()::restore);
        second.clock().advance(Duration.ofHours(40));
        assertEquals("delivered", sendAgain());
    }

    @Test
    void gives_no_id_twice() {
        Set<String> given =
                first.messages().all().stream().map(FakeMessage::sid).collect(Collectors.toSet());
        FakeMessage kept = first.messages().all().get(0); // the later one was lost with the process
        second.messages().restore(kept);
        assertFalse(given.contains(second.phone(PERSON).write(SUPPORT, "Are you there?")));
        assertFalse(given.contains(second.phone(PERSON).quote(kept.sid(), "This one")));
    }

    @Test
    void lets_old_messages_be_quoted_and_tells_nobody_of_them() throws IOException {
        try (Host host = new Host()) {
            second.webhooks().inbound(host.url("/inbound"));
            restore();
            String ours = first.messages().sent().get(0).sid();
            second.phone(PERSON).quote(ours, "Thank you");
            second.webhooks().settle();
            assertEquals(List.of(ours), host.fields("OriginalRepliedMessageSid"));
        }
    }

    @Test
    void refuses_a_message_that_is_there() {
        FakeMessage message = first.messages().all().get(0);
        assertThrows(IllegalArgumentException.class, () -> first.messages().restore(message));
    }

    private void restore() {
        first.messages().all().forEach(second.messages()::restore);
    }

    private String sendAgain() {
        new Rest(second).message(SUPPORT, PERSON, "Still there?");
        List<FakeMessage> sent = second.messages().sent();
        return sent.get(sent.size() - 1).status();
    }
}
