package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What holds for those who assign while a database is killed under them. One storm; then each promise is looked at. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class StormPromises {
    static final int NUMBERS = 5;
    static final int CONVERSATIONS = 30_000;
    /** Every assignment, in the order of the decisions. */
    static final String ROWS = "SELECT id, assigned_whatsapp_number, assigned_sequence FROM widget_conversations"
            + " WHERE assigned_whatsapp_number IS NOT NULL ORDER BY assigned_sequence";

    private static final Logger LOG = LoggerFactory.getLogger(StormPromises.class);

    private final List<SteadyStorm.Answer> answers = new ArrayList<>();
    private final Map<String, Integer> transientFailures = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private List<String> rows = List.of();

    /** Makes servers and storms, breaks what is to be broken, and calls {@link #end}. */
    abstract void storm() throws Exception;

    /** Stops the servers. */
    abstract void cleanUp() throws Exception;

    @BeforeAll
    final void stormOnce() throws Exception {
        storm();
        LOG.warn(
                "{}: {} answers, {} of them new; told to repeat: {}",
                getClass().getSimpleName(),
                answers.size(),
                answers.stream().filter(SteadyStorm.Answer::isNew).count(),
                transientFailures);
    }

    @AfterAll
    final void cleanUpOnce() throws Exception {
        cleanUp();
    }

    static void prepare(HostDatabase host) {
        host.setPool(NUMBERS);
        host.conversations(1, CONVERSATIONS);
    }

    static void awaitAll(List<SteadyStorm> storms, int more) throws InterruptedException {
        for (SteadyStorm storm : storms) {
            storm.awaitAnswers(more);
        }
    }

    /** Takes down what the callers were told and what the database holds. */
    final void end(HostDatabase host, List<SteadyStorm> storms) throws Exception {
        for (SteadyStorm storm : storms) {
            storm.stop();
        }
        for (SteadyStorm storm : storms) {
            answers.addAll(storm.answers());
            broken.addAll(storm.broken());
            storm.transientFailures().forEach((what, times) -> transientFailures.merge(what, times, Integer::sum));
        }
        rows = host.query(ROWS);
    }

    final List<String> rows() {
        return rows;
    }

    @Test
    @DisplayName("A1: every assignment that was answered is there, and none has changed")
    void everyAnsweredAssignmentIsThereUnchanged() {
        Map<Integer, String> held = rows.stream()
                .map(row -> row.split(" "))
                .collect(Collectors.toMap(row -> Integer.valueOf(row[0]), row -> row[1]));
        assertThat(answers)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(held.get(answer.conversation()))
                        .as("conversation %s", answer.conversation())
                        .isEqualTo(answer.number()));
    }

    @Test
    @DisplayName("A4: isNew is true at most once for each conversation, whoever asked for it")
    void isNewAtMostOnce() {
        List<Integer> news = answers.stream()
                .filter(SteadyStorm.Answer::isNew)
                .map(SteadyStorm.Answer::conversation)
                .toList();
        assertThat(news).doesNotHaveDuplicates();
        int told = (int) answers.stream()
                .map(SteadyStorm.Answer::conversation)
                .distinct()
                .count();
        int repeated = transientFailures.values().stream().mapToInt(i -> i).sum();
        assertThat(told - news.size())
                .as("new for nobody is only what somebody was told to repeat")
                .isBetween(0, repeated);
    }

    @Test
    @DisplayName("A4: each decision has its place, and after each the numbers are balanced within one")
    void balancedWithinOneAfterEveryDecision() {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < NUMBERS; i++) {
            counts.put(HostDatabase.number(i), 0);
        }
        for (String row : rows) {
            counts.merge(row.split(" ")[1], 1, Integer::sum);
            assertThat(Collections.max(counts.values()) - Collections.min(counts.values()))
                    .as("after decision %s", row.split(" ")[2])
                    .isLessThanOrEqualTo(1);
        }
        assertThat(rows.stream().map(row -> row.split(" ")[2])).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("callers are told to repeat at worst, and the fault was noticed")
    void callersAreToldToRepeatAtWorst() {
        assertThat(broken).isEmpty();
        assertThat(transientFailures).isNotEmpty();
    }
}
