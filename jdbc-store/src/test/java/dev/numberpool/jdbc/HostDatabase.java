package dev.numberpool.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.WidgetId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A host's database with the guide's tables, adopted by numberpool, and what the host and its operators do to them. */
final class HostDatabase implements AutoCloseable {
    static final WidgetId WIDGET = WidgetId.of(7);
    static final List<String> NUMBERS = List.of("+15558986359", "+15558986360", "+15558986361");

    private final TestDatabase database;
    private final String url;
    private final HikariDataSource dataSource;

    private HostDatabase(TestDatabase database, String url) {
        this.database = database;
        this.url = url;
        this.dataSource = TestDatabase.pool(url);
    }

    /** The guide's tables, with widget 7 and no numbers, adopted. */
    static HostDatabase adopted(TestDatabase database) {
        return adoptedAt(database, database.newUrl());
    }

    /** One that is there already. */
    static HostDatabase at(String url) {
        return new HostDatabase(TestDatabase.POSTGRESQL, url);
    }

    /** The guide's tables in an empty database of any server, with widget 7 and no numbers, adopted. */
    static HostDatabase adoptedAt(TestDatabase database, String url) {
        HostDatabase host = adopted(new HostDatabase(database, url), "BIGINT");
        host.sql("INSERT INTO widget_configs (id) VALUES (7)");
        return host;
    }

    /** The guide's tables with ids of this type, empty, adopted. */
    static HostDatabase adopted(TestDatabase database, String idType) {
        return adopted(new HostDatabase(database, database.newUrl()), idType);
    }

    private static HostDatabase adopted(HostDatabase host, String idType) {
        TestDatabase database = host.database;
        String json = database == TestDatabase.POSTGRESQL ? "JSONB" : database == TestDatabase.H2 ? "VARCHAR" : "JSON";
        host.sql(
                "CREATE TABLE widget_configs (id " + idType + " PRIMARY KEY, whatsapp_number_pool " + json
                        + ", handover_whatsapp_number VARCHAR(32), encrypted_credentials VARCHAR(2000))",
                "CREATE TABLE widget_conversations (id " + idType + " PRIMARY KEY, widget_id " + idType
                        + " NOT NULL, visitor_name VARCHAR(100), assigned_whatsapp_number VARCHAR(32),"
                        + " status VARCHAR(32), created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,"
                        + " FOREIGN KEY (widget_id) REFERENCES widget_configs (id))");
        String script = JdbcSchema.adoptionScript(database.dialect(), TableNames.standard(), Set.of("closed"));
        host.sql(SchemaScript.statements(script).toArray(String[]::new));
        return host;
    }

    /** A schema made by us, empty. */
    static HostDatabase created(TestDatabase database) {
        HostDatabase host = new HostDatabase(database, database.newUrl());
        JdbcSchema.create(host.dataSource);
        return host;
    }

    TestDatabase database() {
        return database;
    }

    String url() {
        return url;
    }

    HikariDataSource dataSource() {
        return dataSource;
    }

    NumberPool.Builder pool() {
        return NumberPool.builder(JdbcNumberStore.create(dataSource));
    }

    void sql(String... statements) {
        TestDatabase.sql(dataSource, statements);
    }

    /** Runs a query and returns its rows, columns joined by a blank. */
    List<String> query(String sql) {
        return TestDatabase.query(dataSource, sql);
    }

    long count(String condition) {
        return Long.parseLong(query("SELECT COUNT(*) FROM widget_conversations WHERE " + condition)
                .get(0));
    }

    /** Sets the pool of widget 7 as an operator's client would. */
    void setPool(String json) {
        String value = json.replace("'", "''");
        sql("UPDATE widget_configs SET whatsapp_number_pool = '" + value + "' WHERE id = 7");
    }

    /** A pool of so many active numbers, {@code +15558980000} and up. */
    void setPool(int numbers) {
        setPool(IntStream.range(0, numbers)
                .mapToObj(i -> "{\"number\": \"" + number(i) + "\", \"is_active\": true}")
                .collect(Collectors.joining(", ", "[", "]")));
    }

    static String number(int index) {
        return "+1555898" + (1000 + index);
    }

    /** Inserts open conversations of widget 7 with ids from first to last. */
    void conversations(int first, int last) {
        String values = IntStream.rangeClosed(first, last)
                .mapToObj(id -> "(" + id + ", 7, 'visitor " + id + "')")
                .collect(Collectors.joining(", "));
        sql("INSERT INTO widget_conversations (id, widget_id, visitor_name) VALUES " + values);
    }

    static ConversationId conversation(int id) {
        return ConversationId.of(id);
    }

    /** Active conversations per number, in order of the numbers. */
    List<String> loads() {
        return query("SELECT assigned_whatsapp_number, COUNT(*) FROM widget_conversations"
                + " WHERE assigned_whatsapp_number IS NOT NULL AND released_at IS NULL"
                + " AND (status IS NULL OR status <> 'closed') GROUP BY assigned_whatsapp_number ORDER BY 1");
    }

    /** The largest difference between the active conversations of two numbers that have any. */
    int spread() {
        List<Integer> counts =
                loads().stream().map(row -> Integer.valueOf(row.split(" ")[1])).toList();
        return counts.stream().mapToInt(i -> i).max().orElse(0)
                - counts.stream().mapToInt(i -> i).min().orElse(0);
    }

    /** A statement or document of the setup guide, letter by letter. */
    static String guide(String file) {
        try (InputStream stream = HostDatabase.class.getResourceAsStream("/guide/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("no such resource: " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
