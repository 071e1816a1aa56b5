package dev.numberpool.desk;

import dev.numberpool.ServiceWindow;
import dev.numberpool.spi.SendGate;
import dev.numberpool.spi.ThreadRecord;
import java.time.Duration;
import java.time.Instant;

/** Whether a thread may be written on, and how fast. */
final class Windows {
    /** Longer than any gateway takes: what is being sent for longer has lost its process. */
    private static final Duration IN_FLIGHT = Duration.ofMinutes(2);

    /** WhatsApp takes about one message per 6 seconds on a thread, and bursts of up to 45 (Meta error 131056). */
    private static final int BURST = 45;

    private static final Duration PACE = Duration.ofSeconds(6);

    private Windows() {}

    static ServiceWindow of(ThreadRecord thread, Instant at) {
        return ServiceWindow.of(thread.lastInboundAt(), thread.windowClosedAt(), at);
    }

    /** Lets free text through unless the window is known to be closed. */
    static SendGate gate(ServiceWindow window, Instant at) {
        return new SendGate(
                window != ServiceWindow.CLOSED, at.minus(IN_FLIGHT), BURST, at.minus(PACE.multipliedBy(BURST)));
    }

    /** Before this time, whatever is still being sent has lost its process. */
    static Instant inFlightSince(Instant at) {
        return at.minus(IN_FLIGHT);
    }
}
