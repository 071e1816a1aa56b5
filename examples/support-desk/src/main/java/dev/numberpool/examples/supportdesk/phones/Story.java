package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Bubble;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.OpenThread;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens on the page, in two sentences: the most pressing thing. */
final class Story {
    private Story() {}

    static List<String> of(
            Moment moment, @Nullable Situation situation, @Nullable OpenThread open, @Nullable Chat chat) {
        if (situation == null || open == null) {
            return List.of();
        }
        String agent = situation.agent().name();
        List<String> visitors =
                situation.active().stream().map(moment::visitorOf).toList();
        boolean isHeld = open.bubbles().stream().anyMatch(Bubble::asks);
        if (isHeld && !visitors.isEmpty()) {
            List<String> could = Stream.concat(
                            visitors.stream(), situation.left().stream().map(name -> name + ", who has just left"))
                    .toList();
            return List.of(
                    "This answer could be for " + Prints.or(could) + ": nobody has got it.",
                    agent + " says for whom it is: with a code alone, or with 👍 as a reply to one of the messages.");
        }
        if (situation.isWindowClosed() && !open.parked().isEmpty()) {
            return List.of(
                    agent + " has not written on this number for 24 hours, so WhatsApp takes nothing but a template.",
                    "It has gone out; what visitors write waits, and follows in order as soon as " + agent
                            + " taps its button or writes.");
        }
        if (chat != null && moment.assignment(chat).isEmpty() && chat.isOpen()) {
            return waiting(moment, chat);
        }
        if (situation.isWindowClosed()) {
            return List.of(
                    agent + " has not written on this number for 24 hours, so WhatsApp takes nothing but a template.",
                    "The next message of a visitor sends one, and waits behind it.");
        }
        return calm(moment, situation, agent, visitors);
    }

    private static List<String> waiting(Moment moment, Chat chat) {
        String freest = moment.freest().map(Agent::name).orElse("an agent");
        return List.of(
                chat.visitor() + " is on the website and has no human yet.",
                "Ask for one, and numberpool picks the number that is least used on, say, " + freest + "'s phone.");
    }

    private static List<String> calm(Moment moment, Situation situation, String agent, List<String> visitors) {
        if (visitors.isEmpty()) {
            return List.of(
                    "No visitor is on this number now.",
                    "Whatever " + agent + " writes here reaches nobody, and " + agent + " is told so.");
        }
        Assignment newest = situation.active().get(situation.active().size() - 1);
        String code = "#" + newest.conversation().value() + ":";
        if (visitors.size() > 1) {
            return List.of(
                    Prints.and(visitors) + " share this number" + moment.tooFew(situation.agent()) + ".",
                    "Codes such as " + code + " say who writes, and " + agent
                            + " answers with the code, or by replying to a message.");
        }
        String others = others(moment, situation, newest);
        if (!others.isEmpty()) {
            return List.of(others, "Codes such as " + code + " keep them apart.");
        }
        return List.of(
                visitors.get(0) + " has this chat alone: what " + agent + " writes here can only be for "
                        + visitors.get(0) + ".",
                "No code, nothing to remember: just answer.");
    }

    /** Why others than the only visitor could be meant; empty if they cannot. */
    private static String others(Moment moment, Situation situation, Assignment only) {
        if (only.isFallback()) {
            return "The pool had no number, so this is the one for all: others may come into this chat.";
        }
        if (moment.usableNumbers() == 1) {
            return "The pool has one number, so all visitors of "
                    + situation.agent().name() + " come into this chat.";
        }
        return situation.left().isEmpty()
                ? ""
                : Prints.and(situation.left())
                        + " left this chat a few minutes ago, and a late answer may still be for them.";
    }
}
