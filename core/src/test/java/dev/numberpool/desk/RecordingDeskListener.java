package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers everything that it was told, each as a line such as {@code failed 282 m1 CONTENT}. */
final class RecordingDeskListener implements DeskListener {
    final List<String> events = new CopyOnWriteArrayList<>();

    /** The lines that begin with this word. */
    List<String> of(String word) {
        return events.stream().filter(event -> event.startsWith(word + " ")).toList();
    }

    /** All lines that are not about acceptance. */
    List<String> news() {
        return events.stream().filter(event -> !event.startsWith("accepted ")).toList();
    }

    @Override
    public void accepted(ConversationId conversation, String messageId) {
        events.add("accepted " + conversation + " " + messageId);
    }

    @Override
    public void delivered(ConversationId conversation, String messageId) {
        events.add("delivered " + conversation + " " + messageId);
    }

    @Override
    public void read(ConversationId conversation, String messageId) {
        events.add("read " + conversation + " " + messageId);
    }

    @Override
    public void failed(ConversationId conversation, String messageId, Failure failure) {
        events.add("failed " + conversation + " " + messageId + " " + failure.kind());
    }

    @Override
    public void unknown(ConversationId conversation, String messageId) {
        events.add("unknown " + conversation + " " + messageId);
    }

    @Override
    public void windowClosed(ConversationId conversation, SenderThread thread, boolean isWoken) {
        events.add("windowClosed " + conversation + (isWoken ? " woken" : " not woken"));
    }

    @Override
    public void notTold(SenderThread thread, @Nullable ConversationId conversation, Failure failure) {
        events.add("notTold " + (conversation == null ? "" : conversation + " ") + failure.kind());
    }

    @Override
    public void contradicted(Participant participant, Participant alias) {
        events.add("contradicted " + participant.masked() + " " + alias.masked());
    }
}
