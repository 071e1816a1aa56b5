package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.AssignmentStrategy;
import dev.numberpool.Candidate;
import dev.numberpool.ConversationId;
import dev.numberpool.Decision;
import dev.numberpool.FallbackResolver;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolListener;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Usage;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.memory.ScriptedGateway;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What hosts do most often: the Java of docs/recipes.md that stands in no other example. */
final class Recipes {
    private Recipes() {}

    /** A pool and a desk that need neither database nor network, and what the desk has sent. */
    record InMemory(NumberPool pool, HandoverDesk desk, ScriptedGateway provider) {
        static InMemory start() {
            InMemoryNumberStore store = new InMemoryNumberStore();
            store.put(Widget.of(WidgetId.of(7)).withPool(List.of(PooledNumber.of(PhoneNumber.of("+15558986359")))));
            NumberPool pool = NumberPool.builder(store).build();
            ScriptedGateway provider = new ScriptedGateway(); // remembers what was sent
            HandoverDesk desk = HandoverDesk.builder(pool, store, new InMemoryMessageLog(), provider)
                    .build();
            return new InMemory(pool, desk, provider);
        }
    }

    static Assignment transfer(NumberPool pool, ConversationId conversation, Participant agent) {
        Assignment assignment = pool.transfer(conversation, agent);
        return assignment;
    }

    static List<Assignment> retire(NumberPool pool, PhoneNumber number) {
        Widget widget = pool.widget(WidgetId.of(7));
        pool.save(widget.withPool(widget.pool().stream()
                .map(entry -> entry.number().equals(number) ? entry.withActive(false) : entry)
                .toList()));
        List<Assignment> moved = pool.drain(number);
        return moved;
    }

    static NumberPool withOwnStrategy(JdbcNumberStore store, Set<Participant> salesAgents) {
        AssignmentStrategy leastUsed = AssignmentStrategy.leastUsed();
        AssignmentStrategy salesApart = (handover, candidates) -> {
            boolean isSales = handover.agent() != null && salesAgents.contains(handover.agent());
            List<Candidate> own = candidates.stream()
                    .filter(candidate -> candidate.displayName().startsWith("Sales") == isSales)
                    .toList();
            return leastUsed.choose(handover, own); // of none it chooses none: then the fallback chain answers
        };
        NumberPool pool = NumberPool.builder(store).strategy(salesApart).build();
        return pool;
    }

    static NumberPool withOwnStep(JdbcNumberStore store, PhoneNumber nightDesk, Supplier<LocalTime> time) {
        FallbackResolver chain = FallbackResolver.standard()
                .then(
                        "night desk",
                        (handover, widget) -> time.get().getHour() < 8 ? Optional.of(nightDesk) : Optional.empty());
        NumberPool pool = NumberPool.builder(store).fallback(chain).build();
        return pool;
    }

    static void everyHour(NumberPool pool, HandoverDesk desk) {
        for (Assignment idle : pool.releaseIdle(Duration.ofHours(8), 500)) {
            desk.tellEnded(idle); // so that the agent writes there no more
        }
    }

    static NumberPool withJournal(JdbcNumberStore store, BiConsumer<ConversationId, String> journal) {
        NumberPool pool = NumberPool.builder(store)
                .listener(new NumberPoolListener() {
                    @Override
                    public void assigned(Assignment assignment, Supplier<Decision> why) {
                        journal.accept(assignment.conversation(), why.get().toString());
                    }
                })
                .build();
        return pool;
    }

    static void showUsage(NumberPool pool) {
        for (Usage.OfNumber use : pool.usage(WidgetId.of(7)).numbers()) {
            System.out.println(use.displayName() + ": " + use.active() + " active, " + use.sharedThreads() + " shared"
                    + (use.inPool() ? "" : ", not in the pool any more"));
        }
    }
}
