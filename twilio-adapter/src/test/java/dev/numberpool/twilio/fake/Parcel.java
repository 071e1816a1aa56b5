package dev.numberpool.twilio.fake;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The webhooks of one step: they have their place in the order from the start, and leave when the parcel is opened. */
final class Parcel {
    /** Nothing to send. */
    static final Parcel EMPTY = new Parcel(0);

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch arrived;

    Parcel(int webhooks) {
        this.arrived = new CountDownLatch(webhooks);
    }

    void open() {
        opened.countDown();
    }

    /** False where the fake was closed meanwhile. */
    boolean awaitOpening() {
        return await(opened);
    }

    void arrived() {
        arrived.countDown();
    }

    void awaitArrival() {
        await(arrived);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
