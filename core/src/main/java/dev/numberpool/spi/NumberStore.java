package dev.numberpool.spi;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which conversation has which number. Six atomic verbs; all that is clever lives above them.
 *
 * <p>An assignment is <em>active</em> while its number is set, it has not been released and the host's status of the
 * conversation is not a closed one. A store derives that from what the host's tables say at the moment of asking: a
 * conversation that the host closed, opened again or deleted a moment ago counts as such.
 *
 * <p>Implementations are safe for use by many threads and, unless they say otherwise, by many processes. Every verb
 * throws {@link dev.numberpool.StoreException} when the store cannot be reached or a conflict with others could not be
 * solved; then nothing of the call has been kept. Times are always given by the caller.
 */
public interface NumberStore {
    /**
     * The one atomic step: shows the decider the present and records its answer.
     *
     * <ul>
     *   <li>Decisions for one widget are serial, in all processes: each sees everything that the one before recorded.
     *       Decisions for different widgets need not wait for each other.
     *   <li>The decider is called at least once, never twice at a time, and the answer of its last run is what is
     *       recorded.
     *   <li>A new choice ({@link Assignment#isNew}) makes the assignment active, clears the marks <em>released</em> and
     *       <em>left</em>, gives the number the decision's sequence number, and leaves the thread that the conversation
     *       had before, if it is another. An answer that is not new only sets the agent.
     *   <li>If the decider returns empty or throws anything, nothing is recorded, and what it threw is thrown on.
     *   <li>Conversations of the widget that were closed since their number was chosen are shown to the decider as
     *       having left their threads: at the thread's last inbound message, or at {@code at} if none came since the
     *       number was chosen. A new choice also marks them as <em>left</em> and keeps that time; any other answer may.
     * </ul>
     *
     * @param at the caller's time of the decision
     * @return what was recorded, or empty
     * @throws dev.numberpool.UnknownWidgetException if there is no such widget
     * @throws dev.numberpool.UnknownConversationException if there is no such conversation and the store may not make
     *     one. A conversation of another widget is shown to the decider as it is
     */
    Optional<Assignment> decide(Handover handover, Instant at, Decider decider);

    /** What is known of the conversation, or empty if the store has never seen it. A plain read; waits for nobody. */
    Optional<ConversationRecord> find(ConversationId conversation);

    /**
     * Ends the active assignment: keeps the number on record, marks it released, and its thread left at {@code at}. The
     * host's status is not touched.
     *
     * @return what was released, or empty if nothing was active
     * @throws dev.numberpool.UnknownConversationException if there is no such conversation
     */
    Optional<Assignment> release(ConversationId conversation, Instant at);

    /** The active assignments that the query describes, the oldest first. A plain read; waits for nobody. */
    List<Assignment> active(ActiveQuery query);

    /**
     * Notes that the participant wrote to the number; the latest time wins, in whatever order the calls come. Before that,
     * conversations on the thread that were closed since their number was chosen are marked as <em>left</em> with their
     * time, as a decision of their widget would: a message that comes later must not make them look busy.
     */
    void noteInbound(SenderThread thread, Instant at);

    /**
     * Notes what a source says of a number, for all widgets and processes; null says that nothing is wrong with it. Of each
     * source the last call wins, and no source changes what another one says. What {@link NumberFacts#health} shows is
     * the one that lasts longest.
     */
    void noteHealth(PhoneNumber number, Health.Source source, @Nullable Health health);
}
