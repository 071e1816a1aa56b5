package dev.numberpool.examples.benchmarks;

import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Takes every message at once and keeps none: what is to be told of it, and who is to be woken, waits for callers to ask. */
final class SoakProvider implements MessagingGateway {
    /** Is told what appears on a phone. */
    @FunctionalInterface
    interface Phones {
        void show(SenderThread thread, String text, String providerId);
    }

    /** A template that asks an agent to open the chat. */
    record WakeUp(SenderThread thread, String providerId) {}

    private final InstantSource clock;
    private final Queue<DeliveryReport> reports = new ConcurrentLinkedQueue<>();
    private final Queue<WakeUp> wakeUps = new ConcurrentLinkedQueue<>();
    private volatile Phones phones = (thread, text, id) -> {};

    SoakProvider(InstantSource clock) {
        this.clock = clock;
    }

    void connect(Phones all) {
        phones = all;
    }

    @Override
    public String send(OutboundMessage message) {
        String id = "SM" + message.reference();
        if (message.content() instanceof Content.Text text) {
            phones.show(message.thread(), text.text(), id);
        } else {
            wakeUps.add(new WakeUp(message.thread(), id));
        }
        reports.add(new DeliveryReport(message.reference(), id, DeliveryState.DELIVERED, null, clock.instant()));
        return id;
    }

    @Nullable
    DeliveryReport nextReport() {
        return reports.poll();
    }

    @Nullable
    WakeUp nextWakeUp() {
        return wakeUps.poll();
    }
}
