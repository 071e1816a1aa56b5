package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.examples.supportdesk.handover.Words;
import dev.numberpool.examples.supportdesk.phones.PhoneRecords.LastLine;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Item;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.OpenChat;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Said;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Visitors;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Line;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.site.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes of conversations what the visitors' side shows of them. */
final class VisitorReader {
    private static final int LISTED = 60;
    private static final int NEWEST = 100;
    private static final int PREVIEW = 90;

    private final Site site;
    private final PhoneRecords records;

    VisitorReader(Site site, PhoneRecords records) {
        this.site = site;
        this.records = records;
    }

    Visitors read(Moment moment, @Nullable Chat open, @Nullable Situation situation, Place place) {
        List<Chat> listed = new ArrayList<>(
                moment.chats().subList(0, Math.min(LISTED, moment.chats().size())));
        if (open != null && listed.stream().noneMatch(chat -> chat.id() == open.id())) {
            listed.add(0, open);
        }
        Map<Long, LastLine> lastLines = records.lastLines(listed);
        List<Item> items = listed.stream()
                .map(chat -> item(moment, chat, lastLines.get(chat.id()), open, place))
                .toList();
        int more = Math.max(0, moment.chats().size() - LISTED);
        return new Visitors(items, more, open == null ? null : open(moment, open, situation), moment.widget() != null);
    }

    private static Item item(Moment moment, Chat chat, @Nullable LastLine last, @Nullable Chat open, Place place) {
        return new Item(
                chat.id(),
                chat.visitor(),
                state(moment, chat),
                kind(moment, chat),
                last == null ? "" : (last.fromVisitor() ? "" : "Agent: ") + Texts.oneLine(last.text(), PREVIEW),
                open != null && open.id() == chat.id(),
                onPhone(moment, chat).orElse(place).with(chat.id()).path());
    }

    /** The chat's thread on its agent's phone. */
    private static Optional<Place> onPhone(Moment moment, Chat chat) {
        Optional<Assignment> assignment = moment.assignment(chat);
        return assignment
                .flatMap(moment::agentOf)
                .map(agent -> new Place(null, null, null, null, "phone")
                        .at(
                                Moment.digits(agent.phone()),
                                Moment.digits(assignment.get().number().e164())));
    }

    private static String state(Moment moment, Chat chat) {
        if (!chat.isOpen()) {
            return "ended";
        }
        Optional<Assignment> assignment = moment.assignment(chat);
        if (assignment.isEmpty()) {
            return chat.status().equals("open") ? "no human yet" : "without a number";
        }
        return "with " + assignment.flatMap(moment::agentOf).map(Agent::name).orElse("an agent");
    }

    private static String kind(Moment moment, Chat chat) {
        if (!chat.isOpen()) {
            return "";
        }
        return moment.assignment(chat).isPresent() ? "good" : "warn";
    }

    private OpenChat open(Moment moment, Chat chat, @Nullable Situation situation) {
        Optional<Assignment> assignment = moment.assignment(chat);
        return new OpenChat(
                chat.id(),
                chat.visitor(),
                kind(moment, chat),
                assignment.map(each -> why(moment, each, situation)).orElseGet(() -> whyNone(chat)),
                onPhone(moment, chat)
                        .map(place -> place.with(chat.id()).pane("phone").path())
                        .orElse(null),
                site.lines(chat.conversation(), NEWEST).stream()
                        .map(VisitorReader::said)
                        .toList(),
                chat.isOpen(),
                chat.isOpen() && assignment.isEmpty());
    }

    private static String whyNone(Chat chat) {
        if (!chat.isOpen()) {
            return "This chat has ended; its number is free for others.";
        }
        return chat.status().equals("open")
                ? "Nobody on WhatsApp has heard of it: it has no number yet."
                : "Its number was released, because nobody wrote for a long time. Ask for a human again.";
    }

    /** Where the chat sits and why, in words. */
    private static String why(Moment moment, Assignment own, @Nullable Situation situation) {
        String number = own.displayName();
        String says = " #" + own.conversation().value() + ": in front says who writes.";
        if (own.isFallback()) {
            return "No number of the pool could serve, so it uses " + number + "." + says;
        }
        if (situation == null) {
            return "It is on " + number + ", with an agent who is not one of ours.";
        }
        String name = situation.agent().name();
        List<String> others = situation.active().stream()
                .filter(other -> !other.conversation().equals(own.conversation()))
                .map(moment::visitorOf)
                .toList();
        if (!others.isEmpty()) {
            return "On " + name + "'s phone, this chat shares " + number + " with " + Prints.and(others)
                    + moment.tooFew(situation.agent()) + "." + says;
        }
        if (moment.usableNumbers() == 1) {
            return "The pool has one number, so all chats of " + name + " come in on " + number + "." + says;
        }
        if (!situation.left().isEmpty()) {
            return Prints.and(situation.left()) + " left " + number
                    + " a few minutes ago, and a late answer may still be for them." + says;
        }
        return "On " + name + "'s phone, " + number + " belongs to this visitor alone: no code is needed.";
    }

    private static Said said(Line line) {
        String state = line.state() == null ? "" : line.state();
        String kind = line.fromVisitor() ? kind(state) : "";
        return new Said(line.id(), line.fromVisitor(), line.text(), Prints.time(line.writtenAt()), state, kind);
    }

    private static String kind(String state) {
        String tone = Words.tone(state);
        return tone.isEmpty() ? state : tone;
    }
}
