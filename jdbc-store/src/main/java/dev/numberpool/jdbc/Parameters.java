package dev.numberpool.jdbc;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Binds values one after the other, each in the type of its column. */
final class Parameters {
    private final PreparedStatement statement;
    private final SchemaInfo schema;
    private int next = 1;

    Parameters(PreparedStatement statement, SchemaInfo schema) {
        this.statement = statement;
        this.schema = schema;
    }

    Parameters text(@Nullable String value) throws SQLException {
        statement.setString(next++, value == null ? null : storable(value));
        return this;
    }

    /** Drivers put a question mark in place of half a surrogate pair, so that two ids could become one. */
    private static String storable(String value) {
        if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new StoreException(
                    "a text has half a surrogate pair, which no database can keep; correct it where it was cut");
        }
        return value;
    }

    Parameters number(long value) throws SQLException {
        statement.setLong(next++, value);
        return this;
    }

    Parameters numberOrNull(@Nullable Integer value) throws SQLException {
        statement.setObject(next++, value, Types.INTEGER);
        return this;
    }

    Parameters limit(int value) throws SQLException {
        statement.setInt(next++, value);
        return this;
    }

    Parameters time(@Nullable Instant value) throws SQLException {
        schema.dialect().bindTime(statement, next++, value == null ? null : SqlDialect.stored(value));
        return this;
    }

    /** The id as the widget's own table keeps it. */
    Parameters widget(WidgetId id) throws SQLException {
        return widget(id.value());
    }

    /** An id as it was read from the widget's own table. */
    Parameters widget(String id) throws SQLException {
        schema.widgetId().bind(statement, next++, id);
        return this;
    }

    /** A widget's id that came from its table, whatever it looks like. */
    Parameters widgetKey(String id) throws SQLException {
        schema.widgetId().bind(statement, next++, id);
        return this;
    }

    /** The id as conversations refer to it. */
    Parameters widgetOfConversation(WidgetId id) throws SQLException {
        schema.widgetReference().bind(statement, next++, id.value());
        return this;
    }

    Parameters conversation(ConversationId id) throws SQLException {
        schema.conversationId().bind(statement, next++, id.value());
        return this;
    }

    /** A column of many rows: the ids of conversations. */
    Parameters conversationColumn(Stream<ConversationId> ids) throws SQLException {
        statement.setArray(
                next++,
                schema.conversationId()
                        .array(
                                statement.getConnection(),
                                ids.map(ConversationId::value).toList()));
        return this;
    }

    /** A column of many rows: texts, some of which may be null. */
    Parameters textColumn(Stream<@Nullable String> texts) throws SQLException {
        return column(
                "text", texts.map(text -> text == null ? null : storable(text)).toArray());
    }

    Parameters numberColumn(Stream<Long> numbers) throws SQLException {
        return column("int8", numbers.toArray());
    }

    Parameters timeColumn(Stream<Instant> times) throws SQLException {
        return column(
                "timestamptz",
                times.map(SqlDialect::stored).map(Instant::toString).toArray());
    }

    private Parameters column(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(next++, statement.getConnection().createArrayOf(type, values));
        return this;
    }

    Parameters phone(PhoneNumber number) throws SQLException {
        return text(number.e164());
    }

    Parameters thread(SenderThread thread) throws SQLException {
        return participant(thread.participant()).phone(thread.number());
    }

    /** The participant, or the empty text that stands for an agent who is not known. */
    Parameters participant(@Nullable Participant participant) throws SQLException {
        return text(participant == null ? "" : participant.address());
    }

    /** Texts for a list made by {@link SqlDialect#inList}. */
    Parameters texts(List<String> values) throws SQLException {
        values.forEach(Parameters::storable);
        next = SqlDialect.bindPadded(statement, next, values);
        return this;
    }

    /** Ids for a list made by {@link SqlDialect#inList}. */
    Parameters conversations(List<ConversationId> ids) throws SQLException {
        for (int i = 0; i < SqlDialect.padded(ids.size()); i++) {
            conversation(ids.get(Math.min(i, ids.size() - 1)));
        }
        return this;
    }

    /** People for a list made by {@link SqlDialect#isOneOf}. */
    Parameters people(Collection<Participant> people) throws SQLException {
        next = schema.dialect()
                .bindNumbers(
                        statement,
                        next,
                        people.stream().map(Participant::address).toList());
        return this;
    }

    Parameters phones(List<PhoneNumber> numbers) throws SQLException {
        next = schema.dialect()
                .bindNumbers(
                        statement, next, numbers.stream().map(PhoneNumber::e164).toList());
        return this;
    }
}
