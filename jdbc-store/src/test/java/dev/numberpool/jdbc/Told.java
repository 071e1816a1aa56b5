package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What callers were told about their conversations, and whether it was true. Thread-safe. */
final class Told {
    private final Map<String, String> numbers = new ConcurrentHashMap<>();
    private final Set<String> news = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();

    void add(Assignment assignment) {
        add(assignment.conversation().value(), assignment.number().e164(), assignment.isNew());
    }

    void add(String conversation, String number, boolean isNew) {
        String before = numbers.putIfAbsent(conversation, number);
        if (before != null && !before.equals(number)) {
            contradictions.add("conversation " + conversation + " was told two numbers");
        }
        if (isNew && !news.add(conversation)) {
            contradictions.add("conversation " + conversation + " was new twice");
        }
        answers.incrementAndGet();
    }

    /** How many answers there were. */
    int answers() {
        return answers.get();
    }

    /** How many conversations were told to be new. */
    int news() {
        return news.size();
    }

    /**
     * All that was told is in the database and as it was told, one place each in one order, and after every place of that
     * order the numbers were equally used.
     */
    void assertTrueAndBalanced(HostDatabase host, int pool) {
        assertThat(contradictions).isEmpty();
        Map<String, String> kept = new HashMap<>();
        List<String> order = new ArrayList<>();
        List<String> sequences = new ArrayList<>();
        for (String row : host.query("SELECT id, assigned_whatsapp_number, assigned_sequence FROM widget_conversations"
                + " WHERE assigned_whatsapp_number IS NOT NULL ORDER BY assigned_sequence")) {
            String[] columns = row.split(" ");
            kept.put(columns[0], columns[1]);
            order.add(columns[1]);
            sequences.add(columns[2]);
        }
        assertThat(kept).as("what was told is there, unchanged").containsAllEntriesOf(numbers);
        assertThat(sequences).as("one place each").doesNotHaveDuplicates();
        assertBalanced(order, pool);
    }

    private static void assertBalanced(List<String> order, int pool) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < pool; i++) {
            counts.put(HostDatabase.number(i), 0);
        }
        for (String number : order) {
            counts.merge(number, 1, Integer::sum);
            assertThat(Collections.max(counts.values()) - Collections.min(counts.values()))
                    .as("spread after each assignment")
                    .isLessThanOrEqualTo(1);
        }
        assertThat(counts).as("only numbers of the pool").hasSize(pool);
    }
}
