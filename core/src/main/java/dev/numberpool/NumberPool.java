package dev.numberpool;

import static java.util.Objects.requireNonNull;

import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.WidgetStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives every conversation its own sender number, and so its own WhatsApp chat on the agent's phone.
 *
 * <pre>{@code
 * NumberPool pool = NumberPool.builder(JdbcNumberStore.create(dataSource)).build();
 * Assignment a = pool.assign(WidgetId.of(7), ConversationId.of(282));
 * a.number().e164();   // +15558986359
 * }</pre>
 *
 * <p>Thread-safe and blocking; one instance serves a whole application. It starts no threads and keeps no state of its
 * own: what it knows is in the store. Every method throws {@link StoreException} when the store fails.
 *
 * <p>Made by its builder. Releases may add methods, so implement it in tests only.
 */
public interface NumberPool {
    /** Starts a pool on a store that keeps both assignments and widgets. */
    static <S extends NumberStore & WidgetStore> Builder builder(S store) {
        return new Builder(store, store);
    }

    /** Starts a pool on two stores. */
    static Builder builder(NumberStore numbers, WidgetStore widgets) {
        return new Builder(numbers, widgets);
    }

    /** {@link #assign(Handover)} without an agent. */
    default Assignment assign(WidgetId widget, ConversationId conversation) {
        return assign(Handover.of(widget, conversation));
    }

    /**
     * The conversation's number: the one that it has, or the best one now. Calling it again returns the same number; a
     * thousand calls at once give one assignment, of which one says {@link Assignment#isNew}. An agent who was unknown
     * until now is attached.
     *
     * @throws NoNumberAvailableException if neither the pool nor the fallback chain has a number
     * @throws UnknownWidgetException if there is no such widget
     * @throws UnknownConversationException if there is no such conversation, or it belongs to another widget
     * @throws ConversationClosedException if the host's status of the conversation is a closed one
     * @throws AgentConflictException if the conversation is with another agent already
     */
    Assignment assign(Handover handover);

    /**
     * Gives the conversation to another agent. It keeps its number if the agent's thread on it is free, or if the number
     * came from the fallback chain. Otherwise one is chosen as {@link #assign} would: where every thread of the agent is
     * taken that may be the same one, and it is the same one if there is no other.
     *
     * @throws UnknownConversationException if the conversation has no active assignment
     * @throws ConversationClosedException if the conversation is closed
     */
    Assignment transfer(ConversationId conversation, Participant agent);

    /**
     * Gives the conversation another number, never the one that it has: on the agent's phone a new chat begins.
     *
     * @throws NoNumberAvailableException if there is no other number; the conversation keeps the one that it has
     * @throws UnknownConversationException if the conversation has no active assignment
     * @throws ConversationClosedException if the conversation is closed
     */
    Assignment reassign(ConversationId conversation);

    /**
     * Ends the assignment: the number stays on record but counts no more. The host's status is not changed.
     *
     * @return what was ended, or empty if nothing was active
     * @throws UnknownConversationException if there is no such conversation
     */
    Optional<Assignment> release(ConversationId conversation);

    /**
     * Releases conversations that nobody has closed: those assigned longer ago than this, and with no message from the
     * agent on the thread since. Safe to call from every node; hourly is often enough.
     *
     * @param limit at most so many, the oldest first
     * @return what was released
     */
    List<Assignment> releaseIdle(Duration olderThan, int limit);

    /**
     * The active assignment of the conversation; empty if it has not been handed over, was released or is closed.
     *
     * <p>This is for looking. What is sent takes its number from {@link #assign}: that chooses anew for a conversation that
     * was closed and opened again, because others may have got its chat meanwhile.
     */
    Optional<Assignment> assignmentOf(ConversationId conversation);

    /** The active assignments on a number, of every widget, the oldest first. */
    List<Assignment> assignmentsOn(PhoneNumber number);

    /**
     * Moves every active conversation off a number, each as {@link #reassign} would. Switch the number off in every pool
     * first, or new conversations take it again.
     *
     * @return the new assignments
     * @throws NoNumberAvailableException if some had to stay for want of another number; the others have been moved
     */
    List<Assignment> drain(PhoneNumber number);

