package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.examples.supportdesk.site.MessageBook.InUse;
import dev.numberpool.examples.supportdesk.web.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The service windows of the chats that are in use, those that are closed first.
 *
 * @param rows at most as many as a page can show
 * @param more how many others there are
 */
public record Windows(List<Row> rows, int more) {
    private static final int MOST = 60;

    /**
     * One WhatsApp chat of an agent.
     *
     * @param id stays the same while the chat does
     * @param agent the agent's name, or that there is none
     * @param phone the agent's number, or null
     * @param number our number
     * @param displayName what it is called, or null
     * @param state in a word
     * @param tone the class of its badge
     * @param since until when, or since when
     * @param visitors who is served through it
     * @param waiting who waits because it is closed; empty if nobody
     */
    public record Row(
            String id,
            String agent,
            @Nullable String phone,
            String number,
            @Nullable String displayName,
            String state,
            String tone,
            String since,
            String visitors,
            String waiting) {
        /** Without names and addresses. */
        @Override
        public String toString() {
            return "service window " + state;
        }
    }

    private record Pair(@Nullable String agent, String number) {}

    private record Ranked(Row row, int rank, Instant edge) {}

    static Windows of(List<InUse> chats, Instant now) {
        Map<Pair, List<InUse>> threads = chats.stream()
                .collect(Collectors.groupingBy(
                        chat -> new Pair(chat.agent(), chat.number()), LinkedHashMap::new, Collectors.toList()));
        List<Row> rows = threads.values().stream()
                .map(thread -> ranked(thread, now))
                .sorted(Comparator.comparingInt(Ranked::rank).thenComparing(Ranked::edge))
                .map(Ranked::row)
                .toList();
        return new Windows(rows.stream().limit(MOST).toList(), Math.max(0, rows.size() - MOST));
    }

    private static Ranked ranked(List<InUse> thread, Instant now) {
        InUse one = thread.get(0);
        AgentWindow window = AgentWindow.of(one.lastInboundAt(), one.refusedAt(), now);
        Instant edge = window.edge() == null ? Instant.MAX : window.edge();
        String waiting = thread.stream()
                .filter(chat -> chat.waiting() > 0)
                .map(chat -> chat.visitor() + " (" + Words.count(chat.waiting(), "message") + ")")
                .collect(Collectors.joining(", "));
        return switch (window.state()) {
            case CLOSED ->
                new Ranked(
                        row(thread, "closed", waiting.isEmpty() ? "warn" : "bad", since(edge, now), waiting),
                        waiting.isEmpty() ? 1 : 0,
                        edge);
            case UNKNOWN -> new Ranked(row(thread, "unknown", "info", "nothing on record", waiting), 2, edge);
            case OPEN -> new Ranked(row(thread, "open", "good", until(edge, now), waiting), 3, edge);
        };
    }

    private static String since(Instant edge, Instant now) {
        return "since " + Moment.of(edge, now).text();
    }

    private static String until(Instant edge, Instant now) {
        return "until " + Moment.of(edge, now).text() + " (" + Times.span(Duration.between(now, edge)) + ")";
    }

    private static Row row(List<InUse> thread, String state, String tone, String since, String waiting) {
        InUse one = thread.get(0);
        return new Row(
                "window-" + Words.id(one.agent(), one.number()),
                Words.agent(one.agentName(), one.agent()),
                one.agent(),
                one.number(),
                one.displayName(),
                state,
                tone,
                since,
                thread.stream().map(InUse::visitor).collect(Collectors.joining(", ")),
                waiting);
    }

    /** Through how many closed windows visitors wait. */
    int closedWithVisitors() {
        return (int) rows.stream().filter(row -> row.tone().equals("bad")).count();
    }
}
