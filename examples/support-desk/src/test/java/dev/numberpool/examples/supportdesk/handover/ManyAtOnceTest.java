package dev.numberpool.examples.supportdesk.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Line;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName("Agents who all write at once")
class ManyAtOnceTest {
    /** More than the database has connections for. */
    private static final int AGENTS = 60;

    @Test
    void are_all_heard_though_each_webhook_needs_a_second_connection() {
        try (TestDesk desk = TestDesk.demonstration()) {
            desk.jobs().close();
            List<Chat> chats = IntStream.range(0, AGENTS)
                    .mapToObj(i -> handedOver(desk, i))
                    .toList();
            desk.twilio().twilio().webhooks().settle();

            desk.twilio().twilio().webhooks().parallel(AGENTS).hold();
            chats.forEach(chat -> answer(desk, chat));
            desk.twilio().twilio().webhooks().release();
            desk.twilio().twilio().webhooks().settle();

            assertThat(chats).allSatisfy(chat -> assertThat(heard(desk, chat)).containsExactly("I am here"));
        }
    }

    private static Chat handedOver(TestDesk desk, int i) {
        Agent agent = new Agent("+2010777%05d".formatted(i), "Agent " + i);
        desk.site().employ(agent);
        Chat chat = desk.site()
                .open(WidgetId.of(7), "Visitor " + i, desk.twilio().clock().instant());
        desk.handovers().write(chat, "Hello");
        desk.handovers().handOver(chat, agent.participant());
        return chat;
    }

    private static void answer(TestDesk desk, Chat chat) {
        Assignment assignment =
                desk.handovers().pool().assignmentOf(chat.conversation()).orElseThrow();
        desk.twilio()
                .phone(assignment.agent().address())
                .write(assignment.number().e164(), "I am here");
    }

    private static List<String> heard(TestDesk desk, Chat chat) {
        return desk.site().lines(chat.conversation(), 10).stream()
                .filter(line -> !line.fromVisitor())
                .map(Line::text)
                .toList();
    }
}
