package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of some numbers: read in one statement and so at one moment, then kept up with what is decided. */
final class RunningFacts {
    private final WidgetId widget;
    private final Set<PhoneNumber> asked;
    private final Map<PhoneNumber, NumberState> states = new HashMap<>();

    private RunningFacts(FactsQuery query) {
        this.widget = query.widget();
        this.asked = new HashSet<>(query.numbers());
    }

    static RunningFacts read(Session session, FactsQuery query) throws SQLException {
        RoundTrip trip = new RoundTrip(session);
        RunningFacts facts = read(trip, session, query);
        trip.run();
        return facts;
    }

    /** Those that a round trip will read. */
    static RunningFacts read(RoundTrip trip, Session session, FactsQuery query) {
        RunningFacts facts = new RunningFacts(query);
        trip.read(session.sql().facts(query), query::bind, row -> facts.add(row, session.dialect()));
        return facts;
    }

    /** True if they are the facts of these numbers and of no others. */
    boolean areOf(Collection<PhoneNumber> numbers) {
        return asked.size() == numbers.size() && asked.containsAll(numbers);
    }

    /** As they are for an agent and a customer, or for whichever. */
    Map<PhoneNumber, NumberFacts> of(@Nullable Participant agent, @Nullable Participant customer) {
        Map<PhoneNumber, NumberFacts> facts = new HashMap<>(states.size() * 4 / 3 + 1);
        states.forEach((number, state) -> facts.put(number, state.facts(agent, customer)));
        return facts;
    }

    /** Takes in that an assignment is active, if it is. */
    void begun(@Nullable Assignment assignment) {
        count(assignment, 1);
    }

    /** Takes in that it is not, or leaves it out for a while. */
    void ended(@Nullable Assignment assignment) {
        count(assignment, -1);
    }

    private void count(@Nullable Assignment assignment, int change) {
        if (assignment != null && asked.contains(assignment.number())) {
            boolean isOfWidget = assignment.widget().equals(widget);
            state(assignment.number()).add(NumberState.key(assignment), isOfWidget ? change : 0, change);
        }
    }

    /** Takes in that a conversation has left a number. */
    void left(Leaving leaving) {
        if (asked.contains(leaving.number())) {
            state(leaving.number()).left(leaving.participant(), leaving.at());
        }
    }

    /** Takes in a decision of the widget. */
    void used(Handover handover, Assignment choice, long sequence) {
        if (asked.contains(choice.number())) {
            state(choice.number()).used(sequence, choice.assignedAt());
            if (handover.customer() != null) {
                state(choice.number()).usedWith(handover.customer().address(), choice.assignedAt());
            }
        }
    }

    private NumberState state(PhoneNumber number) {
        return states.computeIfAbsent(number, NumberState::new);
    }

    private void add(ResultSet row, SqlDialect dialect) throws SQLException {
        String kind = row.getString("kind");
        NumberState state = state(PhoneNumber.of(row.getString("number")));
        String remark = row.getString("remark");
        Instant time = dialect.time(row, "first_time");
        switch (kind) {
            case "L" -> state.add(remark, row.getInt("first_count"), row.getInt("second_count"));
            case "U" -> state.used(row.getLong("first_count"), time);
            case "T" -> {
                state.left(remark, time);
                state.wrote(remark, dialect.time(row, "second_time"));
            }
            case "A" -> state.leftByAnyone(time);
            case "C" -> state.usedWith(remark, time);
            case "H" ->
                state.says(new Health(remark, requireNonNull(time), requireNonNull(dialect.time(row, "second_time"))));
            default -> throw new IllegalStateException("unknown kind of fact " + kind);
        }
    }
}
