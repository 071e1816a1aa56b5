package dev.numberpool.examples.benchmarks;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A stock of handed-over conversations, each with an agent of its own who wrote an hour ago. */
final class Chats {
    /** WhatsApp takes 45 on a thread at once; then the desk lets them wait. */
    static final int MESSAGES = 40;

    /** No machine that this ran on came near it. */
    private static final int MESSAGES_PER_SECOND = 10_000;

    private static final BenchWidget WIDGET = BenchWidget.LARGE;
    private static final long FIRST = 3_000_000_000L;

    private final AtomicLong next = new AtomicLong(FIRST);
    private final long end;

    private Chats(long end) {
        this.end = end;
    }

    /** Lays in enough for the time, and as many more. */
    static Chats layIn(Site site, Duration time, int more) throws SQLException {
        long count = more + time.toMillis() * MESSAGES_PER_SECOND / 1000 / MESSAGES;
        long end = FIRST + count;
        site.execute("""
                INSERT INTO widget_conversations (id, widget_id, status, created_at, assigned_whatsapp_number,
                    assigned_agent, assigned_display_name, assigned_source, assigned_at)
                SELECT id, %d, 'open', now() - interval '2 hours', (ARRAY[%s])[1 + id %% %d],
                    '+49' || id, 'Support', 'POOL', now() - interval '2 hours'
                FROM generate_series(%d, %d) AS id""".formatted(
                WIDGET.key(), literals(WIDGET.numbers()), WIDGET.numbers().size(), FIRST, end - 1));
        site.execute("""
                INSERT INTO numberpool_thread (participant, number, last_assigned_at, last_inbound_at)
                SELECT assigned_agent, assigned_whatsapp_number, assigned_at, now() - interval '1 hour'
                FROM widget_conversations WHERE id BETWEEN %d AND %d""".formatted(FIRST, end - 1));
        return new Chats(end);
    }

    /** One that nobody has used. */
    Chat fresh() {
        long id = next.getAndIncrement();
        if (id >= end) {
            throw new IllegalStateException("the stock of conversations is used up; raise MESSAGES_PER_SECOND");
        }
        List<String> numbers = WIDGET.numbers();
        return new Chat(ConversationId.of(id), Participant.of("+49" + id), PhoneNumber.of(numbers.get((int)
                (id % numbers.size()))));
    }

    private static String literals(List<String> texts) {
        return "'" + String.join("', '", texts) + "'";
    }
}
