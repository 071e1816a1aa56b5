package dev.numberpool.testkit.broken;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stores whose decisions do not come one after the other. Where two calls must get into each other's way they wait for
 * each other, so that it does not depend on luck.
 */
final class BrokenSerialOrder {
    private BrokenSerialOrder() {}

    /** Reads, decides and writes, and nothing keeps two calls apart. */
    @CaughtBy({
        "aDecisionSeesTheOneThatWasUnderWayWhenItWasAskedFor",
        "everyDecisionSeesAllThatWereRecordedBefore",
        "aConversationThatManyAskForAtOnceGetsOneNumber"
    })
    static final class LosesUpdates extends HealthyStore {
        private final Meeting meeting = new Meeting();

        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Snapshot outdated = snapshot(this, handover, at);
            meeting.await();
            return recordAnswer(this, handover, at, decider, outdated);
        }
    }

    /** Locks, but reads before it has the lock. */
    @CaughtBy({
        "aDecisionSeesTheOneThatWasUnderWayWhenItWasAskedFor",
        "everyDecisionSeesAllThatWereRecordedBefore",
        "aConversationThatManyAskForAtOnceGetsOneNumber"
    })
    static final class ReadsBeforeItLocks extends HealthyStore {
        private final Meeting meeting = new Meeting();
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            Snapshot outdated = snapshot(this, handover, at);
            meeting.await();
            lock.lock();
            try {
                return recordAnswer(this, handover, at, decider, outdated);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Keeps the calls of one process apart, not those of two. */
    @CaughtBy({
        "aDecisionSeesTheOneThatWasUnderWayInAnotherProcess",
        "numbersStayWithinOneOfEachOtherWhenManyAskInTwoProcesses"
    })
    static final class LocksPerProcess extends HealthyStore {
        private final Meeting meeting = new Meeting();
        private final NumberStore first = new Process(this, meeting);
        private final NumberStore second = new Process(this, meeting);

        @Override
        public NumberStore numbers() {
            return first;
        }

        @Override
        public Optional<NumberStore> secondProcess() {
            return Optional.of(second);
        }
    }

    /** Counts afresh only now and then. */
    @CaughtBy({
        "numbersStayWithinOneOfEachOtherWhenManyAskAtOnce",
        "everyDecisionSeesAllThatWereRecordedBefore",
        "activeAssignmentsOfTheWidgetAreCountedByNumber"
    })
    static final class CachesCounts extends HealthyStore {
        private final Map<WidgetId, Map<PhoneNumber, NumberFacts>> cache = new ConcurrentHashMap<>();
        private int calls;

        @Override
        Snapshot shown(Handover handover, Instant at, Snapshot truth) {
            if (calls++ % 8 == 0) {
                cache.clear();
            }
            Map<PhoneNumber, NumberFacts> facts = cache.computeIfAbsent(handover.widget(), id -> truth.facts());
            return new Snapshot(truth.conversation(), truth.widget(), facts);
        }
    }

    /** Lets readers wait until the decision under way has ended. */
    @CaughtBy({"findWaitsForNoDecision", "activeWaitsForNoDecision"})
    static final class ReadersWait extends HealthyStore {
        private final ReentrantLock lock = new ReentrantLock();

        @Override
        public Duration patience() {
            return Duration.ofMillis(100);
        }

        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            lock.lock();
            try {
                return super.decide(handover, at, decider);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Optional<ConversationRecord> find(ConversationId conversation) {
            lock.lock();
            try {
                return super.find(conversation);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public List<Assignment> active(ActiveQuery query) {
            lock.lock();
            try {
                return super.active(query);
            } finally {
                lock.unlock();
            }
        }
    }

    /** A store with a lock of its own on tables that it shares. */
    private static final class Process extends HealthyStore {
        private final HealthyStore tables;
        private final Meeting meeting;
        private final ReentrantLock lock = new ReentrantLock();

        Process(HealthyStore tables, Meeting meeting) {
            this.tables = tables;
            this.meeting = meeting;
        }

        @Override
        public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
            lock.lock();
            try {
                Snapshot outdated = snapshot(tables, handover, at);
                meeting.await();
                return recordAnswer(tables, handover, at, decider, outdated);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public List<Assignment> active(ActiveQuery query) {
            return tables.active(query);
        }
    }

    /** Where two calls wait for each other; who stays alone goes on after a while. */
    private static final class Meeting {
        private final Exchanger<Boolean> both = new Exchanger<>();

        void await() {
            try {
                both.exchange(true, 200, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Snapshot snapshot(HealthyStore store, Handover handover, Instant at) {
        List<Snapshot> seen = new ArrayList<>();
        store.memory.decide(handover, at, snapshot -> {
            seen.add(snapshot);
            return Optional.empty();
        });
        return seen.get(0);
    }

    private static Optional<Assignment> recordAnswer(
            HealthyStore store, Handover handover, Instant at, Decider decider, Snapshot outdated) {
        return decider.decide(outdated)
                .flatMap(answer -> store.memory.decide(handover, at, snapshot -> Optional.of(answer)));
    }
}
