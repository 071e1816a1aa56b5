package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.ServiceWindow;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Bubble;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Button;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Fate;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.OpenThread;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Parked;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Person;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Quote;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.ThreadRow;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Visitor;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Texts;
import dev.numberpool.examples.supportdesk.site.Undelivered;
import dev.numberpool.twilio.fake.FakeMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes of messages what a phone shows of them. */
final class PhoneReader {
    private static final int NEWEST = 100;
    private static final int PREVIEW = 90;
    private static final Pattern MESSAGE =
            Pattern.compile("(?:(— New chat: [^\n]* —)(?:\n|$))?(?:(#[0-9]+:) )?(.*)", Pattern.DOTALL);

    private final PhoneRecords records;

    PhoneReader(PhoneRecords records) {
        this.records = records;
    }

    List<Person> people(Moment moment, @Nullable Agent chosen) {
        List<Person> people = new ArrayList<>();
        for (Agent agent : moment.agents()) {
            String digits = Moment.digits(agent.phone());
            people.add(new Person(
                    digits,
                    agent.name(),
                    Prints.initial(agent.name()),
                    people.size() % 6,
                    moment.chatsOf(agent).size(),
                    moment.threads(agent).values().stream()
                            .mapToInt(PhoneReader::unread)
                            .sum(),
                    agent.equals(chosen),
                    new Place(null, null, null, null, "phone").at(digits).path()));
        }
        return people;
    }

