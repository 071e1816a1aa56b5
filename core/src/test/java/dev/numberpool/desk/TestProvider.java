package dev.numberpool.desk;

import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A provider that remembers what it was asked to send, and does first what a test has told it to do. */
final class TestProvider implements MessagingGateway {
    /** Every message that it was asked to send. */
    final List<OutboundMessage> asked = new CopyOnWriteArrayList<>();

    /** Every message that it took. */
    final List<OutboundMessage> taken = new CopyOnWriteArrayList<>();

    private final Queue<Consumer<OutboundMessage>> script = new ConcurrentLinkedQueue<>();
    private Failure.@Nullable Kind always;

    @Override
    public String send(OutboundMessage message) {
        asked.add(message);
        Consumer<OutboundMessage> next = script.poll();
        if (next != null) {
            next.accept(message);
        } else if (always != null) {
            throw new GatewayException(always, "refused");
        }
        taken.add(message);
        return "SM" + taken.size();
    }

    /** Does this while it has the next message that nothing else is scripted for, and then takes the message. */
    void during(Consumer<OutboundMessage> what) {
        script.add(what);
    }

    /** Refuses the next message that nothing else is scripted for. */
    void refuse(Failure.Kind kind) {
        script.add(message -> {
            throw new GatewayException(kind, "refused");
        });
    }

    /** Takes the next message as it should. */
    void take() {
        script.add(message -> {});
    }

    /** Refuses all that nothing is scripted for. */
    void refuseAll(Failure.Kind kind) {
        always = kind;
    }

    void takeAll() {
        always = null;
    }

    /** What the participants read, in order; templates as {@code [HX1]}. */
    List<String> texts() {
        return taken.stream().map(TestProvider::text).toList();
    }

    /** What the participants read since so many messages. */
    List<String> textsAfter(int count) {
        return new ArrayList<>(texts()).subList(count, taken.size());
    }

    OutboundMessage last() {
        return taken.get(taken.size() - 1);
    }

    static String text(OutboundMessage message) {
        return message.content() instanceof Content.Text text
                ? text.text()
                : "[" + ((Content.Template) message.content()).id() + "]";
    }

    static List<Media> media(OutboundMessage message) {
        return ((Content.Text) message.content()).media();
    }
}
