package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.handover;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A4 exact under concurrency, in one process")
@Timeout(60)
class ConcurrencyTest {
    private static final int THREADS = 8;
    private static final int CONVERSATIONS = 400;

    @ParameterizedTest(name = "with an agent: {0}")
    @ValueSource(booleans = {false, true})
    void many_threads_leave_counts_within_one(boolean withAgent) throws Exception {
        World world = new World(ONE, TWO, THREE);

        List<Assignment> all = inParallel(Executors.newFixedThreadPool(THREADS), CONVERSATIONS, index -> () -> {
            Handover handover = withAgent ? handover(index, ALICE) : handover(index);
            return world.pool.assign(handover);
        });

        assertThat(all).allMatch(Assignment::isNew);
        assertThat(Collections.max(world.counts().values())
                        - Collections.min(world.counts().values()))
                .as("counts %s", world.counts())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void one_conversation_called_by_64_threads_at_once_gets_one_assignment_that_is_new_once() throws Exception {
        World world = new World(ONE, TWO, THREE);
        for (int round = 0; round < 20; round++) {
            int conversation = round;

            List<Assignment> answers = inParallel(
                    Executors.newFixedThreadPool(64), 64, index -> () -> world.pool.assign(WIDGET, id(conversation)));

            assertThat(answers)
                    .extracting(Assignment::number)
                    .containsOnly(answers.get(0).number());
            assertThat(answers.stream().filter(Assignment::isNew)).hasSize(1);
        }
        assertThat(world.listener.names().stream().filter("assigned"::equals)).hasSize(20);
    }

    @Test
    void every_decision_equals_the_strategys_answer_at_its_place_in_one_serial_order() throws Exception {
        List<Step> recorded = Collections.synchronizedList(new ArrayList<>());
        AssignmentStrategy recording = (handover, candidates) -> {
            recorded.add(new Step(handover, candidates));
            return AssignmentStrategy.leastUsed().choose(handover, candidates);
        };
        World world = new World(builder -> builder.strategy(recording), ONE, TWO, THREE);

        List<Assignment> answers = inParallel(
                Executors.newFixedThreadPool(THREADS),
                CONVERSATIONS,
                index -> () -> world.pool.assign(new Handover(WIDGET, id(index), agent(index % 6), null)));

        Map<ConversationId, PhoneNumber> answered = new HashMap<>();
        answers.forEach(answer -> answered.put(answer.conversation(), answer.number()));
        assertThat(recorded).as("one decision each").hasSize(CONVERSATIONS);
        replay(recorded, answered);
    }

    @Test
    @Tag("newer-jdk")
    void a_thousand_virtual_threads_assign() throws Exception {
        ExecutorService virtual = virtualThreads();
        assumeTrue(virtual != null, "this JDK has no virtual threads (they came with 21)");
        World world = new World(ONE, TWO, THREE);

        List<Assignment> all = inParallel(virtual, 1000, index -> () -> world.pool.assign(handover(index)));

        assertThat(all).hasSize(1000).allMatch(Assignment::isNew);
        assertThat(world.counts().values()).containsExactlyInAnyOrder(333L, 333L, 334L);
    }

    private record Step(Handover handover, List<Candidate> candidates) {}

    /** Plays the decisions again, one after the other, on a model that only knows what was answered so far. */
    private static void replay(List<Step> steps, Map<ConversationId, PhoneNumber> answered) {
        List<Handover> placed = new ArrayList<>();
        for (Step step : steps) {
            for (Candidate candidate : step.candidates()) {
                List<Handover> on = placed.stream()
                        .filter(h -> candidate.number().equals(answered.get(h.conversation())))
                        .toList();
                assertThat(candidate.active()).isEqualTo(on.size());
                assertThat(candidate.activeWithAgent()).isEqualTo((int) on.stream()
                        .filter(h -> maySame(h.agent(), step.handover().agent()))
                        .count());
            }
            assertThat(answered.get(step.handover().conversation()))
                    .isEqualTo(NaiveLeastUsed.choose(step.candidates()).number());
            placed.add(step.handover());
        }
    }

    private static boolean maySame(@Nullable Participant one, @Nullable Participant other) {
        return one == null || other == null || one.equals(other);
    }

    private static @Nullable Participant agent(int index) {
        return index == 0 ? null : Participant.of("+2010000000" + index);
    }

    /** Runs the tasks so that they start together; returns their results in the order of the tasks. */
    private static <T> List<T> inParallel(ExecutorService executor, int tasks, IntFunction<Callable<T>> task)
            throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> futures = IntStream.range(0, tasks)
                    .mapToObj(index -> executor.submit(() -> {
                        start.await();
                        return task.apply(index).call();
                    }))
                    .toList();
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    private static @Nullable ExecutorService virtualThreads() throws Exception {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
