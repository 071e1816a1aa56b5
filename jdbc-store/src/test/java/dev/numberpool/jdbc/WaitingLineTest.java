package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("callers who wait together go together")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingLineTest {
    private static final long LONG = Duration.ofMinutes(1).toNanos();

    private final WaitingLine<String, String> line =
            new WaitingLine<>((request, others) -> !others.contains(request), 4);
    private final List<List<String>> crews = new ArrayList<>();
    private final CountDownLatch isBusy = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void everybodyIsGone() throws InterruptedException {
        goOn.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(line.isEmpty()).isTrue();
    }

    /** The first crew waits until the test lets it go on. */
    private List<String> together(List<String> requests) {
        crews.add(requests);
        if (crews.size() == 1) {
            isBusy.countDown();
            awaitUninterruptibly(goOn);
        }
        return requests.stream().map(request -> request + "!").toList();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean isInterrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A caller in a thread of its own, who has joined when this returns. */
    private CompletableFuture<String> caller(
            String request, Function<List<String>, List<String>> leading, long patience) throws InterruptedException {
        return caller(line, request, leading, patience);
    }

    private CompletableFuture<String> caller(
            WaitingLine<String, String> line,
            String request,
            Function<List<String>, List<String>> leading,
            long patience)
            throws InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        String given = line.join(request, leading, patience);
                        answer.complete(given + (Thread.currentThread().isInterrupted() ? " interrupted" : ""));
                    } catch (Throwable e) {
                        answer.completeExceptionally(e);
                    }
                },
                request);
        threads.add(thread);
        thread.start();
        while (thread.getState() == Thread.State.NEW || thread.getState() == Thread.State.RUNNABLE) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return answer;
    }

    private CompletableFuture<String> caller(String request) throws InterruptedException {
        return caller(request, this::together, LONG);
    }

    private CompletableFuture<String> busy() throws InterruptedException {
        CompletableFuture<String> first = caller("first");
        isBusy.await();
        return first;
    }

    @Test
    void a_single_caller_leads_at_once_in_its_own_thread() {
        AtomicReference<Thread> leader = new AtomicReference<>();

        String answer = line.join(
                "one",
                requests -> {
                    leader.set(Thread.currentThread());
                    return List.of(requests.get(0) + "?");
                },
                LONG);

        assertThat(answer).isEqualTo("one?");
        assertThat(leader).hasValue(Thread.currentThread());
    }

    @Test
    void those_who_come_meanwhile_go_together_in_their_order_led_by_the_first_of_them() throws Exception {
        CompletableFuture<String> first = busy();
        AtomicReference<String> leader = new AtomicReference<>();
        List<CompletableFuture<String>> later = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            later.add(caller(
                    name,
                    requests -> {
                        leader.set(Thread.currentThread().getName());
                        return together(requests);
                    },
                    LONG));
        }
        goOn.countDown();

        assertThat(first.get()).isEqualTo("first!");
        assertThat(later).extracting(CompletableFuture::get).containsExactly("a!", "b!", "c!");
        assertThat(crews).containsExactly(List.of("first"), List.of("a", "b", "c"));
        assertThat(leader).hasValue("a");
    }

    @Test
    void no_more_than_the_most_go_together_and_none_with_one_that_it_may_not_join() throws Exception {
        busy();
        List<CompletableFuture<String>> later = new ArrayList<>();
        for (String name : List.of("a", "b", "a", "c", "d", "e")) {
            later.add(caller(name));
        }
        goOn.countDown();

        assertThat(later).extracting(CompletableFuture::get).containsExactly("a!", "b!", "a!", "c!", "d!", "e!");
        assertThat(crews).containsExactly(List.of("first"), List.of("a", "b", "c", "d"), List.of("a", "e"));
    }

    @Test
    void a_crew_whose_leader_fails_goes_alone_each() throws Exception {
        busy();
        Function<List<String>, List<String>> failing = requests -> {
            throw new IllegalStateException("no");
        };
        List<CompletableFuture<String>> later =
                List.of(caller("a", failing, LONG), caller("b", failing, LONG), caller("c", failing, LONG));
        goOn.countDown();

        assertThat(later)
                .extracting(CompletableFuture::get)
                .as("no answer: alone")
                .containsOnly("null");
    }

    @Test
    void an_error_of_a_leader_is_its_own_and_the_others_go_alone() throws Exception {
        busy();
        Function<List<String>, List<String>> failing = requests -> {
            throw new StackOverflowError();
        };
        CompletableFuture<String> leader = caller("a", failing, LONG);
        CompletableFuture<String> other = caller("b", failing, LONG);
        goOn.countDown();

        assertThatThrownBy(leader::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(other.get()).isEqualTo("null");
    }

    @Test
    void an_error_while_a_crew_is_gathered_leaves_nobody_behind() throws Exception {
        WaitingLine<String, String> brittle = new WaitingLine<>(
                (request, others) -> {
                    if (request.equals("c")) {
                        throw new OutOfMemoryError("planted");
                    }
                    return true;
                },
                4);
        CompletableFuture<String> first = caller(brittle, "first", this::together, LONG);
        isBusy.await();
        CompletableFuture<String> a = caller(brittle, "a", this::together, LONG);
        CompletableFuture<String> b = caller(brittle, "b", this::together, LONG);
        CompletableFuture<String> c = caller(brittle, "c", this::together, LONG);
        goOn.countDown();

        assertThat(first.get()).isEqualTo("first!");
        assertThatThrownBy(a::get).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThat(b.get(10, TimeUnit.SECONDS)).as("it was taken: alone").isEqualTo("null");
        assertThat(c.get(10, TimeUnit.SECONDS)).as("it leads now").isEqualTo("c!");
        assertThat(brittle.isEmpty()).isTrue();
    }

    @Test
    void what_fails_alone_is_thrown_to_its_caller() {
        assertThatThrownBy(() -> line.join(
                        "one",
                        requests -> {
                            throw new IllegalStateException("no");
                        },
                        LONG))
                .hasMessage("no");
        assertThat(line.join("two", requests -> List.of("yes"), LONG)).isEqualTo("yes");
    }

    @Test
    void who_is_interrupted_before_being_taken_goes_alone_and_stays_interrupted() throws Exception {
        busy();
        CompletableFuture<String> a = caller("a");
        CompletableFuture<String> b = caller("b");
        threads.get(1).interrupt();

        assertThat(a.get()).isEqualTo("null interrupted");
        goOn.countDown();
        assertThat(b.get()).isEqualTo("b!");
        assertThat(crews).containsExactly(List.of("first"), List.of("b"));
    }

    @Test
    void who_is_interrupted_after_being_taken_gets_the_answer_and_stays_interrupted() throws Exception {
        busy();
        CountDownLatch isTaken = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> a = caller(
                "a",
                requests -> {
                    isTaken.countDown();
                    awaitUninterruptibly(end);
                    return together(requests);
                },
                LONG);
        CompletableFuture<String> b = caller("b");
        goOn.countDown();
        isTaken.await();
        threads.get(2).interrupt();
        TimeUnit.MILLISECONDS.sleep(50);
        assertThat(b).as("its request is in a leader's hands").isNotDone();
        end.countDown();

        assertThat(a.get()).isEqualTo("a!");
        assertThat(b.get()).isEqualTo("b! interrupted");
    }

    @Test
    void who_has_waited_long_enough_goes_alone_and_the_others_wait_on() throws Exception {
        busy();
        CompletableFuture<String> patient = caller("patient");
        CompletableFuture<String> hasty =
                caller("hasty", this::together, Duration.ofMillis(50).toNanos());

        assertThat(hasty.get()).isEqualTo("null");
        assertThat(patient).isNotDone();
        goOn.countDown();
        assertThat(patient.get()).isEqualTo("patient!");
    }

    @Test
    void who_comes_back_while_leading_goes_alone() {
        String answer =
                line.join("outer", requests -> List.of("outer " + line.join("inner", this::together, LONG)), LONG);

        assertThat(answer).isEqualTo("outer null");
        goOn.countDown();
    }

    @Test
    void in_a_storm_with_interruptions_and_haste_each_request_is_done_once_and_never_two_at_a_time() throws Exception {
        goOn.countDown();
        AtomicBoolean isLed = new AtomicBoolean();
        AtomicInteger done = new AtomicInteger();
        AtomicInteger leaders = new AtomicInteger();
        AtomicInteger alone = new AtomicInteger();
        WaitingLine<Integer, Integer> storm = new WaitingLine<>((request, others) -> true, 16);
        Function<List<Integer>, List<Integer>> together = requests -> {
            assertThat(isLed.compareAndSet(false, true))
                    .as("one leader at a time")
                    .isTrue();
            leaders.incrementAndGet();
            List<Integer> answers = requests.stream().map(request -> -request).collect(Collectors.toList());
            done.addAndGet(requests.size());
            isLed.set(false);
            if (requests.get(0) % 97 == 0 && requests.size() > 1) {
                done.addAndGet(-requests.size());
                throw new IllegalStateException("rolled back");
            }
            return answers;
        };
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int thread = 0; thread < 32; thread++) {
            int mine = thread;
            callers.add(CompletableFuture.runAsync(
                    () -> IntStream.range(0, 2_000)
                            .map(i -> 1 + mine * 2_000 + i)
                            .forEach(request -> {
                                if (request % 11 == 0) {
                                    Thread.currentThread().interrupt();
                                }
                                Integer answer = storm.join(request, together, request % 7 == 0 ? 1_000 : LONG);
                                assertThat(Thread.interrupted()).isEqualTo(request % 11 == 0);
                                if (answer == null) {
                                    alone.incrementAndGet();
                                } else {
                                    assertThat(answer).isEqualTo(-request);
                                }
                            }),
                    command -> new Thread(command).start()));
        }
        for (CompletableFuture<Void> caller : callers) {
            caller.get();
        }

        assertThat(done.get() + alone.get()).isEqualTo(32 * 2_000);
        assertThat(leaders.get()).as("some went together").isLessThan(done.get());
        assertThat(storm.isEmpty()).isTrue();
    }
}
