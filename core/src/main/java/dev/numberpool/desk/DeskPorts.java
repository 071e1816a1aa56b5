package dev.numberpool.desk;

import dev.numberpool.NumberPool;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.ThreadStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** What the desk works with. */
record DeskPorts(
        NumberPool pool,
        NumberStore numbers,
        ThreadStore threads,
        MessageLog log,
        MessagingGateway gateway,
        InstantSource clock,
        GuardedDeskListener listener) {

    /** Databases keep times to the microsecond or less: what is compared must have been cut alike. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
