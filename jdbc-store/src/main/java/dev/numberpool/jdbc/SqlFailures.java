package dev.numberpool.jdbc;

import dev.numberpool.StoreException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Tells kinds of database failures apart, by SQLState and vendor code, never by text. */
final class SqlFailures {
    /** ISO "serialization failure", PostgreSQL's deadlock. */
    private static final Set<String> CONFLICT_STATES = Set.of("40001", "40P01");
    /**
     * MySQL and MariaDB: deadlock, record changed since the snapshot. H2: concurrent update; and duplicate key, because
     * its MERGE, alone among the upserts, does not wait for another that inserts the same row.
     */
    private static final Set<Integer> CONFLICT_CODES = Set.of(1213, 1020, 90131, 23505);
    /** PostgreSQL's lock_not_available; H2's lock time-out. */
    private static final Set<String> LOCK_STATES = Set.of("55P03", "HYT00");
    /** MySQL and MariaDB: lock wait time-out. */
    private static final int MYSQL_LOCK_TIMEOUT = 1205;
    /** ISO "active SQL transaction". */
    private static final String IN_TRANSACTION = "25001";
    /** MySQL and MariaDB: isolation level cannot be changed in a transaction. */
    private static final int MYSQL_IN_TRANSACTION = 1568;
    /** PostgreSQL is shutting down, has crashed, or is not up yet; or has given up what was idle for too long. */
    private static final Set<String> GONE_STATES = Set.of("57P01", "57P02", "57P03", "25P03");
    /**
     * MySQL and MariaDB: the commit met an error. On Galera that is how a node answers that was cut off from the others
     * meanwhile; they may have the commit or not.
     */
    private static final int MYSQL_UNKNOWN_COMMIT = 1180;
    /** ISO class "insufficient resources": disk, memory, connections. */
    private static final String EXHAUSTED_CLASS = "53";
    /** MySQL and MariaDB: disk full, out of memory (three kinds), table full, too many connections of this user. */
    private static final Set<Integer> EXHAUSTED_CODES = Set.of(1021, 1037, 1038, 1041, 1114, 1203);
    /** PostgreSQL: a prepared statement is not there, or is there already. */
    private static final Set<String> STATEMENT_STATES = Set.of("26000", "42P05");
    /** Undefined table or column: PostgreSQL, then ISO and MySQL, then H2. */
    private static final Set<String> SCHEMA_STATES = Set.of("42P01", "42703", "42S02", "42S22", "42S04");

    private SqlFailures() {}

    /** True if another transaction was in the way and the same one may succeed now. */
    static boolean isConflict(SQLException e) {
        return CONFLICT_STATES.contains(state(e)) || CONFLICT_CODES.contains(e.getErrorCode());
    }

    /** True if the connection is lost, or its database is for the others, so that nobody knows whether the last statement took effect. */
    static boolean isConnectionLost(SQLException e) {
        return state(e).startsWith("08")
                || GONE_STATES.contains(state(e))
                || e.getErrorCode() == MYSQL_UNKNOWN_COMMIT
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException;
    }

    /** True if a transaction could not begin because the connection is in one already. */
    static boolean isInTransaction(SQLException e) {
        return state(e).equals(IN_TRANSACTION) || e.getErrorCode() == MYSQL_IN_TRANSACTION;
    }

    /** A conflict that no statement reports: a guarded write that found something else than was read. */
    static SQLException conflict(String what) {
        return new SQLException(what, "40001");
    }

    /** The failure for the caller: what to do, with the database's own words as the cause. */
    static StoreException storeException(SQLException e) {
        String code = "(SQLState " + state(e) + ", code " + e.getErrorCode() + ")";
        if (isConflict(e)) {
            return new StoreException("another transaction was in the way; repeat yours " + code, true, e);
        }
        if (LOCK_STATES.contains(state(e)) || e.getErrorCode() == MYSQL_LOCK_TIMEOUT) {
            return new StoreException(
                    "waited too long for a row that another transaction holds; if that is the caller's own transaction,"
                            + " use JdbcNumberStore.joining(…) or JdbcMessageLog.joining(…), which work inside it "
                            + code,
                    true,
                    e);
        }
        if (isInTransaction(e)) {
            return new StoreException(
                    "the DataSource gave a connection that is in the middle of a transaction; to work inside the"
                            + " caller's transaction use JdbcNumberStore.joining(…) or JdbcMessageLog.joining(…) "
                            + code,
                    false,
                    e);
        }
        if (SCHEMA_STATES.contains(state(e))) {
            return new StoreException(
                    "a table or column is missing; JdbcSchema.verify(dataSource) names it and JdbcSchema.adoptionScript"
                            + " makes it " + code,
                    false,
                    e);
        }
        if (STATEMENT_STATES.contains(state(e))) {
            return new StoreException(
                    "a proxy gives each transaction another connection, which does not know the statements of the one"
                            + " before; set prepareThreshold=0 in the JDBC URL " + code,
                    false,
                    e);
        }
        if (state(e).startsWith(EXHAUSTED_CLASS) || EXHAUSTED_CODES.contains(e.getErrorCode())) {
            return new StoreException(
                    "the database is out of room, memory or connections; repeat this when it has some " + code,
                    true,
                    e);
        }
        return isConnectionLost(e)
                ? new StoreException(
                        "the database cannot be reached or does not answer, or all connections of the pool are taken;"
                                + " whether anything was kept is not known: call again, or repeat your transaction "
                                + code,
                        true,
                        e)
                : new StoreException("the database refused a statement " + code, false, e);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "none" : e.getSQLState();
    }
}
