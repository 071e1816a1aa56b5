package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A connection during one piece of work, with what is known of its database. Statements are always parameterised. */
final class Session {
    private final Connection connection;
    private final SchemaInfo schema;
    private final boolean isOwn;
    private boolean isDiscarded;

    Session(Connection connection, SchemaInfo schema, boolean isOwn) {
        this.connection = connection;
        this.schema = schema;
        this.isOwn = isOwn;
    }

    /** Fills the parameters of a statement. */
    @FunctionalInterface
    interface Binder {
        void bind(Parameters parameters) throws SQLException;
    }

    /** Reads the row that the result set stands on. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes in the row that the result set stands on. */
    @FunctionalInterface
    interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    SchemaInfo schema() {
        return schema;
    }

    Sql sql() {
        return schema.sql();
    }

    SqlDialect dialect() {
        return schema.dialect();
    }

    /** True in a transaction of our own, false in one that the host will commit. */
    boolean isOwn() {
        return isOwn;
    }

    int isolation() throws SQLException {
        return connection.getTransactionIsolation();
    }

    /** Lets an own transaction end without keeping anything. */
    void discard() {
        isDiscarded = true;
    }

    boolean isDiscarded() {
        return isDiscarded;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    Parameters parameters(PreparedStatement statement) {
        return new Parameters(statement, schema);
    }

    void forEach(String sql, Binder binder, RowConsumer consumer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(new Parameters(statement, schema));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(rows);
                }
            }
        }
    }

    <T> List<T> list(String sql, Binder binder, RowReader<T> reader) throws SQLException {
        List<T> result = new ArrayList<>();
        forEach(sql, binder, row -> result.add(reader.read(row)));
        return result;
    }

    <T> Optional<T> first(String sql, Binder binder, RowReader<T> reader) throws SQLException {
        return list(sql, binder, reader).stream().findFirst();
    }

    /** The JDBC type of the first column of a query that finds no rows. */
    int columnType(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet none = statement.executeQuery()) {
            return none.getMetaData().getColumnType(1);
        }
    }

    /** Begins a transaction of our own whose first statement is a read; in a joined one there is nothing to begin. */
    void open() throws SQLException {
        if (isOwn && !sql().opening.isEmpty()) {
            update(sql().opening, none -> {});
        }
    }

    /** The write as the first statement of its transaction, if that is our own. */
    String first(String sql) {
        return isOwn ? sql().first(sql) : sql;
    }

    /** Runs a write that is the first statement of its transaction if that is our own. */
    int updateFirst(String sql, Binder binder) throws SQLException {
        return update(first(sql), binder);
    }

    /** Runs a write and returns how many rows it changed; of several statements in one text, the last one counts. */
    int update(String sql, Binder binder) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(new Parameters(statement, schema));
            statement.execute();
            int count = statement.getUpdateCount();
            while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
                count = statement.getUpdateCount();
            }
            return count;
        }
    }

    /**
     * Runs the same write for every binder, and counts. A driver that is told to send batches in another way may not count
     * (MariaDB's {@code useBulkStmts}); then the transaction has to be repeated, and from then on each write goes alone.
     *
     * @return how many rows each has changed
     */
    int[] updateEach(String sql, List<? extends Binder> binders) throws SQLException {
        if (!schema.countsBatches().get()) {
            int[] counts = new int[binders.size()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = update(sql, binders.get(i));
            }
            return counts;
        }
        int[] counts = updateAll(sql, binders);
        if (IntStream.of(counts).anyMatch(count -> count == Statement.SUCCESS_NO_INFO)) {
            schema.countsBatches().set(false);
            throw SqlFailures.conflict("the driver did not count what a batch has changed");
        }
        return counts;
    }

    /**
     * Runs the same write for every binder, in one round trip where the driver can.
     *
     * @return how many rows each has changed, where the driver counts
     */
    int[] updateAll(String sql, List<? extends Binder> binders) throws SQLException {
        if (binders.isEmpty()) {
            return new int[0];
        }
        if (binders.size() == 1) {
            return new int[] {update(sql, binders.get(0))};
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Binder binder : binders) {
                binder.bind(new Parameters(statement, schema));
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }
}
