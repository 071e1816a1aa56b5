package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * What the store needs in the database. Nothing here is ever run unasked: a host hands the script to its own migrations,
 * or calls {@link #create} on an empty database.
 *
 * <p>The scripts for the standard names and closed statuses are in the jar as {@code
 * META-INF/numberpool/<dialect>/V1__numberpool.sql}, under a name that Flyway accepts.
 */
public final class JdbcSchema {
    private JdbcSchema() {}

    /**
     * What {@link #verify} found.
     *
     * @param findings what has to be mended, and how; empty if the store can work
     * @param statuses each status that occurs in the conversations' table, how often, and how it counts
     */
    public record Report(List<String> findings, List<String> statuses) {
        /** Copies the lists. */
        public Report {
            findings = List.copyOf(findings);
            statuses = List.copyOf(statuses);
        }

        /** True if the store can work. */
        public boolean isUsable() {
            return findings.isEmpty();
        }

        /** One line per finding and status. */
        @Override
        public String toString() {
            return Stream.concat(isUsable() ? Stream.of("the schema is usable") : findings.stream(), statuses.stream())
                    .collect(Collectors.joining("\n"));
        }
    }

    /**
     * What {@link #liveAdoption} gives: two scripts, each for a migration of its own, in this order.
     *
     * @param inTransaction the columns and our tables, all or nothing. It gives up if the table of conversations cannot be
     *     had within 2 seconds; run it again then
     * @param outsideTransaction the indexes on the table of conversations, built beside its writers. PostgreSQL refuses
     *     this inside a transaction, and several statements sent as one are a transaction, too. Each waits until all
     *     transactions that are open have ended. One that fails leaves an index that is not valid, and {@link #verify}
     *     says so
     */
    public record LiveAdoption(String inTransaction, String outsideTransaction) {}

    /**
     * The script for a fresh schema: the tables of the setup guide with numeric ids, and ours.
     *
     * @param closedStatuses the host's statuses that end a conversation
     */
    public static String script(Dialect dialect, TableNames names, Set<String> closedStatuses) {
        return new SchemaScript(dialect, names, ClosedStatuses.of(closedStatuses)).create();
    }

    /** {@link #adoptionScript(Dialect, TableNames, Set)} with the standard names and closed statuses. */
    public static String adoptionScript(Dialect dialect) {
        return adoptionScript(dialect, TableNames.standard(), ClosedStatuses.STANDARD);
    }

    /** The script for tables that the host has already: columns, indexes and tables of ours. */
    public static String adoptionScript(Dialect dialect, TableNames names, Set<String> closedStatuses) {
        return new SchemaScript(dialect, names, ClosedStatuses.of(closedStatuses)).adopt();
    }

    /**
     * {@link #adoptionScript(Dialect, TableNames, Set)} for a large table in use, PostgreSQL only: nobody who writes has to
     * wait while the indexes are built. The store works as soon as the first part is there, but reads the whole table
     * until the second one is.
     */
    public static LiveAdoption liveAdoption(TableNames names, Set<String> closedStatuses) {
        return new SchemaScript(Dialect.POSTGRESQL, names, ClosedStatuses.of(closedStatuses)).adoptLive();
    }

    /** Runs {@link #script} with the standard names and closed statuses. */
    public static void create(DataSource dataSource) {
        create(dataSource, TableNames.standard(), ClosedStatuses.STANDARD);
    }

    /**
     * Runs {@link #script}. A conversation that the store has never seen is then made when it is first assigned.
     *
     * @throws dev.numberpool.StoreException if a statement fails, for example because a table is there already
     */
    public static void create(DataSource dataSource, TableNames names, Set<String> closedStatuses) {
        ClosedStatuses closed = ClosedStatuses.of(closedStatuses);
        try (Connection connection = dataSource.getConnection()) {
            SchemaScript script = new SchemaScript(Dialect.of(connection), names, closed);
            try (Statement statement = connection.createStatement()) {
                for (String sql : SchemaScript.statements(script.create())) {
                    statement.execute(sql);
                }
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw SqlFailures.storeException(e);
        }
    }

    /** {@link #verify(DataSource, TableNames, Set)} with the standard names and closed statuses. */
    public static Report verify(DataSource dataSource) {
        return verify(dataSource, TableNames.standard(), ClosedStatuses.STANDARD);
    }

    /**
     * Compares the database with what the store needs. Reads only, but reads the whole table of conversations once, to
     * count its statuses.
     */
    public static Report verify(DataSource dataSource, TableNames names, Set<String> closedStatuses) {
        return new SchemaCheck(names, ClosedStatuses.of(closedStatuses)).run(dataSource);
    }
}
