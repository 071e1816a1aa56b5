package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.NumberPool;
import dev.numberpool.Usage;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcNumberStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** How busy the numbers were during the last day: looked at every few seconds, for the chart. */
public final class UsageSamples {
    private static final Duration KEPT = Duration.ofHours(24);

    /** The newest moment of each step of time, found by index, with the numbers that were busy then. */
    private static final String READ = """
            SELECT moment.sampled_at AS at, busy.number, busy.active
            FROM generate_series(:since, :now, make_interval(secs => :step)) AS step (begins)
            CROSS JOIN LATERAL (
                SELECT sampled_at FROM desk_usage
                WHERE widget_id = :widget AND sampled_at >= begins
                    AND sampled_at < begins + make_interval(secs => :step)
                ORDER BY sampled_at DESC LIMIT 1) AS moment
            LEFT JOIN desk_usage AS busy
                ON busy.widget_id = :widget AND busy.sampled_at = moment.sampled_at AND busy.active > 0
            ORDER BY at, busy.number""";

    private final Jdbi jdbi;
    private final InstantSource clock;

    /** The samples in this database. */
    public UsageSamples(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * One look at all numbers.
     *
     * @param at when
     * @param active active conversations by number; numbers without any may be missing
     */
    record Moment(Instant at, Map<String, Integer> active) {
        int total() {
            return active.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** Looks at every widget once, and forgets what is older than a day. */
    public void take(NumberPool pool, JdbcNumberStore store) {
        Instant now = clock.instant();
        for (WidgetId widget : store.widgets(null, 1000)) {
            Usage usage = pool.usage(widget);
            jdbi.useTransaction(handle -> insert(handle, usage, now));
        }
    }

    private static void insert(Handle handle, Usage usage, Instant now) {
        long widget = Long.parseLong(usage.widget().value());
        handle.execute("DELETE FROM desk_usage WHERE widget_id = ? AND sampled_at < ?", widget, now.minus(KEPT));
        if (usage.numbers().isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO desk_usage (widget_id, number, active, sampled_at) VALUES (?, ?, ?, ?)");
        usage.numbers().forEach(row -> batch.add(widget, row.number().e164(), row.active(), now));
        batch.execute();
    }

    /** What is known of the time since then: at most one moment for each step. */
    List<Moment> since(WidgetId widget, Instant since, Duration step) {
        Map<Instant, Map<String, Integer>> moments = new LinkedHashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(READ)
                .bind("widget", Long.parseLong(widget.value()))
                .bind("since", since)
                .bind("now", clock.instant())
                .bind("step", (double) step.toSeconds())
                .map((row, context) -> {
                    Map<String, Integer> active =
                            moments.computeIfAbsent(row.getTimestamp("at").toInstant(), at -> new LinkedHashMap<>());
                    if (row.getString("number") != null) {
                        active.put(row.getString("number"), row.getInt("active"));
                    }
                    return active;
                })
                .list());
        return moments.entrySet().stream()
                .map(moment -> new Moment(moment.getKey(), moment.getValue()))
                .toList();
    }
}
