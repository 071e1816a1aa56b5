package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.examples.supportdesk.health.Breakage.Broken;
import dev.numberpool.examples.supportdesk.health.Breakage.Kind;
import dev.numberpool.examples.supportdesk.site.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be broken on purpose.
 *
 * @param kind its name in forms
 * @param title what happens
 * @param explanation what the library then does
 * @param choices what it can happen to; empty if there is nothing to choose
 * @param broken what it has happened to
 */
public record Lesson(String kind, String title, String explanation, List<Choice> choices, List<Choice> broken) {
    /**
     * Something that can break.
     *
     * @param target its name in forms
     * @param label its name for people
     */
    public record Choice(String target, String label) {
        /** Without numbers. */
        @Override
        public String toString() {
            return "choice";
        }
    }

    static List<Lesson> all(List<Broken> broken, List<String> numbers, List<Agent> agents) {
        List<Choice> senders =
                numbers.stream().map(number -> new Choice(number, number)).toList();
        List<Choice> threads = new ArrayList<>();
        for (Agent agent : agents) {
            numbers.forEach(number ->
                    threads.add(new Choice(agent.phone() + " " + number, agent.name() + " blocks " + number)));
        }
        return List.of(
                lesson(Kind.OFFLINE, senders, broken),
                lesson(Kind.BLOCKED, threads, broken),
                lesson(Kind.AUTOCREATION, senders, broken),
                lesson(Kind.WEBHOOKS, List.of(new Choice("", "all webhooks")), broken),
                lesson(Kind.CONNECTION, List.of(new Choice("", "sending")), broken));
    }

    private static Lesson lesson(Kind kind, List<Choice> choices, List<Broken> broken) {
        List<Choice> free = new ArrayList<>(choices);
        List<Choice> hit = new ArrayList<>();
        for (Broken each : broken) {
            Optional<Choice> choice = choices.stream()
                    .filter(one -> each.equals(new Broken(kind, one.target())))
                    .findFirst();
            choice.ifPresent(hit::add);
            choice.ifPresent(free::remove);
        }
        return new Lesson(kind.name(), title(kind), explanation(kind), free, hit);
    }

    private static String title(Kind kind) {
        return switch (kind) {
            case OFFLINE -> "Take a number offline";
            case BLOCKED -> "Let an agent block a number";
            case AUTOCREATION -> "Let Twilio open conversations";
            case WEBHOOKS -> "Lose webhooks";
            case CONNECTION -> "Break connections while sending";
        };
    }

    private static String explanation(Kind kind) {
        return switch (kind) {
            case OFFLINE -> "The diagnosis finds it, and new conversations avoid the number.";
            case BLOCKED -> "The next message there does not arrive, and you are told why.";
            case AUTOCREATION ->
                "Autocreation binds agents to conversations that nobody reads: the diagnosis finds it.";
            case WEBHOOKS -> "What agents write now gets lost on its way. Reconciliation brings it.";
            case CONNECTION ->
                "Twilio gets the message, the desk no answer. It is not sent twice: reconciliation finds it.";
        };
    }
}
