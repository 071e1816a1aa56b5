package dev.numberpool.examples.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** The conversations of one widget: a stock of fresh rows, about a hundred active ones, and those that were closed. */
final class Conversations {
    /** How many are active at the start of a round, and again after every visit of the housekeeper. */
    static final int ACTIVE = 100;

    /** Rows laid in for each second; no machine that this ran on came near it. */
    private static final int STOCK_PER_SECOND = 10_000;

    /** The last digits of a number, which tell it from the widget's others. */
    private static final int PLACES = 6;

    private static final String IS_ACTIVE =
            "assigned_whatsapp_number IS NOT NULL AND released_at IS NULL AND (status IS NULL OR status NOT IN ('closed'))";

    private final DataSource dataSource;
    private final BenchWidget widget;
    private final AtomicLong next;
    private long firstUsed;
    private long end;

    Conversations(DataSource dataSource, BenchWidget widget) {
        this.dataSource = dataSource;
        this.widget = widget;
        this.firstUsed = widget.key() * 1_000_000_000L;
        this.end = firstUsed;
        this.next = new AtomicLong(firstUsed);
    }

    /** A conversation that is there but has no number yet. */
    long fresh() {
        long id = next.getAndIncrement();
        if (id >= end) {
            throw new IllegalStateException("the stock of fresh conversations is used up; raise STOCK_PER_SECOND");
        }
        return id;
    }

    /** One of those that the round began with, in turn; they stay active while nobody closes any. */
    long active(long turn) {
        return firstUsed + Math.floorMod(turn, ACTIVE);
    }

    /** Removes what the last round used, starts a hundred evenly, and lays in enough for the time. */
    void reset(Duration time) throws SQLException {
        long used = next.get();
        update("DELETE FROM widget_conversations WHERE id >= ? AND id < ?", firstUsed, Math.min(used, end));
        firstUsed = Math.min(used, end);
        long stock = firstUsed + ACTIVE + time.toMillis() * STOCK_PER_SECOND / 1000;
        update(
                "INSERT INTO widget_conversations (id, widget_id, status) SELECT id, " + widget.key()
                        + ", 'open' FROM generate_series(?, ? - 1) AS id",
                end,
                Math.max(end, stock));
        end = Math.max(end, stock);
        update(
                "UPDATE widget_conversations SET assigned_display_name = 'Support', assigned_source = 'POOL',"
                        + " assigned_at = now(), assigned_whatsapp_number = '" + prefix() + "'"
                        + " || lpad((id % " + widget.numbers().size() + ")::text, " + PLACES
                        + ", '0') WHERE id >= ? AND id < ?",
                firstUsed,
                firstUsed + ACTIVE);
        next.set(firstUsed + ACTIVE);
        vacuum();
    }

    /** All but the last digits are common to a widget's numbers. */
    private String prefix() {
        String number = widget.numbers().get(0);
        return number.substring(0, number.length() - PLACES);
    }

    private void vacuum() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (ANALYZE) widget_conversations, numberpool_widget, numberpool_number,"
                    + " numberpool_thread, bench_counter");
        }
    }

    /**
     * Closes the oldest until about a hundred are active, by plain SQL as a host does, and as many on every number: so
     * the balance is left as it was, and what is found at the end is the doing of the assignments alone. Where there are
     * more numbers than active conversations, none has two, and the oldest of all are closed. An array, because a subquery
     * would be joined by reading the whole table.
     */
    static String closing(BenchWidget widget) {
        int numbers = widget.numbers().size();
        String group = numbers > ACTIVE ? "" : "PARTITION BY assigned_whatsapp_number ";
        return """
                UPDATE widget_conversations SET status = 'closed' WHERE id = ANY (ARRAY(
                  SELECT id FROM (
                    SELECT id, count(*) OVER () AS total, row_number() OVER (%sORDER BY id) AS place
                    FROM widget_conversations WHERE widget_id = %d AND %s) AS actives
                  WHERE place <= (total - %d) / %d))""".formatted(group, widget.key(), IS_ACTIVE, ACTIVE, numbers > ACTIVE ? 1 : numbers);
    }

    /** The difference between the numbers with the most and the fewest active conversations. */
    int spread() throws SQLException {
        String sql = """
                SELECT max(load) - min(load) FROM (
                  SELECT count(c.id) AS load FROM bench_number n LEFT JOIN widget_conversations c
                    ON c.assigned_whatsapp_number = n.number AND c.widget_id = n.widget_id AND %s
                  WHERE n.widget_id = %d GROUP BY n.number) AS loads""".formatted(IS_ACTIVE, widget.key());
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    private void update(String sql, long from, long to) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            statement.executeUpdate();
        }
    }
}
