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
    ROW_LOCK("`FOR UPDATE`, count, update", Texts.LOCK, Texts.LEAST_USED),
    /** The same in one round trip: the least that an exact choice costs, with its rule in the database. */
    FUNCTION("the same, in the server", Texts.LOCK, Texts.LEAST_USED) {
        @Override
        Call on(Site site, BenchWidget widget) {
            return caller -> callFunction(site, widget);
        }
    },
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
        static final String LOCK = "SELECT id FROM widget_configs WHERE id = %d FOR UPDATE";
        static final String WRITE =
                "UPDATE widget_conversations SET assigned_whatsapp_number = %s WHERE id = %s AND assigned_whatsapp_number IS NULL";
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

    /** Makes the function that {@link #FUNCTION} calls for a widget. Each of its statements sees what others committed. */
    static String function(BenchWidget widget) {
        return """
                CREATE FUNCTION bench_assign_%d(conversation BIGINT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
                DECLARE chosen TEXT;
                BEGIN
                  PERFORM %s;
                  chosen := (%s);
                  %s;
                  RETURN FOUND;
                END $$""".formatted(
                        widget.key(),
                        FUNCTION.lock.formatted(widget.key()).substring("SELECT ".length()),
                        FUNCTION.choice.formatted(widget.key()),
                        Texts.WRITE.formatted("chosen", "conversation"));
    }

    private static void callFunction(Site site, BenchWidget widget) throws SQLException {
        try (Connection connection = site.dataSource().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT bench_assign_" + widget.key() + "(?)")) {
            statement.setLong(1, site.of(widget).fresh());
            try (ResultSet row = statement.executeQuery()) {
                Calls.require(row.next() && row.getBoolean(1), "a fresh conversation had a number already");
            }
        }
    }

    private static @Nullable String first(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static void write(Connection connection, long conversation, String number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Texts.WRITE.formatted("?", "?"))) {
            statement.setString(1, number);
            statement.setLong(2, conversation);
            Calls.require(statement.executeUpdate() == 1, "a fresh conversation had a number already");
        }
    }
}