    /** The agent's threads, the newest first. */
    List<ThreadRow> threads(Moment moment, Agent agent, @Nullable String open) {
        Map<String, List<FakeMessage>> threads = new LinkedHashMap<>(moment.threads(agent));
        moment.chatsOf(agent)
                .forEach(assignment ->
                        threads.computeIfAbsent(assignment.number().e164(), empty -> List.of()));
        return threads.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<FakeMessage>> thread) -> newest(thread.getValue()))
                        .reversed())
                .map(thread -> thread(moment, agent, thread.getKey(), thread.getValue(), open))
                .toList();
    }

    /** Ids are given in the order of messages, and some of these have the same time. */
    private static String newest(List<FakeMessage> messages) {
        return messages.isEmpty() ? "" : messages.get(messages.size() - 1).sid().substring(2);
    }

    private static ThreadRow thread(
            Moment moment, Agent agent, String number, List<FakeMessage> messages, @Nullable String open) {
        FakeMessage last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
        return new ThreadRow(
                Moment.digits(number),
                moment.nameOf(number),
                last == null ? "" : (last.inbound() ? "You: " : "") + Texts.oneLine(last.body(), PREVIEW),
                last == null ? "" : Prints.recent(last.created(), moment.now()),
                unread(messages),
                moment.chatsOn(agent, number).stream().map(moment::visitorOf).toList(),
                messages.stream()
                        .noneMatch(message -> message.inbound()
                                && message.created().plus(ServiceWindow.LENGTH).isAfter(moment.now())),
                number.equals(open));
    }

    private static int unread(List<FakeMessage> messages) {
        return (int) messages.stream().filter(Moment::isUnread).count();
    }

    /** The thread that is open. */
    OpenThread open(Moment moment, Situation situation, Place place) {
        Agent agent = situation.agent();
        String number = situation.number();
        List<FakeMessage> all = moment.threads(agent).getOrDefault(number, List.of());
        List<FakeMessage> shown = all.subList(Math.max(0, all.size() - NEWEST), all.size());
        Place here = place.at(Moment.digits(agent.phone()), Moment.digits(number))
                .with(null)
                .pane("phone");
        List<Bubble> bubbles = bubbles(situation, shown, place.chat() == null ? here : place);
        FakeMessage quoted = find(all, place.quote());
        return new OpenThread(
                Moment.digits(number),
                moment.nameOf(number),
                number,
                situation.active().stream()
                        .map(assignment -> new Visitor(
                                moment.visitorOf(assignment),
                                assignment.conversation().value()))
                        .toList(),
                situation.isWindowClosed(),
                situation.window(),
                bubbles,
                shown.size() < all.size(),
                parked(moment, situation.active()),
                quoted == null ? null : quote(quoted, agent, moment.nameOf(number)));
    }

    private List<Parked> parked(Moment moment, Collection<Assignment> active) {
        return records.waiting(active).stream()
                .map(line -> new Parked(
                        line.messageId(),
                        active.stream()
                                .filter(each -> each.conversation().equals(line.conversation()))
                                .map(moment::visitorOf)
                                .findFirst()
                                .orElse("Visitor"),
                        line.text()))
                .toList();
    }

    private List<Bubble> bubbles(Situation situation, List<FakeMessage> messages, Place here) {
        List<String> own = messages.stream()
                .filter(FakeMessage::inbound)
                .map(FakeMessage::sid)
                .toList();
        Map<String, String> recipients = records.recipients(own);
        Map<String, Undelivered> undelivered = records.undelivered(own);
        String held = situation.lastHeld(own, undelivered);
        List<Bubble> bubbles = new ArrayList<>();
        @Nullable String day = null;
        for (FakeMessage message : messages) {
            String today = Prints.day(message.created());
            Fate fate = fate(situation, message, recipients, undelivered, held);
            FakeMessage quoted = find(messages, message.quoted());
            Quote quote = quoted == null ? null : quote(quoted, situation.agent(), situation.name());
            bubbles.add(
                    bubble(message, today.equals(day) ? null : today, quote, button(message, messages), fate, here));
            day = today;
        }
        return bubbles;
    }

    private static Bubble bubble(
            FakeMessage message,
            @Nullable String day,
            @Nullable Quote quote,
            @Nullable Button button,
            @Nullable Fate fate,
            Place here) {
        Matcher parts = MESSAGE.matcher(message.body());
        boolean isPlain = message.inbound() || message.contentSid() != null || !parts.matches();
        return new Bubble(
                message.sid(),
                day,
                message.inbound(),
                isPlain || parts.group(1) == null ? "" : parts.group(1),
                isPlain || parts.group(2) == null ? "" : parts.group(2),
                isPlain ? message.body() : String.valueOf(parts.group(3)),
                Prints.time(message.created()),
                quote,
                button,
                fate,
                here.quoting(message.sid()).path() + "#answer");
    }

    private static @Nullable FakeMessage find(List<FakeMessage> messages, @Nullable String sid) {
        return messages.stream()
                .filter(message -> message.sid().equals(sid))
                .findFirst()
                .orElse(null);
    }

    private static Quote quote(FakeMessage message, Agent agent, String name) {
        return new Quote(
                message.sid(), message.inbound() ? agent.name() : name, Texts.oneLine(message.body(), PREVIEW));
    }

    /** A template's button works until the agent has written. */
    static @Nullable Button button(FakeMessage message, List<FakeMessage> thread) {
        if (message.contentSid() == null) {
            return null;
        }
        boolean isAnswered = thread.stream().skip(thread.indexOf(message)).anyMatch(FakeMessage::inbound);
        return new Button(PhonesScreen.BUTTON, isAnswered);
    }

    private static @Nullable Fate fate(
            Situation situation,
            FakeMessage message,
            Map<String, String> recipients,
            Map<String, Undelivered> undelivered,
            @Nullable String held) {
        String recipient = recipients.get(message.sid());
        if (recipient != null) {
            return new Fate("good", "reached " + recipient, false);
        }
        Undelivered kept = undelivered.get(message.sid());
        if (kept == null) {
            return null;
        }
        if (!kept.outcome().startsWith("held")) {
            return new Fate("bad", "reached nobody: " + kept.outcome(), false);
        }
        return situation.isHeld(kept)
                ? new Fate("warn", "held, nobody has got it", message.sid().equals(held))
                : new Fate("bad", "reached nobody: it was not said for whom. Write it again.", false);
    }
}
