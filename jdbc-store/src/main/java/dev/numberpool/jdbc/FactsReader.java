package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what is known of some numbers, in one statement and so at one moment. */
final class FactsReader {
    private final @Nullable Participant agent;
    private final Map<PhoneNumber, CollectedFacts> collected = new HashMap<>();
    private boolean hasUnnoticedEnds;

    private FactsReader(@Nullable Participant agent) {
        this.agent = agent;
    }

    static FactsReader read(Session session, FactsQuery query) throws SQLException {
        FactsReader reader = new FactsReader(query.agent());
        session.forEach(session.sql().facts(query), query::bind, row -> reader.add(row, session.dialect()));
        return reader;
    }

    Map<PhoneNumber, NumberFacts> facts() {
        Map<PhoneNumber, NumberFacts> facts = new HashMap<>();
        collected.forEach((number, known) -> facts.put(number, known.of(number)));
        return facts;
    }

    /** True if conversations of the widget were closed and nobody has dated that yet. */
    boolean hasUnnoticedEnds() {
        return hasUnnoticedEnds;
    }

    /** Takes in that a conversation has left a number just now. */
    void left(Leaving leaving) {
        boolean maySameAgent = agent == null || leaving.agent() == null || agent.equals(leaving.agent());
        if (maySameAgent) {
            of(leaving.number()).left(leaving.at());
        }
    }

    private CollectedFacts of(PhoneNumber number) {
        return collected.computeIfAbsent(number, any -> new CollectedFacts());
    }

    private void add(ResultSet row, SqlDialect dialect) throws SQLException {
        String kind = row.getString("kind");
        if (kind.equals("X")) {
            hasUnnoticedEnds = row.getLong("first_count") > 0;
            return;
        }
        CollectedFacts facts = of(PhoneNumber.of(row.getString("number")));
        Instant time = dialect.time(row, "first_time");
        switch (kind) {
            case "L" -> {
                facts.active = row.getInt("first_count");
                facts.activeWithAgent = row.getInt("second_count");
            }
            case "U" -> {
                facts.lastUsed = row.getLong("first_count");
                facts.lastUsedAt = time;
            }
            case "T" -> {
                facts.left(time);
                facts.wrote(dialect.time(row, "second_time"));
            }
            case "C" -> facts.lastUsedWithCustomer = time;
            case "H" ->
                facts.says(new Health(
                        row.getString("remark"),
                        requireNonNull(time),
                        requireNonNull(dialect.time(row, "second_time"))));
            default -> throw new IllegalStateException("unknown kind of fact " + kind);
        }
    }
}
