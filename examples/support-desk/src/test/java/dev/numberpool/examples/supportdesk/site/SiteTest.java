package dev.numberpool.examples.supportdesk.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.examples.supportdesk.TestDesk;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lines of a chat")
class SiteTest {
    @Test
    void one_that_was_read_stays_read_when_its_delivery_is_reported_late() {
        try (TestDesk desk = TestDesk.demonstration()) {
            desk.jobs().close();
            String line = desk.answer("SELECT min(id) FROM desk_line WHERE conversation_id = 282");

            for (String state : new String[] {"accepted", "read", "delivered"}) {
                desk.site().state(ConversationId.of(282), "line-" + line, state);
            }

            assertThat(desk.answer("SELECT state FROM desk_line WHERE id = " + line))
                    .isEqualTo("read");
        }
    }
}
