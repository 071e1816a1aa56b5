package dev.numberpool.twilio;

import dev.numberpool.desk.Failure;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.twilio.fake.FakeMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows for whom every message was, and compares that with what the phones show and what the host keeps. Each message is
 * known by a token in its text.
 */
final class DeskTruth {
    private static final Pattern TOKEN = Pattern.compile("\\b[av][0-9]+\\.");
    private static final Pattern CODE = Pattern.compile("#([0-9]+): ");

    private final Map<String, Chat> lines = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    /** A conversation, its agent, and the number that it was given. */
    record Chat(String conversation, String agent, String number) {}

    /** What an agent wrote, and for which conversation. */
    record Answer(String token, Chat chat) {}

    /** What the host has handled; the conversation is null if it was for nobody. */
    record Handled(String sid, @Nullable String conversation, String outcome, String text) {}

    // ---- what happens

    void visitorWrites(String token, Chat chat) {
        lines.put(token, chat);
    }

    /** The host was told at once that its message cannot be sent. */
    void refused(String token) {
        refused.add(token);
    }

    void agentWrote(String sid, String token, Chat chat) {
        answers.put(sid, new Answer(token, chat));
    }

    /** Said before the host ends it, so whatever is under way may be too late. */
    void ends(Chat chat) {
        ended.add(chat.conversation());
    }

    Chat chatOf(String token) {
        return lines.get(token);
    }

    Set<String> writtenByAgents() {
        return Set.copyOf(answers.keySet());
    }

    static Optional<String> token(String text) {
        Matcher matcher = TOKEN.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }

    static String says(String token) {
        return (token.startsWith("a") ? "Agent says " : "Visitor says ") + token;
    }

    /** What agents wrote for conversations that have not ended, and what reached nobody. */
    List<Answer> unheard(List<Handled> inbox) {
        Set<String> heard = new HashSet<>();
        inbox.stream()
                .filter(row -> row.conversation() != null)
                .map(row -> answers.get(row.sid()))
                .filter(answer -> answer != null)
                .forEach(answer -> heard.add(answer.token()));
        return answers.values().stream()
                .filter(answer -> !heard.contains(answer.token())
                        && !ended.contains(answer.chat().conversation()))
                .distinct()
                .toList();
    }

    // ---- the verdict on what visitors wrote

    void judgeLines(List<FakeMessage> sent, BiFunction<Chat, String, List<OutboundRecord>> recorded) {
        Map<String, Integer> shown = new HashMap<>();
        sent.stream()
                .filter(message ->
                        message.status().equals("delivered") || message.status().equals("read"))
                .forEach(message -> token(message.body()).ifPresent(token -> judgeShown(token, message, shown)));
        lines.forEach((token, chat) -> {
            List<OutboundRecord> parts = recorded.apply(chat, token);
            if (shown.containsKey(token)) {
                judgeArrived(token, parts);
            } else {
                judgeMissing(token, chat, parts);
            }
        });
        count("visitors' lines", lines.size());
    }

    private void judgeShown(String token, FakeMessage message, Map<String, Integer> shown) {
        Chat chat = lines.get(token);
        if (chat == null) {
            wrong.add("nobody wrote " + token);
            return;
        }
        if (!message.to().equals("whatsapp:" + chat.agent()) || !message.from().equals("whatsapp:" + chat.number())) {
            wrong.add("in the wrong chat: " + token);
        }
        Matcher code = CODE.matcher(message.body());
        if (code.find() && !code.group(1).equals(chat.conversation())) {
            wrong.add("with another conversation's code: " + token);
        }
        if (shown.merge(token, 1, Integer::sum) > 1) {
            wrong.add("shown twice: " + token);
        }
    }

    private void judgeArrived(String token, List<OutboundRecord> parts) {
        boolean isDenied = parts.size() != 1 || parts.get(0).state().isFailure();
        if (isDenied) {
            wrong.add("shown, but not in the log, or as failed: " + token + " " + parts);
        } else {
            count("visitors' lines shown, " + parts.get(0).state(), 1);
        }
    }

    /** Only what the host was told of may be missing, and only with a reason. */
    private void judgeMissing(String token, Chat chat, List<OutboundRecord> parts) {
        boolean hasEnded = ended.contains(chat.conversation());
        Failure failure = parts.size() == 1 ? parts.get(0).failure() : null;
        if (hasEnded && refused.contains(token)) {
            count("visitors' lines refused, because the conversation had ended", 1);
        } else if (hasEnded && failure != null && failure.kind() == Failure.Kind.CONVERSATION_ENDED) {
            count("visitors' lines reported, because the conversation had ended", 1);
        } else {
            wrong.add("lost on the way to the agent: " + token + " " + parts);
        }
    }

    // ---- the verdict on what agents wrote

    void judgeAnswers(List<Handled> inbox) {
        Map<String, Integer> handled = new HashMap<>();
        Map<String, Integer> heard = new HashMap<>();
        for (Handled row : inbox) {
            Answer answer = answers.get(row.sid());
            if (answer == null) {
                wrong.add("nobody wrote " + row.sid());
                continue;
            }
            count("agents' messages, " + row.outcome(), 1);
            if (handled.merge(row.sid(), 1, Integer::sum) > 1) {
                wrong.add("handled twice: " + answer.token());
            }
            if (row.conversation() != null) {
                judgeHeard(answer, row, heard);
            }
        }
        answers.forEach((sid, answer) -> judge(sid, answer, handled, heard));
        count("agents' messages", answers.size());
    }

    private void judgeHeard(Answer answer, Handled row, Map<String, Integer> heard) {
        String token = answer.token();
        if (!answer.chat().conversation().equals(row.conversation())) {
            wrong.add("misrouted: " + token + ", meant for " + answer.chat().conversation() + ", went to "
                    + row.conversation());
        }
        if (!row.text().equals(says(token))) {
            wrong.add("in other words: " + token);
        }
        if (heard.merge(token, 1, Integer::sum) > 1) {
            wrong.add("heard twice: " + token);
        }
    }

    private void judge(String sid, Answer answer, Map<String, Integer> handled, Map<String, Integer> heard) {
        if (!handled.containsKey(sid)) {
            wrong.add("never handled: " + answer.token());
        }
        boolean mayBeUnheard = ended.contains(answer.chat().conversation());
        if (!mayBeUnheard && !heard.containsKey(answer.token())) {
            wrong.add("lost on the way to the visitor: " + answer.token());
        }
    }

    // ---- what came of it

    private void count(String what, int n) {
        counts.merge(what, n, Integer::sum);
    }

    int count(String what) {
        return counts.getOrDefault(what, 0);
    }

    Map<String, Integer> counts() {
        return counts;
    }

    /** What must not have happened. */
    List<String> wrong() {
        return wrong;
    }
}
