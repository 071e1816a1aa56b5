package dev.numberpool.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.desk.Simulation.Broken;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@DisplayName("D1-D16: in a busy week no message is misrouted, lost or delivered twice")
class SimulationTest {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationTest.class);
    private static final int EVENTS = 2_000;

    @Test
    void in_ten_busy_weeks() {
        assertNothingWrong(10);
    }

    @Test
    @Tag("slow")
    void in_two_hundred_busy_weeks() {
        assertNothingWrong(200);
    }

    @ParameterizedTest
    @CsvSource({
        "LAST_SENDER_WINS, misrouted",
        "COOL_DOWN_IGNORED, misrouted",
        "QUOTES_IGNORED, misrouted",
        "CLAIMS_OFF, delivered twice"
    })
    void the_oracle_notices_a_rule_that_is_switched_off(Broken broken, String what) {
        assertThat(LongStream.rangeClosed(1, 20)
                        .boxed()
                        .flatMap(seed -> new Simulation(seed, broken).run(EVENTS).wrong().stream())
                        .anyMatch(wrong -> wrong.startsWith(what)))
                .as("%s in twenty weeks with %s", what, broken)
                .isTrue();
    }

    private static void assertNothingWrong(int seeds) {
        Map<String, Integer> total = new TreeMap<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Oracle oracle = new Simulation(seed, Broken.NOTHING).run(EVENTS);
            assertThat(oracle.wrong()).as("seed %s", seed).isEmpty();
            oracle.counts().forEach((what, count) -> total.merge(what, count, Integer::sum));
        }
        int messages = total.getOrDefault("agent messages", 0);
        int held = total.getOrDefault("held", 0);
        assertThat(messages).as("agent messages").isGreaterThan(100 * seeds);
        LOG.warn("{} weeks of {} events: 0 misrouted, 0 lost, 0 delivered twice; {}", seeds, EVENTS, total);
        LOG.warn("held: {} of {} agent messages, {} %", held, messages, 100.0 * held / messages);
    }
}
