package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.OpenThread;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Person;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Phone;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.ThreadRow;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Typed;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ThreadRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the whole page. */
final class PageReader {
    private final Site site;
    private final Handovers handovers;
    private final WhatsApp whatsApp;
    private final PhoneRecords records;
    private final PhoneReader phones;
    private final VisitorReader visitors;
    private final Steps steps;

    PageReader(Site site, Handovers handovers, WhatsApp whatsApp, PhoneRecords records, Steps steps) {
        this.site = site;
        this.handovers = handovers;
        this.whatsApp = whatsApp;
        this.records = records;
        this.phones = new PhoneReader(records);
        this.visitors = new VisitorReader(site, records);
        this.steps = steps;
    }

    /** Everything as it is now. */
    Moment now() {
        Optional<WidgetId> widget = records.firstWidget();
        return new Moment(
                whatsApp.clock().instant(),
                site.agents(),
                site.openChats(),
                handovers.store().active(new ActiveQuery(null, null, null, null, Integer.MAX_VALUE)),
                widget.map(handovers.pool()::widget).orElse(null),
                whatsApp instanceof SimulatedTwilio simulated
                        ? Moment.byThread(simulated.twilio().messages().all())
                        : Map.of());
    }

    /** The page, and what is wrong with it. */
    PhonesPage read(Place place, @Nullable String problem, Typed typed) {
        Moment moment = now();
        Lost lost = new Lost(problem);
        Agent agent = whatsApp instanceof SimulatedTwilio ? agent(moment, place, lost) : null;
        String number = agent == null ? null : number(moment, agent, place, lost);
        Situation situation = agent == null || number == null ? null : situation(moment, agent, number);
        Chat chat = chat(moment, place, situation, lost);
        List<Person> people = phones.people(moment, agent);
        Phone phone = agent == null ? null : phone(moment, agent, situation, people, place);
        OpenThread open = phone == null ? null : phone.open();
        return new PhonesPage(
                UUID.randomUUID().toString(),
                new Place(
                        agent == null ? null : Moment.digits(agent.phone()),
                        number == null ? null : Moment.digits(number),
                        place.chat(),
                        place.quote(),
                        place.pane()),
                lost.problem,
                typed,
                people,
                phone,
                visitors.read(moment, chat, chat == null ? null : situation(moment, chat), place),
                Story.of(moment, situation, open, chat),
                phone == null ? List.of() : steps.of(moment),
                Prints.dayAndTime(moment.now()));
    }

    /** What an address named that is not there. */
    private static final class Lost {
        private @Nullable String problem;

        private Lost(@Nullable String problem) {
            this.problem = problem;
        }

        void note(String words) {
            problem = problem == null ? words : problem;
        }
    }

    private static @Nullable Agent agent(Moment moment, Place place, Lost lost) {
        if (place.agent() == null) {
            return moment.agents().stream()
                    .filter(agent -> !moment.chatsOf(agent).isEmpty())
                    .findFirst()
                    .or(() -> moment.agents().stream().findFirst())
                    .orElse(null);
        }
        Agent agent = moment.agent(place.agent()).orElse(null);
        if (agent == null) {
            lost.note("There is no such agent. Choose one of those who are there.");
        }
        return agent;
    }

    private @Nullable String number(Moment moment, Agent agent, Place place, Lost lost) {
        List<ThreadRow> threads = phones.threads(moment, agent, null);
        if (place.number() == null) {
            return threads.isEmpty() ? null : "+" + threads.get(0).digits();
        }
        boolean isThere = threads.stream().anyMatch(thread -> thread.digits().equals(place.number()));
        if (!isThere) {
            lost.note("There is no such chat on " + agent.name() + "'s phone. Choose one of those that are there.");
        }
        return isThere ? "+" + place.number() : null;
    }

    private Situation situation(Moment moment, Agent agent, String number) {
        Instant since = moment.now().minus(handovers.pool().coolDown());
        ThreadRecord thread = handovers.store().thread(PhoneNumber.of(number), Set.of(agent.participant()), since);
        List<String> left = thread.left().stream()
                .flatMap(conversation -> site.chat(conversation).stream())
                .map(Chat::visitor)
                .toList();
        return new Situation(moment.now(), agent, number, moment.nameOf(number), thread, left);
    }

    /** How things are on the thread of a chat, if it has one. */
    private @Nullable Situation situation(Moment moment, Chat chat) {
        Assignment assignment = moment.assignment(chat).orElse(null);
        return assignment == null
                ? null
                : moment.agentOf(assignment)
                        .map(agent ->
                                situation(moment, agent, assignment.number().e164()))
                        .orElse(null);
    }

    private @Nullable Chat chat(Moment moment, Place place, @Nullable Situation situation, Lost lost) {
        String asked = place.chat();
        if (asked != null) {
            Chat chat = find(asked).orElse(null);
            if (chat == null) {
                lost.note("There is no chat with this number. Choose one of those who are there.");
            }
            return chat;
        }
        return situation == null || situation.active().isEmpty()
                ? moment.chats().stream().findFirst().orElse(null)
                : newest(moment, situation);
    }

    private static @Nullable Chat newest(Moment moment, Situation situation) {
        ConversationId newest =
                situation.active().get(situation.active().size() - 1).conversation();
        return moment.chats().stream()
                .filter(chat -> chat.conversation().equals(newest))
                .findFirst()
                .orElse(null);
    }

    /** The chat with this number, as a form or an address names it. */
    Optional<Chat> find(@Nullable String id) {
        return id != null && id.matches("[0-9]{1,18}")
                ? site.chat(ConversationId.of(Long.parseLong(id)))
                : Optional.empty();
    }

    private Phone phone(Moment moment, Agent agent, @Nullable Situation situation, List<Person> people, Place place) {
        Person owner = people.stream().filter(Person::isChosen).findFirst().orElseThrow();
        return new Phone(
                owner,
                phones.threads(moment, agent, situation == null ? null : situation.number()),
                situation == null ? null : phones.open(moment, situation, place));
    }
}
