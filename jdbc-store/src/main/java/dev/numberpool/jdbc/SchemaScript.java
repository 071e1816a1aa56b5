package dev.numberpool.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renders the templates of the jar for one database, one set of names and one set of closed statuses. */
final class SchemaScript {
    /** Index names are made of the table's name; this much leaves room within PostgreSQL's 63 characters. */
    private static final int MAX_INDEX_PREFIX = 40;

    /** ALTER TABLE waits for who uses the table, and everybody else waits behind it: not for longer than this. */
    private static final String LIVE_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '2s';\n\n";

    /** An index stands in the definition of its table, or in a statement of its own that names the table. */
    private static final Pattern TABLE_OR_INDEX =
            Pattern.compile("CREATE TABLE (?<table>\\S+)|INDEX (?<index>\\S+)(?:\\s+ON (?<on>\\S+))?");

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
        return template("tables") + "\n" + render(SchemaInfo.OWN, conversationIndexes("CREATE INDEX"));
    }

    String adopt() {
        return render(SchemaInfo.ADOPTED, conversationIndexes("CREATE INDEX"));
    }

    /** For PostgreSQL: the columns and our tables in a transaction, the indexes on the host's table outside. */
    JdbcSchema.LiveAdoption adoptLive() {
        return new JdbcSchema.LiveAdoption(
                LIVE_LOCK_TIMEOUT + render(SchemaInfo.ADOPTED, ""), conversationIndexes("CREATE INDEX CONCURRENTLY"));
    }

    /** Elsewhere they are part of the one script: there is nothing to choose. */
    private String conversationIndexes(String create) {
        words.put("create_index", create);
        return dialect == Dialect.POSTGRESQL ? template("indexes") : "";
    }

    /** The statements of a script; none of them has a semicolon inside. */
    static List<String> statements(String script) {
        return Arrays.stream(script.split(";\\s*(\\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String render(String origin, String conversationIndexes) {
        words.put("origin", origin);
        words.put("conversation_indexes", conversationIndexes);
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

    /** The names of the indexes that the script makes, by the name of their table. */
    Map<String, List<String>> indexes() {
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        Matcher matcher = TABLE_OR_INDEX.matcher(adopt());
        String table = "";
        while (matcher.find()) {
            String named = matcher.group("table") == null ? matcher.group("on") : matcher.group("table");
            table = named == null ? table : named;
            if (matcher.group("index") != null) {
                indexes.computeIfAbsent(table, none -> new ArrayList<>()).add(matcher.group("index"));
            }
        }
        return indexes;
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
