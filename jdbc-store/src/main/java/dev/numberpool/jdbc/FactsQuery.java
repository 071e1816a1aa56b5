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
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which facts are asked for.
 *
 * @param except conversations that are left out of the counts
 * @param agents whose threads are looked at
 * @param anyAgent whether it also matters when anyone left a number
 * @param customers whose last numbers are looked at
 * @param leftSince what threads were left before need not be known
 */
record FactsQuery(
        WidgetId widget,
        List<ConversationId> except,
        List<Participant> agents,
        boolean anyAgent,
        List<Participant> customers,
        List<PhoneNumber> numbers,
        Instant leftSince) {

    /** The longest cool-down that there can be. */
    private static final Duration MEMORY = Duration.ofDays(1);

    /** What decisions need. */
    static FactsQuery of(List<DecisionRequest> requests, List<PhoneNumber> numbers) {
        List<Handover> handovers =
                requests.stream().map(DecisionRequest::handover).toList();
        return new FactsQuery(
                handovers.get(0).widget(),
                handovers.stream().map(Handover::conversation).toList(),
                people(handovers.stream().map(Handover::agent)),
                handovers.stream().anyMatch(handover -> handover.agent() == null),
                people(handovers.stream().map(Handover::customer)),
                numbers,
                requests.stream()
                        .map(DecisionRequest::at)
                        .min(Instant::compareTo)
                        .orElseThrow()
                        .minus(MEMORY));
    }

    private static List<Participant> people(Stream<Participant> people) {
        return people.filter(Objects::nonNull).distinct().toList();
    }

    /** All of a widget, for whichever agent. */
    static FactsQuery of(WidgetId widget, List<PhoneNumber> numbers) {
        return new FactsQuery(widget, List.of(), List.of(), true, List.of(), numbers, Instant.EPOCH);
    }

    void bind(Parameters p) throws SQLException {
        if (!agents.isEmpty()) {
            p.people(agents);
        }
        p.widgetOfConversation(widget).phones(numbers);
        if (!except.isEmpty()) {
            p.conversations(except);
        }
        p.text(widget.value()).phones(numbers);
        if (!agents.isEmpty()) {
            p.people(agents).phones(numbers);
        }
        if (anyAgent) {
            p.time(leftSince).phones(numbers);
        }
        if (!customers.isEmpty()) {
            p.people(customers).phones(numbers);
        }
        p.phones(numbers);
    }
}