    /**
     * Enters conversations that were handed over before the pool existed: each open one of the widget that is in one of
     * these statuses and has no number gets the number of the fallback chain, and keeps it. Run it once, before the pool
     * is filled; running it again changes nothing.
     *
     * @param statuses the host's statuses of conversations that are with an agent
     * @param agentOf the agent of a conversation, if known
     * @return what was entered by this call
     * @throws NoNumberAvailableException if the fallback chain has no number
     * @throws UnknownWidgetException if there is no such widget
     */
    List<Assignment> adopt(
            WidgetId widget, Set<String> statuses, Function<ConversationId, Optional<Participant>> agentOf);

    /**
     * Keeps new conversations off a number for a time, in all pools and processes; conversations that have it keep it.
     *
     * @param time how long; {@link Duration#ZERO} lifts it, and what failed messages and polls have said of the number
     * @param reason what operators read, without numbers or message texts
     */
    void quarantine(PhoneNumber number, Duration time, String reason);

    /**
     * What {@link #assign} would do now, and why; nothing is recorded. It takes its turn among the widget's decisions,
     * so its answer is one that assign would have given. No number is an answer, too, with the reasons.
     *
     * @throws UnknownWidgetException if there is no such widget
     * @throws UnknownConversationException if there is no such conversation, or it belongs to another widget
     * @throws ConversationClosedException if the host's status of the conversation is a closed one
     * @throws AgentConflictException if the conversation is with another agent already
     */
    Decision explain(Handover handover);

    /**
     * How much each number of the widget is used, with numbers that left the pool but still carry conversations.
     *
     * @throws UnknownWidgetException if there is no such widget
     */
    Usage usage(WidgetId widget);

    /**
     * The widget's numbers as they are stored, with their problems.
     *
     * @throws UnknownWidgetException if there is no such widget
     */
    Widget widget(WidgetId widget);

    /**
     * Saves an edited widget: its pool and its default number.
     *
     * @return the widget in its new version
     * @throws UnknownWidgetException if there is no such widget
     * @throws PoolConflictException if somebody else changed it since it was read
     * @throws InvalidPoolException if the edit is not usable; it names each bad entry by its index
     */
    Widget save(Widget edited);

    /** For how long a thread that a conversation has left is avoided, as it was configured. */
    Duration coolDown();

    /** Collects the options of a pool. Not thread-safe; {@link #build} may be called more than once. */
    final class Builder {
        private final NumberStore numbers;
        private final WidgetStore widgets;
        private AssignmentStrategy strategy = AssignmentStrategy.leastUsed();
        private FallbackResolver fallback = FallbackResolver.standard();
        private @Nullable CredentialsReader credentials;
        private CoolDown coolDown = CoolDown.STANDARD;
        private NumberPoolListener listener = new NumberPoolListener() {};
        private InstantSource clock = InstantSource.system();

        private Builder(NumberStore numbers, WidgetStore widgets) {
            this.numbers = requireNonNull(numbers, "numbers");
            this.widgets = requireNonNull(widgets, "widgets");
        }

        /** How a number is chosen. Default: {@link AssignmentStrategy#leastUsed()}. */
        public Builder strategy(AssignmentStrategy strategy) {
            this.strategy = requireNonNull(strategy, "strategy");
            return this;
        }

        /** What answers when the pool cannot. Default: {@link FallbackResolver#standard()}. */
        public Builder fallback(FallbackResolver fallback) {
            this.fallback = requireNonNull(fallback, "fallback");
            return this;
        }

        /** How the widget's credentials are read. Default: not at all, so the chain's last step has no number. */
        public Builder credentials(CredentialsReader credentials) {
            this.credentials = requireNonNull(credentials, "credentials");
            return this;
        }

        /**
         * For how long a thread that a conversation has left is avoided while another is free. Default: 10 minutes.
         *
         * @param coolDown zero (never) to one day
         */
        public Builder coolDown(Duration coolDown) {
            this.coolDown = new CoolDown(coolDown);
            return this;
        }

        /** Who is told. Default: nobody. */
        public Builder listener(NumberPoolListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** Where the time comes from. Default: the system's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** Makes the pool. No I/O. */
        public NumberPool build() {
            Chooser chooser = new Chooser(strategy, fallback.steps(), coolDown);
            VerbRunner verbs = new VerbRunner(numbers, chooser, credentials, clock);
            return new PoolEngine(numbers, widgets, verbs, new GuardedListener(listener), coolDown);
        }
    }
}
