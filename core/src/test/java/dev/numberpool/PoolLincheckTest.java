package dev.numberpool;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.numberpool.memory.InMemoryNumberStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A4 calls at the same time answer as if they had come one after the other")
@Tag("slow")
class PoolLincheckTest {
    /** It reads what it is given and nothing else, so there is nothing to interleave; its comparators are the JDK's. */
    private static final ManagedStrategyGuarantee CHOOSING_IS_PURE =
            forClasses(Chooser.class.getName()).allMethods().ignore();

    /** The steps of a call still interleave with those of other calls wherever the store's lock lets them. */
    private static final ManagedStrategyGuarantee A_STEP_ON_THE_TABLES_IS_ONE_STEP = forClasses(
                    InMemoryNumberStore.class.getPackageName() + ".Tables")
            .allMethods()
            .treatAsAtomic();

    @Test
    void every_interleaving_of_two_assigns_is_one_of_the_two_orders() {
        new ModelCheckingOptions()
                .iterations(4)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsBefore(0)
                .actorsPerThread(1)
                .actorsAfter(0)
                .addGuarantee(CHOOSING_IS_PURE)
                .addGuarantee(A_STEP_ON_THE_TABLES_IS_ONE_STEP)
                .check(TwoAssigns.class);
    }

    @Test
    void all_verbs_under_stress_answer_as_in_some_order() {
        new StressOptions()
                .iterations(10)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsBefore(1)
                .actorsPerThread(2)
                .actorsAfter(1)
                .check(Pool.class);
    }

    @Test
    void a_pool_that_counts_first_and_writes_later_is_caught() {
        assertThatThrownBy(() -> new ModelCheckingOptions()
                        .iterations(10)
                        .invocationsPerIteration(200)
                        .threads(2)
                        .actorsBefore(0)
                        .actorsPerThread(2)
                        .actorsAfter(1)
                        .minimizeFailedScenario(false)
                        .check(CountThenWrite.class))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("assign");
    }

    /** Two numbers, three conversations, two agents. */
    @Param(name = "conversation", gen = IntGen.class, conf = "1:3")
    @Param(name = "agent", gen = IntGen.class, conf = "1:2")
    public static class Pool {
        private final InMemoryNumberStore store = new InMemoryNumberStore();
        /** Neither strategy nor clock keeps an object of the JDK, which lincheck could not look into. */
        private final NumberPool pool = NumberPool.builder(store)
                .strategy(
                        (handover, candidates) -> AssignmentStrategy.leastUsed().choose(handover, candidates))
                .clock(() -> Instant.EPOCH)
                .build();

        public Pool() {
            store.put(Widget.of(World.WIDGET).withPool(World.entries(World.ONE, World.TWO)));
        }

        @Operation
        public String assign(@Param(name = "conversation") int conversation) {
            return answer(() -> pool.assign(World.handover(conversation)));
        }

        @Operation
        public String assignTo(@Param(name = "conversation") int conversation, @Param(name = "agent") int agent) {
            return answer(() -> pool.assign(World.handover(conversation, agent(agent))));
        }

        @Operation
        public String transfer(@Param(name = "conversation") int conversation, @Param(name = "agent") int agent) {
            return answer(() -> pool.transfer(World.id(conversation), agent(agent)));
        }

        @Operation
        public String reassign(@Param(name = "conversation") int conversation) {
            return answer(() -> pool.reassign(World.id(conversation)));
        }

        @Operation
        public String release(@Param(name = "conversation") int conversation) {
            return answer(() -> pool.release(World.id(conversation)).orElse(null));
        }

        @Operation
        public String look(@Param(name = "conversation") int conversation) {
            return answer(() -> pool.assignmentOf(World.id(conversation)).orElse(null));
        }

        private static Participant agent(int agent) {
            return agent == 1 ? World.ALICE : World.BEN;
        }

        /** Without the time, whose formatting would be model-checked too. */
        private static String facts(Assignment assignment) {
            Participant agent = assignment.agent();
            return assignment
                    .number()
                    .e164()
                    .concat(assignment.isNew() ? " new " : " known ")
                    .concat(agent == null ? "" : agent.address());
        }

        private interface Call {
            Assignment run();
        }

        private static String answer(Call call) {
            try {
                Assignment assignment = call.run();
                return assignment == null ? "nothing" : facts(assignment);
            } catch (NumberPoolException e) {
                return e.getClass().getSimpleName();
            }
        }
    }

    /** The same conversation or two; the scenarios stay so short that few interleavings are all of them. */
    @Param(name = "conversation", gen = IntGen.class, conf = "1:2")
    public static class TwoAssigns {
        private final Pool pool = new Pool();

        @Operation
        public String assign(@Param(name = "conversation") int conversation) {
            return pool.assign(conversation);
        }
    }

    /** What the rule forbids: the counts are read in one step and the choice is written in another. */
    @Param(name = "conversation", gen = IntGen.class, conf = "1:3")
    public static class CountThenWrite {
        private final List<String> numbers = List.of("+1", "+2");
        private final Map<Integer, String> assigned = new HashMap<>();

        @Operation
        public String assign(@Param(name = "conversation") int conversation) {
            List<String> carried;
            synchronized (assigned) {
                String known = assigned.get(conversation);
                if (known != null) {
                    return known;
                }
                carried = new ArrayList<>(assigned.values());
            }
            long one = carried.stream().filter("+1"::equals).count();
            String chosen = numbers.get(one * 2 > carried.size() ? 1 : 0);
            synchronized (assigned) {
                assigned.put(conversation, chosen);
            }
            return chosen;
        }

        @Operation
        public long carriedByTheFirst() {
            synchronized (assigned) {
                return assigned.values().stream().filter("+1"::equals).count();
            }
        }
    }
}
