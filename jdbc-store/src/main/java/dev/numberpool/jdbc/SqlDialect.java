package dev.numberpool.jdbc;

import dev.numberpool.PhoneNumber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one database says differently. Texts use the placeholders of {@link TableNames#render}. */
abstract sealed class SqlDialect permits PostgresSql, MySqlSql, H2Sql {

    static SqlDialect of(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> new PostgresSql();
            case MARIADB -> new MariaDbSql();
            case MYSQL -> new MySqlSql();
            case H2 -> new H2Sql();
        };
    }

    abstract Dialect dialect();

    /** Placeholders whose meaning depends on the database. */
    abstract Map<String, String> words(ClosedStatuses closed);

    /** A condition that the column is one of a list of numbers; {@link #bindNumbers} fills it. */
    abstract String isOneOf(String column, int count);

    /** Binds the numbers from this index on and returns the next free index. */
    abstract int bindNumbers(PreparedStatement statement, int index, List<String> numbers) throws SQLException;

    /** Makes a conversation without a number, if there is none with its id. */
    abstract String insertConversation();

    /** An insert that updates the row if its key is there already. */
    abstract String upsert(Upsert upsert);

    /** {@link #upsert} of many rows whose keys differ, with an array for each column; for those that take arrays. */
    String upsertAll(Upsert upsert) {
        return "";
    }

    /**
     * An insert that does nothing if its key is there already; the row has to be read to know whose it is, since not every
     * database counts the rows alike.
     */
    abstract String insertIfAbsent(Upsert row);

    /** The statement with a limit on its waiting for locks, in a transaction of our own. */
    abstract String impatient(String sql, Duration lockTimeout);

    /** The first statement of an own transaction; makes it READ COMMITTED whatever the connection's default is. */
    abstract String first(String sql, Duration lockTimeout);

    /** What {@link #first} puts in front, for own transactions that begin with a read; empty if nothing. */
    String opening(Duration lockTimeout) {
        return "";
    }

    /** True if the columns of many rows can be given as arrays, in one statement. */
    boolean takesArrays() {
        return false;
    }

    /** True if several statements in one text travel together, with all their parameters and results. */
    boolean takesSeveral() {
        return false;
    }

    /** Makes the transaction that is about to begin READ COMMITTED, unless {@link #first} does it. */
    abstract void begin(Connection connection) throws SQLException;

    /**
     * True if a write in a transaction that has an old snapshot succeeds silently, so that the store has to look for
     * itself whether others decided since.
     */
    abstract boolean hidesStaleSnapshots();

    /** Locks a widget's row against other editors, without stopping inserts that refer to it where that is possible. */
    abstract String forEdit();

    /** The placeholder for the pool's JSON, by the type of its column. */
    String jsonParameter(String columnType) {
        return "?";
    }

    /**
     * A condition that holds for every pool with an entry of this number, and perhaps for others; {@link #mention} is its
     * parameter. The entry may be written with escapes, but for the digits.
     */
    String mentions(String pool, String columnType) {
        return "text(" + pool + ") LIKE ?";
    }

    String mention(PhoneNumber number, String columnType) {
        return "%" + digits(number) + "%";
    }

    static String digits(PhoneNumber number) {
        return number.e164().substring(1);
    }

    /** The time as every database keeps it: to the microsecond, cut and not rounded, so that comparisons agree. */
    static Instant stored(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    void bindTime(PreparedStatement statement, int index, @Nullable Instant time) throws SQLException {
        statement.setObject(index, time == null ? null : time.atOffset(ZoneOffset.UTC));
    }

    @Nullable
    Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** {@code (?, ?, ?)} and so on, rounded up to a power of two so that few different statements are prepared. */
    static String inList(int count) {
        return "IN (" + String.join(", ", Collections.nCopies(padded(count), "?")) + ")";
    }

    static int bindPadded(PreparedStatement statement, int index, List<String> numbers) throws SQLException {
        int next = index;
        for (int i = 0; i < padded(numbers.size()); i++) {
            statement.setString(next++, numbers.isEmpty() ? "" : numbers.get(Math.min(i, numbers.size() - 1)));
        }
        return next;
    }

    static int paddedOrNone(int count) {
        return count == 0 ? 0 : padded(count);
    }

    static int padded(int count) {
        return count <= 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
    }
}
