package dev.numberpool.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.ConversationId;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import dev.numberpool.testkit.StoreFixture;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The store under its contract, on a real database that all tests of one kind share. */
final class JdbcFixture implements StoreFixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How ids are kept. */
    enum Ids {
        NUMBER,
        UUID,
        TEXT
    }

    private final HostDatabase host;
    private final Ids ids;
    private final boolean isCreated;
    private final JdbcNumberStore store;
    private final JdbcNumberStore second;

    private JdbcFixture(HostDatabase host, Ids ids, boolean isCreated, boolean isCoalescing) {
        this.host = host;
        this.ids = ids;
        this.isCreated = isCreated;
        this.store = store(host.dataSource(), isCoalescing);
        this.second = store(TestDatabase.pool(host.url()), isCoalescing);
    }

    private static JdbcNumberStore store(HikariDataSource source, boolean isCoalescing) {
        return JdbcNumberStore.builder(source).coalescing(isCoalescing).build();
    }

    /** A schema made by us, which may make conversations. */
    static JdbcFixture created(TestDatabase database) {
        return new JdbcFixture(HostDatabase.created(database), Ids.NUMBER, true, true);
    }

    /**
     * Tables of the host with ids of this kind.
     *
     * @param isCoalescing whether callers who wait together are decided on together
     */
    static JdbcFixture adopted(TestDatabase database, Ids ids, boolean isCoalescing) {
        String type = switch (ids) {
            case NUMBER -> "BIGINT";
            case UUID -> "UUID";
            case TEXT -> "VARCHAR(64)";
        };
        return new JdbcFixture(HostDatabase.adopted(database, type), ids, false, isCoalescing);
    }

    @Override
    public NumberStore numbers() {
        return store;
    }

    @Override
    public WidgetStore widgets() {
        return store;
    }

    @Override
    public ThreadStore threads() {
        return store;
    }

    @Override
    public Optional<NumberStore> secondProcess() {
        return Optional.of(second);
    }

    @Override
    public boolean makesConversations() {
        return isCreated;
    }

    @Override
    public WidgetId widget(int n) {
        return WidgetId.of(id(n));
    }

    @Override
    public ConversationId conversation(int n) {
        return ConversationId.of(id(n));
    }

    private String id(int n) {
        return switch (ids) {
            case NUMBER -> String.valueOf(n);
            case UUID -> new UUID(0, n).toString();
            case TEXT -> "Chat %08d".formatted(n);
        };
    }

    @Override
    public void putWidget(Widget widget) {
        String pool = json(widget).toString();
        String number =
                widget.handoverNumber() == null ? null : widget.handoverNumber().e164();
        String json = host.database() == TestDatabase.POSTGRESQL ? "CAST(? AS JSONB)" : "?";
        int changed = update(
                "UPDATE widget_configs SET whatsapp_number_pool = " + json
                        + ", handover_whatsapp_number = ?, encrypted_credentials = ? WHERE id = ?",
                pool,
                number,
                widget.credentials(),
                key(widget.id().value()));
        if (changed == 0) {
            update(
                    "INSERT INTO widget_configs (whatsapp_number_pool, handover_whatsapp_number,"
                            + " encrypted_credentials, id) VALUES (" + json + ", ?, ?, ?)",
                    pool,
                    number,
                    widget.credentials(),
                    key(widget.id().value()));
        }
    }

    @Override
    public void putConversation(WidgetId widget, ConversationId conversation) {
        update(
                "INSERT INTO widget_conversations (id, widget_id) VALUES (?, ?)",
                key(conversation.value()),
                key(widget.value()));
    }

    @Override
    public void setStatus(ConversationId conversation, String status) {
        update("UPDATE widget_conversations SET status = ? WHERE id = ?", status, key(conversation.value()));
    }

    @Override
    public void deleteConversation(ConversationId conversation) {
        update("DELETE FROM widget_conversations WHERE id = ?", key(conversation.value()));
    }

    private Object key(String id) {
        return switch (ids) {
            case NUMBER -> Long.valueOf(id);
            case UUID -> UUID.fromString(id);
            case TEXT -> id;
        };
    }

    private int update(String sql, Object... parameters) {
        try (Connection connection = host.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ArrayNode json(Widget widget) {
        ArrayNode array = JSON.createArrayNode();
        int size = widget.pool().size() + widget.unreadable().size();
        int next = 0;
        for (int index = 0; index < size; index++) {
            String unreadable = widget.unreadable().get(index);
            try {
                array.add(unreadable == null ? json(widget.pool().get(next++)) : JSON.readTree(unreadable));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
        return array;
    }

    private static ObjectNode json(PooledNumber entry) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode()
                .put("number", entry.number().e164())
                .put("id", entry.id())
                .put("display_name", entry.displayName())
                .put("is_active", entry.active())
                .put("weight", entry.weight());
        if (entry.notes() != null) {
            node.put("notes", entry.notes());
        }
        for (var property : entry.properties().entrySet()) {
            node.set(property.getKey(), JSON.readTree(property.getValue()));
        }
        return node;
    }
}
