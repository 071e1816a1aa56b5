package dev.numberpool.examples.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The ways that come to mind first. They have the store's partial indexes, without which they would be far slower. */
enum HandWritten {
    /** Two that count at the same time choose the same number. */
    COUNT("count, then update", "", Texts.LEAST_USED),
    /** The widget's row is locked first. */
    ROW_LOCK("`FOR UPDATE`, count, update", "SELECT id FROM widget_configs WHERE id = %d FOR UPDATE", Texts.LEAST_USED),
    /** Takes the least used number that nobody else is taking just now. */
    SKIP_LOCKED("`SKIP LOCKED`, update", "", Texts.LEAST_USED_UNLOCKED);

    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final String title;
    private final String lock;
    private final String choice;

    HandWritten(String title, String lock, String choice) {
        this.title = title;
        this.lock = lock;
        this.choice = choice;
    }

    /** Constants of an enum cannot use its own static fields. */
    private static final class Texts {
        private static final String LOAD = """
                (SELECT count(*) FROM widget_conversations c
                 WHERE c.widget_id = w.id AND c.assigned_whatsapp_number = n.number
                   AND c.released_at IS NULL AND (c.status IS NULL OR c.status NOT IN ('closed')))""";
        static final String LEAST_USED = """
                SELECT n.number FROM widget_configs w
                CROSS JOIN LATERAL jsonb_to_recordset(w.whatsapp_number_pool) AS n(number TEXT, is_active BOOLEAN)
                WHERE w.id = %d AND n.is_active
                ORDER BY\s""" + LOAD + ", n.number LIMIT 1";
        static final String LEAST_USED_UNLOCKED = """
                SELECT n.number FROM bench_number n JOIN widget_configs w ON w.id = n.widget_id
                WHERE w.id = %d
                ORDER BY\s""" + LOAD + ", n.number LIMIT 1 FOR UPDATE OF n SKIP LOCKED";
    }

    String title() {
        return title;
    }

    Call on(Site site, BenchWidget widget) {
        String locking = lock.formatted(widget.key());
        String choosing = choice.formatted(widget.key());
        return caller -> {
            long conversation = site.of(widget).fresh();
            try (Connection connection = site.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                if (!locking.isEmpty()) {
                    first(connection, locking);
                }
                String number = first(connection, choosing);
                while (number == null) {
                    // Every number is being taken by somebody.
                    connection.rollback();
                    LockSupport.parkNanos(PAUSE_NANOS);
                    number = first(connection, choosing);
                }
                write(connection, conversation, number);
                connection.commit();
            }
        };
    }

    private static @Nullable String first(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static void write(Connection connection, long conversation, String number) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE widget_conversations SET assigned_whatsapp_number = ?"
                        + " WHERE id = ? AND assigned_whatsapp_number IS NULL")) {
            statement.setString(1, number);
            statement.setLong(2, conversation);
            Calls.require(statement.executeUpdate() == 1, "a fresh conversation had a number already");
        }
    }
}
