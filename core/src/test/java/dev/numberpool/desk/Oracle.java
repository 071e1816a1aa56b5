package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Knows whom every message was meant for, and keeps count of what became of it. */
final class Oracle {
    private final Map<String, ConversationId> meant = new LinkedHashMap<>();
    private final Map<String, List<InboundOutcome>> outcomes = new HashMap<>();
    private final Map<String, ConversationId> written = new LinkedHashMap<>();
    private final Map<String, Integer> shown = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    // ---- what agents write

    /** The agent means this conversation with the message. */
    void agentWrote(String messageId, ConversationId conversation) {
        meant.put(messageId, conversation);
    }

    void handled(InboundMessage message, InboundOutcome outcome) {
        outcomes.computeIfAbsent(message.id(), id -> new ArrayList<>()).add(outcome);
    }

    // ---- what visitors write

    void visitorWrote(String token, ConversationId conversation) {
        written.put(token, conversation);
    }

    /** The host was told that the message did not arrive, or that nobody knows. */
    void told(String token) {
        told.add(token);
    }

    @Nullable
    ConversationId conversationOf(String token) {
        return written.get(token);
    }

    /** It is on somebody's phone. */
    void shown(String token, boolean isRightAgent, boolean isMarked) {
        if (shown.merge(token, 1, Integer::sum) > 1) {
            wrong.add("shown twice: " + token);
        }
        if (!isRightAgent) {
            wrong.add("shown to the wrong agent: " + token);
        }
        if (!isMarked) {
            wrong.add("no code on a shared thread: " + token);
        }
    }

    // ---- the verdict

    /** @param waits whether a visitor's message still waits for the agent to open the window */
    void close(Predicate<String> waits) {
        meant.forEach(this::judge);
        for (String token : written.keySet()) {
            if (shown.containsKey(token)) {
                count("visitor messages shown", 1);
            } else if (told.contains(token)) {
                count("visitor messages reported", 1);
            } else if (waits.test(token)) {
                count("visitor messages waiting for the agent", 1);
            } else {
                wrong.add("lost on the way to the agent: " + token);
            }
        }
        count("visitor messages", written.size());
    }

    private void judge(String messageId, ConversationId conversation) {
        List<InboundOutcome> results = outcomes.getOrDefault(messageId, List.of());
        List<ConversationId> delivered = results.stream()
                .filter(InboundOutcome.Routed.class::isInstance)
                .map(outcome -> ((InboundOutcome.Routed) outcome).assignment().conversation())
                .toList();
        if (delivered.stream().anyMatch(to -> !to.equals(conversation))) {
            wrong.add("misrouted: " + messageId + ", meant for " + conversation + ", delivered to " + delivered);
        }
        if (delivered.size() > 1) {
            wrong.add("delivered twice: " + messageId);
        }
        if (results.isEmpty()) {
            wrong.add("lost: " + messageId);
        }
        count("agent messages", 1);
        if (!results.isEmpty() && results.get(0) instanceof InboundOutcome.Ambiguous) {
            count("held", 1);
        }
        if (delivered.isEmpty() && !results.isEmpty()) {
            count("not delivered, " + results.get(0).getClass().getSimpleName(), 1);
        } else if (results.size() > 1) {
            count("delivered after holding", 1);
        } else {
            count("delivered at once", 1);
        }
    }

    private void count(String what, int n) {
        counts.merge(what, n, Integer::sum);
    }

    List<String> wrong() {
        return wrong;
    }

    Map<String, Integer> counts() {
        return counts;
    }
}
