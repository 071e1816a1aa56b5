package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.handover.Jobs;
import dev.numberpool.examples.supportdesk.site.MessageBook;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import dev.numberpool.twilio.TwilioReconciler;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What looks after the desk: the diagnosis, the poll of the numbers and the reconciliation, each of them a job. */
public final class Health {
    private static final Duration OFTEN = Duration.ofMinutes(5);
    private static final String DIAGNOSIS = "diagnosis";
    private static final String NUMBERS = "health of numbers";

    /** The job that compares Twilio's archive with the log. */
    static final String RECONCILIATION = "reconciliation";

    private final Handovers handovers;
    private final Jobs jobs;
    private final Runnable changed;
    private final InstantSource clock;
    private final MessageBook book;
    private final Checkup checkup;
    private final @Nullable Breakage breakage;
    private volatile TwilioReconciler.@Nullable Result reconciled;

    /**
     * Nothing is called yet.
     *
     * @param changed is run when something has been found out
     */
    public Health(Handovers handovers, MessageBook book, WhatsApp whatsApp, Jobs jobs, Runnable changed) {
        this.handovers = handovers;
        this.jobs = jobs;
        this.changed = changed;
        this.clock = whatsApp.clock();
        this.book = book;
        this.checkup = new Checkup(handovers.store(), whatsApp);
        this.breakage = whatsApp instanceof SimulatedTwilio simulated ? new Breakage(simulated) : null;
    }

    /** Makes jobs of it, and looks at once for what agents wrote while the desk was closed. */
    public void start() {
        jobs.every(OFTEN, NUMBERS, checkup::poll);
        jobs.every(OFTEN, DIAGNOSIS, () -> {
            checkup.diagnose();
            changed.run();
        });
        jobs.every(OFTEN, RECONCILIATION, () -> {
            reconciled = handovers.reconcile();
            changed.run();
        });
        jobs.now(RECONCILIATION);
    }

    /** Asks Twilio now; why that failed is with the jobs. */
    boolean check() {
        boolean isPolled = jobs.now(NUMBERS).failure() == null;
        return jobs.now(DIAGNOSIS).failure() == null && isPolled;
    }

    /** Compares now; why that failed is with the jobs. */
    boolean reconcile() {
        return jobs.now(RECONCILIATION).failure() == null;
    }

    Checkup checkup() {
        return checkup;
    }

    /** What the last reconciliation that ended did, or null if there was none. */
    TwilioReconciler.@Nullable Result reconciled() {
        return reconciled;
    }

    /** What breaks Twilio on purpose; null if it is the real one. */
    @Nullable
    Breakage breakage() {
        return breakage;
    }

    Handovers handovers() {
        return handovers;
    }

    MessageBook book() {
        return book;
    }

    InstantSource clock() {
        return clock;
    }

    Jobs jobs() {
        return jobs;
    }
}
