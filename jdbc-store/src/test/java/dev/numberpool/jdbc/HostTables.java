package dev.numberpool.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.NumberPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** A host's own database: its tables are made by hand, in the host's types, and then adopted. */
final class HostTables implements AutoCloseable {
    private final TestDatabase kind;
    private final HikariDataSource source;
    private String idType = "BIGINT";
    private String statusType = "VARCHAR(64)";
    private String poolType;
    private Set<String> closed = ClosedStatuses.STANDARD;

    private HostTables(TestDatabase kind, HikariDataSource source) {
        this.kind = kind;
        this.source = source;
        this.poolType = textType(kind);
    }

    static HostTables on(TestDatabase kind) {
        return new HostTables(kind, kind.open());
    }

    static HostTables on(TestDatabase kind, String url) {
        return new HostTables(kind, TestDatabase.pool(url));
    }

    /** The type for long texts. */
    static String textType(TestDatabase kind) {
        return switch (kind) {
            case POSTGRESQL -> "TEXT";
            case MARIADB -> "LONGTEXT";
            case H2 -> "VARCHAR";
        };
    }

    HostTables ids(String type) {
        this.idType = type;
        return this;
    }

    HostTables statuses(String type) {
        this.statusType = type;
        return this;
    }

    HostTables pools(String type) {
        this.poolType = type;
        return this;
    }

    HostTables closed(String... statuses) {
        this.closed = Set.of(statuses);
        return this;
    }

    /** The host's tables, without anything of ours. */
    HostTables makeTables() {
        sql(
                "CREATE TABLE widget_configs (id %s PRIMARY KEY, whatsapp_number_pool %s, handover_whatsapp_number VARCHAR(64), encrypted_credentials %s)"
                        .formatted(idType, poolType, textType(kind)),
                "CREATE TABLE widget_conversations (id %s PRIMARY KEY, widget_id %s NOT NULL, visitor_name VARCHAR(255), assigned_whatsapp_number VARCHAR(32), status %s, created_at %s)"
                        .formatted(idType, idType, statusType, timeType(kind)));
        return this;
    }

    /** Runs the adoption script as a migration tool would. */
    HostTables adopt() {
        String script = JdbcSchema.adoptionScript(kind.dialect(), TableNames.standard(), closed);
        sql(SchemaScript.statements(script).toArray(String[]::new));
        return this;
    }

    /** The tables of {@link JdbcSchema#create}. */
    HostTables create() {
        JdbcSchema.create(source, TableNames.standard(), closed);
        return this;
    }

    private static String timeType(TestDatabase kind) {
        return switch (kind) {
            case POSTGRESQL -> "TIMESTAMPTZ NOT NULL DEFAULT now()";
            case MARIADB -> "DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)";
            case H2 -> "TIMESTAMP(6) WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP";
        };
    }

    TestDatabase kind() {
        return kind;
    }

    DataSource source() {
        return source;
    }

    JdbcNumberStore store() {
        return JdbcNumberStore.builder(source).closedStatuses(closed).build();
    }

    NumberPool pool() {
        return NumberPool.builder(store()).build();
    }

    JdbcSchema.Report verify() {
        return JdbcSchema.verify(source, TableNames.standard(), closed);
    }

    void sql(String... statements) {
        TestDatabase.sql(source, statements);
    }

    /** Runs one statement with parameters and returns how many rows it changed. */
    int update(String sql, Object... parameters) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only column of the only row, as text. */
    String text(String sql, Object... parameters) {
        List<String> rows = texts(sql, parameters);
        if (rows.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows instead of one: " + sql);
        }
        return rows.get(0);
    }

    /** The first column of every row, as text. */
    List<String> texts(String sql, Object... parameters) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<String> texts = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
