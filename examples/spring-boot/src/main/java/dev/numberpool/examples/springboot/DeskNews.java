package dev.numberpool.examples.springboot;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeskListener;
import dev.numberpool.desk.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts what becomes of messages, and tells visitors of those that did not arrive. */
@Component
final class DeskNews implements DeskListener {
    private final MeterRegistry meters;
    private final Chat chat;

    DeskNews(MeterRegistry meters, Chat chat) {
        this.meters = meters;
        this.chat = chat;
    }

    @Override
    public void accepted(ConversationId conversation, String messageId) {
        meters.counter("numberpool.messages", "state", "accepted").increment();
    }

    @Override
    public void delivered(ConversationId conversation, String messageId) {
        meters.counter("numberpool.messages", "state", "delivered").increment();
        chat.noteProblem(conversation, messageId, null);
    }

    @Override
    public void read(ConversationId conversation, String messageId) {
        meters.counter("numberpool.messages", "state", "read").increment();
    }

    @Override
    public void failed(ConversationId conversation, String messageId, Failure failure) {
        meters.counter("numberpool.messages.failed", "kind", word(failure)).increment();
        chat.noteProblem(conversation, messageId, "not sent: " + failure.kind().advice());
    }

    @Override
    public void unknown(ConversationId conversation, String messageId) {
        meters.counter("numberpool.messages", "state", "unknown").increment();
        chat.noteProblem(conversation, messageId, "perhaps not sent");
    }

    @Override
    public void windowClosed(ConversationId conversation, SenderThread thread, boolean isWoken) {
        meters.counter("numberpool.window.closed", "woken", Boolean.toString(isWoken))
                .increment();
    }

    @Override
    public void notTold(SenderThread thread, @Nullable ConversationId conversation, Failure failure) {
        meters.counter("numberpool.not.told", "kind", word(failure)).increment();
    }

    @Override
    public void contradicted(Participant participant, Participant alias) {
        meters.counter("numberpool.contradicted").increment();
    }

    private static String word(Failure failure) {
        return failure.kind().name().toLowerCase(Locale.ROOT);
    }
}
