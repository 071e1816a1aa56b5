package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/**
 * A host whose ids are texts, and who has a guest for every hostile text. A guest is called by its text wherever somebody
 * or something can be called anything: as a widget, a conversation, an agent, a message, a status. The number alone is no
 * text, and each has one of its own: that is how a test sees whose row it got.
 */
final class Guests implements AutoCloseable {
    /** They mean no harm, and show which statements there are. */
    static final List<String> HARMLESS = List.of("Maria", "Omar");

    private static final List<String> CANARY = List.of("1 sings", "2 '; DROP TABLE canary; --");

    private final HostTables host;
    private final JdbcNumberStore store;
    private final JdbcMessageLog log;
    private final Set<String> statements = new HashSet<>();
    private final Set<String> tables;

    /** Somebody who is called by a text. */
    record Guest(int index, String text) {
        WidgetId widget() {
            return WidgetId.of(text);
        }

        ConversationId conversation() {
            return ConversationId.of(text);
        }

        Participant person() {
            return Participant.of(text);
        }

        PhoneNumber number() {
            return PhoneNumber.of("+1555898" + (1000 + index));
        }

        SenderThread thread() {
            return new SenderThread(person(), number());
        }

        boolean isHarmless() {
            return index < HARMLESS.size();
        }
    }

    Guests(TestDatabase kind, String url) {
        this.host = HostTables.on(kind, url)
                .ids(idType(kind))
                .statuses("VARCHAR(255)")
                .pools(kind == TestDatabase.POSTGRESQL ? "JSONB" : HostTables.textType(kind))
                .makeTables()
                .adopt();
        host.sql("CREATE TABLE canary (id INT, note VARCHAR(100))");
        host.update("INSERT INTO canary VALUES (1, 'sings'), (2, ?)", "'; DROP TABLE canary; --");
        all().forEach(this::enter);
        var watched = ProxyDataSourceBuilder.create(host.source())
                .afterQuery((execution, queries) -> queries.forEach(query -> statements.add(query.getQuery())))
                .build();
        this.store = JdbcNumberStore.create(watched);
        this.log = JdbcMessageLog.create(watched);
        this.tables = tables();
    }

    /** A column that folds nothing; what others do is {@link IdTest}'s. */
    private static String idType(TestDatabase kind) {
        return "VARCHAR(255)"
                + (kind == TestDatabase.MARIADB ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin" : "");
    }

    /** What the host itself has stored before we come. */
    private void enter(Guest guest) {
        String text = guest.text();
        host.update("INSERT INTO widget_configs (id, encrypted_credentials) VALUES (?, ?)", text, text);
        host.update(
                "INSERT INTO widget_conversations (id, widget_id, visitor_name, status) VALUES (?, ?, ?, ?)",
                text,
                text,
                text,
                text);
    }

    static List<Guest> all() {
        List<String> texts =
                Stream.concat(HARMLESS.stream(), HostileTexts.ALL.stream()).toList();
        return IntStream.range(0, texts.size())
                .mapToObj(index -> new Guest(index, texts.get(index)))
                .toList();
    }

    JdbcNumberStore store() {
        return store;
    }

    JdbcMessageLog log() {
        return log;
    }

    HostTables host() {
        return host;
    }

    /** The texts of the statements that were sent since the last call. */
    Set<String> statements() {
        Set<String> sent = Set.copyOf(statements);
        statements.clear();
        return sent;
    }

    /** Everybody is still there, and nobody else; and so is everything that is none of ours. */
    void checkThatNothingElseHasChanged() {
        assertThat(TestDatabase.query(host.source(), "SELECT id, note FROM canary ORDER BY id"))
                .isEqualTo(CANARY);
        assertThat(tables()).isEqualTo(tables);
        List<String> texts = all().stream().map(Guest::text).toList();
        assertThat(host.texts("SELECT id FROM widget_configs")).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(host.texts("SELECT id FROM widget_conversations")).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(host.texts("SELECT visitor_name FROM widget_conversations"))
                .containsExactlyInAnyOrderElementsOf(texts);
        assertThat(host.texts("SELECT status FROM widget_conversations")).containsExactlyInAnyOrderElementsOf(texts);
    }

    private Set<String> tables() {
        List<String> names = new ArrayList<>();
        try (Connection connection = host.source().getConnection();
                ResultSet rows = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {
                            "TABLE", "BASE TABLE"
                        })) {
            while (rows.next()) {
                names.add(rows.getString("TABLE_NAME"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertThat(names).as("host's, ours and the canary").hasSizeGreaterThanOrEqualTo(15);
        return new TreeSet<>(names);
    }

    @Override
    public void close() {
        host.close();
    }
}
