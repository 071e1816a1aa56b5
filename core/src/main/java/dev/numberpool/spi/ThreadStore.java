package dev.numberpool.spi;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import java.time.Instant;
import java.util.Set;

/**
 * What happens on threads, on the same data as the {@link NumberStore}. Needed by
 * {@link dev.numberpool.desk.HandoverDesk}, and for {@link #ours} by {@link dev.numberpool.diagnose.HealthPoll} and the
 * Twilio adapter's {@code TwilioReconciler}; assignment does without. Safe for use by many threads.
 */
public interface ThreadStore {
    /**
     * The threads of one person with a number, as they are at one moment. A plain read; waits for nobody.
     *
     * @param people the person's addresses
     * @param leftSince how far back to look for those who have left; a store may forget what is more than a day old
     */
    ThreadRecord thread(PhoneNumber number, Set<Participant> people, Instant leftSince);

    /** Notes that the provider refused free text on the thread; the latest time wins. */
    void noteWindowClosed(SenderThread thread, Instant at);

    /**
     * Whether the number is one of ours: it stands in any widget's pool, active or not, is a widget's default number, or
     * has ever been given to a conversation.
     */
    boolean isOurs(PhoneNumber number);

    /** All numbers that {@link #isOurs} says yes to. A look at every widget; for what is done once a minute, not once a message. */
    Set<PhoneNumber> ours();
}
