package dev.numberpool.jdbc;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which facts are asked for.
 *
 * @param except the conversation that is left out of the counts, or null
 * @param leftSince what threads were left before need not be known
 */
record FactsQuery(
        WidgetId widget,
        @Nullable ConversationId except,
        @Nullable Participant agent,
        @Nullable Participant customer,
        List<PhoneNumber> numbers,
        Instant leftSince) {

    /** The longest cool-down that there can be. */
    private static final Duration MEMORY = Duration.ofDays(1);

    /** What a decision needs. */
    static FactsQuery of(Handover handover, List<PhoneNumber> numbers, Instant at) {
        return new FactsQuery(
                handover.widget(),
                handover.conversation(),
                handover.agent(),
                handover.customer(),
                numbers,
                at.minus(MEMORY));
    }

    /** All of a widget, for whichever agent. */
    static FactsQuery of(WidgetId widget, List<PhoneNumber> numbers) {
        return new FactsQuery(widget, null, null, null, numbers, Instant.EPOCH);
    }

    void bind(Parameters p) throws SQLException {
        p.widgetOfConversation(widget);
        if (agent != null) {
            p.participant(agent);
        }
        p.phones(numbers);
        if (except != null) {
            p.conversation(except);
        }
        p.text(widget.value()).phones(numbers);
        if (agent != null) {
            p.participant(agent).phones(numbers);
        } else {
            p.time(leftSince).phones(numbers);
        }
        if (customer != null) {
            p.participant(customer).phones(numbers);
        }
        p.phones(numbers).widgetOfConversation(widget);
    }
}
