package dev.numberpool.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements that go to the database in one round trip if it takes them so, and else one after the other. Each sees what
 * those before it have done, and in READ COMMITTED what others have committed by then.
 */
final class RoundTrip {
    private final Session session;
    private final List<Step> steps = new ArrayList<>();

    RoundTrip(Session session) {
        this.session = session;
    }

    /** Takes in how many rows a write has changed. */
    @FunctionalInterface
    interface Count {
        void accept(int changed) throws SQLException;
    }

    private sealed interface Step {}

    /** One statement. */
    private sealed interface Single extends Step {
        String sql();

        Session.Binder binder();
    }

    private record Read(String sql, Session.Binder binder, Session.RowConsumer rows) implements Single {}

    private record Write(String sql, Session.Binder binder, Count count) implements Single {}

    /**
     * The same write many times: JDBC has a way of its own for that, and a text of all of them would be new each time.
     *
     * @param count null if the writes need not change anything
     */
    private record Batch(
            String sql,
            List<Session.Binder> binders,
            @Nullable Count count) implements Step {}

    RoundTrip read(String sql, Session.Binder binder, Session.RowConsumer rows) {
        steps.add(new Read(sql, binder, rows));
        return this;
    }

    RoundTrip write(String sql, Session.Binder binder, Count count) {
        steps.add(new Write(sql, binder, count));
        return this;
    }

    /** The same write for every binder. */
    RoundTrip writeEach(String sql, List<Session.Binder> binders) {
        return writeEach(sql, binders, null);
    }

    RoundTrip writeEach(String sql, List<Session.Binder> binders, @Nullable Count count) {
        if (binders.size() == 1) {
            return write(sql, binders.get(0), count == null ? any -> {} : count);
        }
        if (!binders.isEmpty()) {
            steps.add(new Batch(sql, binders, count));
        }
        return this;
    }

    /** The same write for every row, whose keys all differ: as arrays where the dialect takes them. */
    <T> RoundTrip writeRows(String one, String all, Columns<T> columns, List<T> rows) {
        if (rows.size() > 1 && session.dialect().takesArrays()) {
            return write(all, columns.all(rows), any -> {});
        }
        return writeEach(one, rows.stream().map(columns::one).toList());
    }

    void run() throws SQLException {
        List<Single> together = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Single single) {
                together.add(single);
            } else if (step instanceof Batch batch) {
                send(together);
                together.clear();
                run(batch);
            }
        }
        send(together);
    }

    private void run(Batch batch) throws SQLException {
        Count count = batch.count();
        if (count == null) {
            session.updateAll(batch.sql(), batch.binders());
            return;
        }
        for (int changed : session.updateEach(batch.sql(), batch.binders())) {
            count.accept(changed);
        }
    }

    private void send(List<Single> together) throws SQLException {
        if (together.size() > 1 && session.dialect().takesSeveral()) {
            sendAsOne(together);
            return;
        }
        for (Single single : together) {
            if (single instanceof Read read) {
                session.forEach(read.sql(), read.binder(), read.rows());
            } else if (single instanceof Write write) {
                write.count().accept(session.update(write.sql(), write.binder()));
            }
        }
    }

    private void sendAsOne(List<Single> together) throws SQLException {
        String sql = String.join("; ", together.stream().map(Single::sql).toList());
        try (PreparedStatement statement = session.prepare(sql)) {
            Parameters parameters = session.parameters(statement);
            for (Single single : together) {
                single.binder().bind(parameters);
            }
            takeResults(statement, together);
        }
    }

    private static void takeResults(PreparedStatement statement, List<Single> together) throws SQLException {
        List<Read> reads = only(Read.class, together);
        List<Integer> counts = new ArrayList<>();
        int next = 0;
        boolean isOfRows = statement.execute();
        while (isOfRows || statement.getUpdateCount() != -1) {
            if (isOfRows) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        reads.get(next).rows().accept(rows);
                    }
                }
                next++;
            } else {
                counts.add(statement.getUpdateCount());
            }
            isOfRows = statement.getMoreResults();
        }
        // What opens a transaction stands in the text of its first write, and counts nothing.
        List<Write> writes = only(Write.class, together);
        for (int i = 0; i < writes.size(); i++) {
            writes.get(i).count().accept(counts.get(counts.size() - writes.size() + i));
        }
    }

    private static <T extends Single> List<T> only(Class<T> kind, List<Single> together) {
        return together.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
