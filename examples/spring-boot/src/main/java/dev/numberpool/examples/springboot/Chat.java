package dev.numberpool.examples.springboot;

import dev.numberpool.ConversationId;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Media;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The application's own tables: conversations, what was said in them, and what was for nobody. */
@Repository
class Chat {
    private final JdbcClient database;

    Chat(JdbcClient database) {
        this.database = database;
    }

    /** What the application knows of a conversation. */
    record Conversation(long id, long widgetId, @Nullable String visitorName) {
        WidgetId widget() {
            return WidgetId.of(widgetId);
        }

        ConversationId key() {
            return ConversationId.of(id);
        }
    }

    /** What a visitor wrote, and why it did not arrive, if so. */
    record Question(String id, String text, @Nullable String problem) {}

    /** One line of the visitor's screen. */
    record Line(
            String author,
            String text,
            @Nullable String media,
            @Nullable String problem) {}

    Conversation conversation(long id) {
        return database.sql("SELECT id, widget_id, visitor_name FROM widget_conversations WHERE id = ?")
                .param(id)
                .query(Conversation.class)
                .optional()
                .orElseThrow(() -> new UnknownConversationException(
                        ConversationId.of(id), "there is no such row in widget_conversations"));
    }

    void setStatus(long conversation, String status) {
        database.sql("UPDATE widget_conversations SET status = ? WHERE id = ?")
                .params(status, conversation)
                .update();
    }

    List<Line> lines(long conversation) {
        return database.sql(
                        "SELECT author, text, media, problem FROM chat_message WHERE conversation_id = ? ORDER BY seq")
                .param(conversation)
                .query(Line.class)
                .list();
    }

    /** Keeps what the visitor wrote, to be sent. A second time it changes nothing. */
    void addQuestion(long conversation, String id, String text) {
        database.sql("""
                        INSERT INTO chat_message (conversation_id, author, id, text, to_send) VALUES (?, 'visitor', ?, ?, TRUE)
                        ON CONFLICT (conversation_id, author, id) DO NOTHING""").params(conversation, id, text).update();
    }

    Question question(long conversation, String id) {
        return database.sql("""
                        SELECT id, text, problem FROM chat_message
                        WHERE conversation_id = ? AND author = 'visitor' AND id = ?""").params(conversation, id).query(Question.class).single();
    }

    /** What has not been given to the desk, in the order in which it was written. */
    List<Question> toSend(long conversation) {
        return database.sql("""
                        SELECT id, text, problem FROM chat_message WHERE conversation_id = ? AND to_send ORDER BY seq""").param(conversation).query(Question.class).list();
    }

    /** Conversations with something to send. */
    List<Long> withSomethingToSend(int limit) {
        return database.sql("""
                        SELECT conversation_id FROM chat_message WHERE to_send
                        GROUP BY conversation_id ORDER BY min(seq) LIMIT ?""").param(limit).query(Long.class).list();
    }

    /** The desk has it now. */
    void noteTaken(long conversation, String id) {
        database.sql("""
                        UPDATE chat_message SET to_send = FALSE
                        WHERE conversation_id = ? AND author = 'visitor' AND id = ?""").params(conversation, id).update();
    }

    /** What the visitor is to know of a message; null if all is well. */
    void noteProblem(ConversationId conversation, String id, @Nullable String problem) {
        database.sql("""
                        UPDATE chat_message SET problem = ?
                        WHERE conversation_id = ? AND author = 'visitor' AND id = ?""")
                .param(problem)
                .param(Long.valueOf(conversation.value()))
                .param(id)
                .update();
    }

    /** What an agent wrote, for the visitor to read. */
    void addAnswer(InboundMessage message, InboundOutcome.Routed routed) {
        String media = message.media().stream().map(Media::reference).collect(Collectors.joining(" "));
        database.sql("""
                        INSERT INTO chat_message (conversation_id, author, id, text, media)
                        VALUES (?, 'agent', ?, ?, nullif(?, ''))""")
                .params(Long.valueOf(routed.assignment().conversation().value()), message.id(), routed.text(), media)
                .update();
    }

    /** What reached no visitor, for people to look at. */
    void addStray(InboundMessage message, String outcome) {
        database.sql("INSERT INTO chat_stray (id, sender, number, text, outcome) VALUES (?, ?, ?, ?, ?)")
                .params(message.id(), message.from().address(), message.to().e164(), message.text(), outcome)
                .update();
    }
}
