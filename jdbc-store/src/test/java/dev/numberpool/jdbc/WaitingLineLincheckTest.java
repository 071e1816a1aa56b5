package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each caller is answered with its request and with its place in a common count, as a decision has its conversation and its
 * place in the widget's sequence. Answers that could have come one after the other mean that no request was lost or done
 * twice, that no two leaders were at it at the same time, and that everybody got their own answer. Time stands still in
 * these models, so nobody's patience ends; who is interrupted leaves the line by the same way.
 */
@DisplayName("A4 however callers interleave in line, they are done one after the other, each once")
@Tag("slow")
class WaitingLineLincheckTest {
    private static final long LONG = Duration.ofMinutes(1).toNanos();

    /** Those of the line are behind its lock, all others are their caller's; the line's own steps still interleave. */
    private static final ManagedStrategyGuarantee LISTS_ARE_IN_ONE_HAND = forClasses(
                    ArrayList.class.getName(), ArrayDeque.class.getName(), Iterator.class.getName())
            .allMethods()
            .ignore();

    private static ModelCheckingOptions interleavings() {
        return new ModelCheckingOptions()
                .iterations(3)
                .invocationsPerIteration(100)
                .threads(3)
                .actorsBefore(0)
                .actorsPerThread(1)
                .actorsAfter(1)
                .addGuarantee(LISTS_ARE_IN_ONE_HAND)
                .minimizeFailedScenario(false)
                .sequentialSpecification(OneAfterTheOther.class);
    }

    @Test
    void those_who_go_together_are_answered_as_if_they_had_gone_one_after_the_other() {
        interleavings().check(Line.class);
    }

    @Test
    void so_are_those_who_are_interrupted_or_whose_leader_fails_each_alone() {
        interleavings().check(TroubledLine.class);
    }

    @Test
    void callers_who_do_not_stand_in_line_are_caught() {
        assertCaught(NoLine.class);
    }

    @Test
    void answers_that_go_to_another_one_of_the_crew_are_caught() {
        assertCaught(ShiftedLine.class);
    }

    @Test
    void a_caller_who_goes_alone_and_is_not_counted_is_caught() {
        assertCaught(ForgetfulLine.class);
    }

    private static void assertCaught(Class<?> model) {
        assertThatThrownBy(() -> interleavings().check(model)).isInstanceOf(LincheckAssertionError.class);
    }

    private static int answer(int request, int place) {
        return request * 1_000 + place;
    }

    /** What all models have to look like. */
    @Param(name = "request", gen = IntGen.class, conf = "1:2")
    public static class OneAfterTheOther {
        private int count;

        @Operation
        public int join(@Param(name = "request") int request) {
            return answer(request, ++count);
        }

        /** Changes no answer. */
        @Operation
        public void interrupt(@Param(name = "request") int request) {}
    }

    /** Nothing guards the count but the line itself. The same request twice does not go together. */
    @Param(name = "request", gen = IntGen.class, conf = "1:2")
    public static class Line {
        private final WaitingLine<Integer, Integer> line =
                new WaitingLine<>((request, others) -> !others.contains(request), 2);
        private int count;

        @Operation
        public int join(@Param(name = "request") int request) {
            Integer answer = line.join(request, this::together, LONG);
            if (answer == null) {
                throw new IllegalStateException("sent away alone, though nobody failed or was interrupted");
            }
            return answer;
        }

        List<Integer> together(List<Integer> requests) {
            List<Integer> answers = new ArrayList<>();
            for (int request : requests) {
                answers.add(answer(request, ++count));
            }
            return answers;
        }

        @Validate
        public void nobodyIsLeft() {
            if (!line.isEmpty()) {
                throw new IllegalStateException("somebody is still in line");
            }
        }
    }

    public static class NoLine extends Line {
        @Override
        public int join(int request) {
            return together(List.of(request)).get(0);
        }
    }

    public static class ShiftedLine extends Line {
        @Override
        List<Integer> together(List<Integer> requests) {
            List<Integer> answers = super.together(requests);
            Collections.rotate(answers, 1);
            return answers;
        }
    }

    /** Thrown to the one that leads; the others of its crew are told to go alone. */
    private static final class Fatal extends Error {
        private static final long serialVersionUID = 1;
    }

    /**
     * A crew led by request 2 fails, as a transaction does that is rolled back; one led by request 3 with an error. Who is
     * sent away goes alone, and then the database, which is locked here, does one after the other.
     */
    @Param(name = "request", gen = IntGen.class, conf = "1:3")
    public static class TroubledLine {
        private final WaitingLine<Integer, Integer> line =
                new WaitingLine<>((request, others) -> !others.contains(request), 3);
        private final Object database = new Object();
        private final Thread[] callers = new Thread[4];
        private boolean isLed;
        private int count;

        @Operation
        public int join(@Param(name = "request") int request) {
            come(request);
            try {
                Integer answer = line.join(request, this::together, LONG);
                return answer == null ? alone(request) : answer;
            } catch (Fatal e) {
                return alone(request);
            } finally {
                leave(request);
            }
        }

        /** Interrupts a caller that is in line or on its way; never one that has its answer. */
        @Operation
        public void interrupt(@Param(name = "request") int request) {
            synchronized (callers) {
                Thread caller = callers[request];
                if (caller != null) {
                    caller.interrupt();
                }
            }
        }

        private void come(int request) {
            synchronized (callers) {
                callers[request] = Thread.currentThread();
            }
        }

        private void leave(int request) {
            synchronized (callers) {
                if (callers[request] == Thread.currentThread()) {
                    callers[request] = null;
                }
                Thread.interrupted();
            }
        }

        int alone(int request) {
            return transaction(List.of(request)).get(0);
        }

        private List<Integer> together(List<Integer> requests) {
            if (isLed) {
                throw new AssertionError("two lead at the same time");
            }
            isLed = true;
            try {
                failIfItMust(requests);
                return transaction(requests);
            } finally {
                isLed = false;
            }
        }

        private static void failIfItMust(List<Integer> crew) {
            if (crew.size() > 1 && crew.get(0) == 2) {
                throw new IllegalStateException("rolled back");
            }
            if (crew.get(0) == 3) {
                throw new Fatal();
            }
        }

        private List<Integer> transaction(List<Integer> requests) {
            List<Integer> answers = new ArrayList<>();
            synchronized (database) {
                for (int request : requests) {
                    answers.add(answer(request, ++count));
                }
            }
            return answers;
        }

        @Validate
        public void nobodyIsLeft() {
            if (!line.isEmpty()) {
                throw new IllegalStateException("somebody is still in line");
            }
        }
    }

    public static class ForgetfulLine extends TroubledLine {
        @Override
        int alone(int request) {
            return answer(request, 1);
        }
    }
}
