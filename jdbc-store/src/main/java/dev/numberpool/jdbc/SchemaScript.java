package dev.numberpool.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renders the templates of the jar for one database, one set of names and one set of closed statuses. */
final class SchemaScript {
    /** Index names are made of the table's name; this much leaves room within PostgreSQL's 63 characters. */
    private static final int MAX_INDEX_PREFIX = 40;

    private final Dialect dialect;
    private final TableNames names;
    private final Map<String, String> words = new HashMap<>();

    SchemaScript(Dialect dialect, TableNames names, ClosedStatuses closed) {
        this.dialect = dialect;
        this.names = names;
        SqlDialect sql = SqlDialect.of(dialect);
        // The conditions of the queries, without the queries' alias for the table.
        sql.words(closed).forEach((key, text) -> words.put(key, names.render(text.replace("c.{", "{"), Map.of())));
        words.put("closed", closed.literals());
        words.put("unsettled_states", MessageSql.UNSETTLED);
        words.put("closed_marker", closed.marker());
        words.put("version", SchemaInfo.VERSION);
        words.put("collation", sql instanceof MySqlSql mySql ? mySql.collation() : "");
        words.put("index", indexPrefix("widget_conversations"));
        words.put("thread_index", indexPrefix("numberpool_thread"));
        words.put("message_index", indexPrefix("numberpool_message"));
        words.put("held_index", indexPrefix("numberpool_held"));
        words.put("alias_index", indexPrefix("numberpool_alias"));
    }

    String create() {
        return template("tables") + "\n" + render(SchemaInfo.OWN);
    }

    String adopt() {
        return render(SchemaInfo.ADOPTED);
    }

    /** The statements of a script; none of them has a semicolon inside. */
    static List<String> statements(String script) {
        return Arrays.stream(script.split(";\\s*(\\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String render(String origin) {
        words.put("origin", origin);
        return template("adoption");
    }

    private String template(String part) {
        String family = dialect == Dialect.MARIADB ? "mysql" : dialect.name().toLowerCase(Locale.ROOT);
        String path = "/META-INF/numberpool/templates/" + family + "-" + part + ".sql";
        try (InputStream stream = SchemaScript.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException("the jar has no " + path);
            }
            return names.render(new String(stream.readAllBytes(), StandardCharsets.UTF_8), words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of an index on the table of conversations. */
    String indexName(String suffix) {
        return indexPrefix("widget_conversations") + suffix;
    }

    private String indexPrefix(String table) {
        String name = names.unqualified(table);
        if (name.length() <= MAX_INDEX_PREFIX) {
            return name;
        }
        // Two long names may begin alike.
        String hash = "_%08x".formatted(name.toLowerCase(Locale.ROOT).hashCode());
        return name.substring(0, MAX_INDEX_PREFIX - hash.length()) + hash;
    }
}
