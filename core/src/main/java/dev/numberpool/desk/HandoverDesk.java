package dev.numberpool.desk;

import static java.util.Objects.requireNonNull;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.ThreadStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages between conversations and the WhatsApp of their agents. A message reaches the right visitor, or is held
 * and somebody is told: never the wrong one, never nobody.
 *
 * <pre>{@code
 * HandoverDesk desk = HandoverDesk.builder(pool, store, log, gateway).build();
 * desk.toAgent(ConversationId.of(282), Message.of("m-1", "Where is my parcel?").from("Maria"));
 * InboundOutcome outcome = desk.receive(inbound, (message, found) -> {
 *     if (found instanceof InboundOutcome.Routed routed) {
 *         chat.show(routed.assignment().conversation(), routed.text());
 *     }
 * });
 * desk.tell(inbound, outcome); // an agent whose message reached nobody is told, and asked for whom it is
 * }</pre>
 *
 * <p>Thread-safe and blocking; one instance serves a whole application, and every process may have its own. It starts no
 * threads: call {@link #flush} every few seconds and {@link #purge} once a day. Every method throws
 * {@link dev.numberpool.StoreException} when the store or the log fails.
 *
 * <p>Made by its builder. Releases may add methods, so implement it in tests only.
 */
public interface HandoverDesk {
    /**
     * Starts a desk.
     *
     * @param pool gives conversations their numbers
     * @param store the store that the pool works on
     * @param log remembers messages
     * @param gateway sends them
     */
    static <S extends NumberStore & ThreadStore> Builder builder(
            NumberPool pool, S store, MessageLog log, MessagingGateway gateway) {
        return new Builder(pool, store, store, log, gateway);
    }

    /**
     * Sends what the visitor wrote to the conversation's agent, from the conversation's number. Long texts go in parts.
     *
     * <p>A code is put in front where the agent could take one conversation for another: if another one is active in the
     * chat or left it within the pool's cool-down, if the number came from the fallback chain, or if the pool has only one
     * active number.
     *
     * <p>Do not call it inside a transaction: the message would be out even if that is rolled back. A second call with the
     * same message id sends nothing and says what became of the first, so a call that failed may be repeated.
     *
     * @throws dev.numberpool.UnknownConversationException if the conversation has no active assignment
     * @throws dev.numberpool.ConversationClosedException if the conversation is closed
     * @throws dev.numberpool.NoNumberAvailableException if the conversation was closed and opened again, and there is no
     *     number for it now
     * @throws dev.numberpool.AgentConflictException if it got another agent at the same moment; call again
     * @throws NoAgentException if it has no agent and its widget no default one
     * @throws ServiceWindowClosedException if the agent has to write first and there is no template to say so
     */
    Delivery toAgent(ConversationId conversation, Message message);

    /**
     * Finds out where a message belongs and has it handled, once, however often and in how many processes it is delivered.
     * Nothing is sent. The caller has verified where it comes from.
     *
     * <p>Then call {@link #tell} with the outcome, outside the handler's transaction: without it nobody tells the agent that
     * a message is held or went nowhere.
     *
     * <p>After a crash the message is handled again, unless the log completes it in the host's transaction; then handler
     * and completion are kept or lost together, and each message is handled exactly once.
     *
     * @return what the handler got for this message, or that it is a duplicate
     */
    InboundOutcome receive(InboundMessage message, InboundHandler handler);

    /**
     * Answers the sender of a message in the words of {@link DeskTexts#answer}: by default of one that did not reach a
     * visitor. Call it after every {@link #receive}, outside the transaction in which the message was received; after
     * {@link InboundOutcome.Rejected} and {@link InboundOutcome.Duplicate} it says nothing. A second call for the same
     * message sends nothing.
     *
     * @return what became of the answer; empty if there is nothing to say, or enough has been said on the thread in an hour
     */
    Optional<Delivery> tell(InboundMessage message, InboundOutcome outcome);

    /**
     * Tells the agent that a conversation has ended, if the service window is open.
     *
     * @param ended what {@link NumberPool#release} returned, or the assignment before the host closed the conversation
     * @return what became of the footer; empty if it was not sent
     */
    Optional<Delivery> tellEnded(Assignment ended);

    /**
     * What a message in the log looks like on WhatsApp: without a code and with one, as its thread asks for; one message
     * each time, or several if the code leaves no room. For those who look for it in the provider's archive.
     */
    List<List<Content>> renderings(OutboundRecord message);

    /** Takes in what the provider says about a message that was sent. Reports may come twice, late and in any order. */
    void report(DeliveryReport report);

    /**
     * Sends what has been waiting and may go out now, and settles what was being sent when a process died. Call it every
     * few seconds, from one node or all.
     *
     * @param limit at most so many messages
     * @return how many messages were given to the provider
     */
    int flush(int limit);

    /** {@link #flush(int)} for one thread: right after the agent has written, what waited for that goes out. */
    int flush(SenderThread thread);

    /**
     * Deletes messages that are older than this and belong to no active conversation. Call it once a day.
     *
     * @param olderThan at least 7 days: as long as a provider may deliver a message again
     * @return how many messages were deleted
     */
    int purge(Duration olderThan);

    /** Says when agents last wrote, for hosts that had WhatsApp before: without it, windows are unknown at first. */
    void importWindows(Map<SenderThread, Instant> lastInbound);

    /**
     * Moves an agent to a new phone: every active conversation is transferred to the new address. What waits follows. Safe
     * to repeat.
     *
     * @return the conversations that were moved
     */
    List<Assignment> rebind(Participant old, Participant now);

    /** Collects the options of a desk. Not thread-safe; {@link #build} may be called more than once. */
    final class Builder {
        private final NumberPool pool;
        private final NumberStore numbers;
        private final ThreadStore threads;
        private final MessageLog log;
        private final MessagingGateway gateway;
        private CodeScheme codes = CodeScheme.numeric();
        private DeskTexts texts = DeskTexts.english();
        private DeskListener listener = new DeskListener() {};
        private @Nullable WakeUp wakeUp;
        private Function<WidgetId, Optional<Participant>> defaultAgent = widget -> Optional.empty();
        private Predicate<PhoneNumber> ownNumbers = number -> false;
        private Duration lease = Duration.ofMinutes(2);
        private int answersPerHour = 5;
        private InstantSource clock = InstantSource.system();

        private Builder(
                NumberPool pool, NumberStore numbers, ThreadStore threads, MessageLog log, MessagingGateway gateway) {
            this.pool = requireNonNull(pool, "pool");
            this.numbers = requireNonNull(numbers, "store");
            this.threads = requireNonNull(threads, "store");
            this.log = requireNonNull(log, "log");
            this.gateway = requireNonNull(gateway, "gateway");
        }

        /** How conversations are named in front of messages. Default: {@link CodeScheme#numeric()}. */
        public Builder codes(CodeScheme codes) {
            this.codes = requireNonNull(codes, "codes");
            return this;
        }

        /** What the desk says to agents. Default: {@link DeskTexts#english()}. */
        public Builder texts(DeskTexts texts) {
            this.texts = requireNonNull(texts, "texts");
            return this;
        }

        /** Who is told. Default: nobody. */
        public Builder listener(DeskListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** The template that asks an agent to open the service window. Default: none. */
        public Builder wakeUp(WakeUp wakeUp) {
            this.wakeUp = requireNonNull(wakeUp, "wakeUp");
            return this;
        }

        /** The agent of a widget's conversations that have none; attached with their first message. Default: none. */
        public Builder defaultAgent(Function<WidgetId, Optional<Participant>> defaultAgent) {
            this.defaultAgent = requireNonNull(defaultAgent, "defaultAgent");
            return this;
        }

        /**
         * Numbers that are ours though the store has never heard of them, such as one in the credentials that was never
         * used. Default: none.
         */
        public Builder ownNumbers(Predicate<PhoneNumber> ownNumbers) {
            this.ownNumbers = requireNonNull(ownNumbers, "ownNumbers");
            return this;
        }

        /**
         * After what time a message that a process was handling when it died may be handled again. Default: 2 minutes.
         *
         * @param lease one second to one hour; longer than a handler takes, and than the clocks of two nodes differ
         */
        public Builder lease(Duration lease) {
            if (lease.toSeconds() < 1 || lease.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("lease is " + lease + "; it must be one second to one hour");
            }
            this.lease = lease;
            return this;
        }

        /** How many answers {@link #tell} sends on a thread in an hour, so that two machines cannot talk for ever. Default: 5. */
        public Builder answersPerHour(int answers) {
            if (answers < 0) {
                throw new IllegalArgumentException("answersPerHour is " + answers + "; it must not be negative");
            }
            this.answersPerHour = answers;
            return this;
        }

        /** Where the time comes from. Default: the system's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** Makes the desk. No I/O. */
        public HandoverDesk build() {
            return new DeskEngine(
                    new DeskPorts(pool, numbers, threads, log, gateway, clock, new GuardedDeskListener(listener)),
                    new DeskOptions(codes, texts, wakeUp, defaultAgent, ownNumbers, lease, answersPerHour));
        }
    }
}
