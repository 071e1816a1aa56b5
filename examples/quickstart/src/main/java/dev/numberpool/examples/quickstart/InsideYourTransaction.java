package dev.numberpool.examples.quickstart;

import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcNumberStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A host whose own change and the assignment are kept or lost together. */
final class InsideYourTransaction {
    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    private final DataSource dataSource;

    private final NumberPool pool =
            NumberPool.builder(JdbcNumberStore.joining(CURRENT::get)).build();

    InsideYourTransaction(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void handOver(WidgetId widget, ConversationId conversation) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            CURRENT.set(connection);
            setStatus(connection, conversation, "with agent"); // your own work
            pool.assign(widget, conversation);
            connection.commit(); // both, or neither
        } finally {
            CURRENT.remove();
        }
    }

    private static void setStatus(Connection connection, ConversationId conversation, String status)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE widget_conversations SET status = ? WHERE id = ?")) {
            update.setString(1, status);
            update.setLong(2, Long.parseLong(conversation.value()));
            update.executeUpdate();
        }
    }
}
