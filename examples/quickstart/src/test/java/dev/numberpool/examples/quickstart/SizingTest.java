package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.numberpool.Assignment;
import dev.numberpool.Candidate;
import dev.numberpool.ConversationId;
import dev.numberpool.Decision;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolListener;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.memory.InMemoryNumberStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("docs/sizing.md")
class SizingTest {
    private static final String PAGE = ProjectFiles.read(ProjectFiles.root().resolve("docs/sizing.md"));
    private static final int[] NUMBERS = {2, 3, 5, 8, 10, 15, 20};
    private static final double[] SHARES = {0.2, 0.1, 0.05, 0.01};

    @Test
    void the_table_of_shares_is_what_the_formulas_say() {
        for (int load : new int[] {1, 2, 3, 5, 10}) {
            StringBuilder row = new StringBuilder("| " + load + " |");
            for (int numbers : NUMBERS) {
                row.append(" %s |".formatted(range(load, numbers)));
            }
            assertIsInThePage(row.toString());
        }
    }

    private static String range(double load, int numbers) {
        String low = percent(Sizing.erlangB(load, numbers));
        String high = percent(Sizing.poissonTail(load, numbers));
        return low.equals(high) ? high + (high.equals("0") ? "" : " %") : low + "–" + high + " %";
    }

    private static String percent(double share) {
        if (share < 0.0005) {
            return "0";
        }
        return share < 0.0995
                ? String.format(Locale.ROOT, "%.1f", share * 100)
                : String.format(Locale.ROOT, "%.0f", share * 100);
    }

    private static void assertIsInThePage(String line) {
        assertThat(PAGE.lines()).contains(line);
    }

    @Test
    void the_table_of_numbers_is_what_the_formulas_say() {
        for (int load : new int[] {1, 2, 3, 4, 5, 6, 8, 10}) {
            StringBuilder row = new StringBuilder("| " + load + " |");
            for (double share : SHARES) {
                row.append(" %d |".formatted(Sizing.numbers(load, share)));
            }
            assertIsInThePage(row.toString());
        }
    }

    /** B(a, n) = (a^n / n!) / (a^0 / 0! + … + a^n / n!). */
    @Test
    void the_recursion_is_erlangs_formula() {
        for (double load : new double[] {0.5, 1, 3.7, 10}) {
            for (int numbers : NUMBERS) {
                double[] terms = new double[numbers + 1];
                terms[0] = 1;
                for (int k = 1; k <= numbers; k++) {
                    terms[k] = terms[k - 1] * load / k;
                }
                double formula = terms[numbers]
                        / IntStream.rangeClosed(0, numbers)
                                .mapToDouble(k -> terms[k])
                                .sum();
                assertThat(Sizing.erlangB(load, numbers)).isCloseTo(formula, within(1e-12));
            }
        }
    }

    /** What others print for a load of 2 and 3 lines, and of 5 and 10. */
    @ParameterizedTest
    @CsvSource({"1, 2, 0.2", "2, 3, 0.2105", "5, 10, 0.0184", "25, 30, 0.0526"})
    void known_values_come_out(double load, int numbers, double share) {
        assertThat(Sizing.erlangB(load, numbers)).isCloseTo(share, within(0.0001));
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 5", "3, 5", "5, 10"})
    void a_pool_under_this_load_does_what_the_page_says(int load, int numbers) {
        Simulation simulation = new Simulation(load, numbers);
        simulation.run(10_000);
        assertIsInThePage("| %d | %d | %s | %s %% | %s %% |"
                .formatted(
                        load,
                        numbers,
                        range(load, numbers),
                        percent(simulation.withCode()),
                        percent(simulation.shared())));
        assertThat(simulation.withCode())
                .isBetween(Sizing.erlangB(load, numbers), Sizing.poissonTail(load, numbers) * 1.05);
    }

    /** One agent with chats of 20 minutes on average, on a real pool; handovers come by chance. */
    private static final class Simulation implements NumberPoolListener {
        private static final WidgetId WIDGET = WidgetId.of(7);
        private static final Participant AGENT = Participant.of("+201016666301");
        private static final double MINUTES = 20;
        private static final double COOL_DOWN = 10;

        private record End(double minute, ConversationId conversation) {}

        private final Random random = new Random(1917);
        private final PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingDouble(End::minute));
        private final InMemoryNumberStore store = new InMemoryNumberStore();
        private final double pause;
        private double minute;
        private int handovers;
        private int shared;
        private int withCode;
        private final NumberPool pool = NumberPool.builder(store)
                .clock(() -> Instant.EPOCH.plus(Duration.ofMillis((long) (minute * 60_000))))
                .listener(this)
                .build();

        Simulation(double load, int numbers) {
            this.pause = (MINUTES + COOL_DOWN) / load;
            List<PooledNumber> entries = new ArrayList<>();
            for (int i = 0; i < numbers; i++) {
                entries.add(PooledNumber.of(PhoneNumber.of("+155589863" + (10 + i))));
            }
            store.put(Widget.of(WIDGET).withPool(entries));
        }

        void run(int count) {
            while (handovers < count) {
                minute += chance(pause);
                while (!ends.isEmpty() && ends.peek().minute() <= minute) {
                    end(ends.remove());
                }
                handovers++;
                ConversationId conversation = ConversationId.of(handovers);
                pool.assign(Handover.of(WIDGET, conversation).withAgent(AGENT));
                ends.add(new End(minute + chance(MINUTES), conversation));
            }
        }

        private void end(End end) {
            double present = minute;
            minute = end.minute();
            pool.release(end.conversation());
            store.delete(end.conversation());
            minute = present;
        }

        private double chance(double mean) {
            return -mean * Math.log(1 - random.nextDouble());
        }

        @Override
        public void assigned(Assignment assignment, Supplier<Decision> why) {
            Candidate chosen = why.get().candidates().stream()
                    .filter(candidate -> candidate.number().equals(assignment.number()))
                    .findFirst()
                    .orElseThrow();
            shared += chosen.isFree() ? 0 : 1;
            withCode += chosen.isFree() && !chosen.coolingDown() ? 0 : 1;
        }

        double shared() {
            return (double) shared / handovers;
        }

        double withCode() {
            return (double) withCode / handovers;
        }
    }
}
