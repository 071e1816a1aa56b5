package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.Messages.LEASE;
import static dev.numberpool.jdbc.Messages.NOW;
import static dev.numberpool.jdbc.Messages.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PooledNumber;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Media;
import dev.numberpool.jdbc.Guests.Guest;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import dev.numberpool.spi.MessageHistory.Quoted;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.ThreadRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Every method by which a text can reach SQL, with a guest's text wherever there is room for one, in an order that makes
 * sense. Each says what must come back: the guest's own, as it was given.
 */
final class HostileCalls {
    private static final Set<String> EVERY_TEXT =
            Guests.all().stream().map(Guest::text).collect(Collectors.toUnmodifiableSet());
    private static final Set<Participant> EVERYBODY =
            Guests.all().stream().map(Guest::person).collect(Collectors.toUnmodifiableSet());

    private final JdbcNumberStore store;
    private final JdbcMessageLog log;
    private final Guests guests;
    private final Map<Guest, OutboundRecord> sent = new HashMap<>();
    private final Map<Guest, Claim> claims = new HashMap<>();
    private final Map<String, Consumer<Guest>> calls = new LinkedHashMap<>();

    HostileCalls(Guests guests) {
        this.guests = guests;
        this.store = guests.store();
        this.log = guests.log();
        calls.put("CredentialsColumn.rewrite(BiFunction)", this::rewrite);
        widgets();
        numbers();
        threads();
        outbox();
        inbound();
        others();
    }

    /** The calls by the name of their method. */
    Map<String, Consumer<Guest>> all() {
        return calls;
    }

    private void widgets() {
        calls.put("WidgetStore.widgets(WidgetId,int)", this::widgets);
        calls.put("WidgetStore.withoutNumber(WidgetId,Set)", this::withoutNumber);
        calls.put("WidgetStore.save(Widget)", this::save);
        calls.put("WidgetStore.widget(WidgetId)", this::widget);
    }

    private void numbers() {
        calls.put("NumberStore.decide(Handover,Instant,Decider)", this::decide);
        calls.put("NumberStore.find(ConversationId)", this::find);
        calls.put("NumberStore.active(ActiveQuery)", this::active);
        calls.put("NumberStore.noteInbound(SenderThread,Instant)", guest -> store.noteInbound(guest.thread(), NOW));
        calls.put("NumberStore.noteHealth(PhoneNumber,Source,Health)", this::noteHealth);
        calls.put("WidgetStore.usage(WidgetId)", this::usage);
    }

    private void threads() {
        calls.put(
                "ThreadStore.noteWindowClosed(SenderThread,Instant)",
                guest -> store.noteWindowClosed(guest.thread(), NOW.plusSeconds(guest.index())));
        calls.put("ThreadStore.thread(PhoneNumber,Set,Instant)", this::thread);
        calls.put(
                "ThreadStore.isOurs(PhoneNumber)",
                guest -> assertThat(store.isOurs(guest.number())).isTrue());
        calls.put(
                "ThreadStore.ours()",
                guest -> assertThat(store.ours())
                        .as("no number was read out of a text")
                        .containsExactlyInAnyOrderElementsOf(
                                Guests.all().stream().map(Guest::number).toList()));
        calls.put("NumberStore.release(ConversationId,Instant)", this::release);
    }

    private void outbox() {
        calls.put("Outbox.append(List,Instant,SendGate)", this::append);
        calls.put("MessageHistory.recorded(ConversationId,String,Instant)", this::recorded);
        calls.put("Outbox.note(DeliveryReport)", this::note);
        calls.put("MessageHistory.quoted(String)", this::quoted);
        calls.put("MessageHistory.hasWritten(ConversationId,Set)", this::hasWritten);
        calls.put(
                "MessageHistory.writtenOn(PhoneNumber,Set,Instant)",
                guest -> assertThat(log.writtenOn(guest.number(), EVERYBODY, NOW.minusSeconds(1)))
                        .containsOnlyKeys(guest.conversation()));
        calls.put(
                "ReconciliationLog.unsettled(Instant,Instant,long,int)",
                guest -> assertThat(of(guest, log.unsettled(NOW, NOW.plusSeconds(1), 0, 10_000)))
                        .isEqualTo(known(guest)));
        calls.put("Outbox.park(DeliveryReport,Instant)", this::park);
        calls.put("Outbox.next(SenderThread,Instant,SendGate)", this::next);
        calls.put("Outbox.move(OutboundRecord,Instant)", this::move);
        calls.put(
                "MessageLog.due(Instant,Instant,long,int)",
                guest -> assertThat(of(guest, log.due(NOW, NOW.minusSeconds(1), 0, 10_000))
                                .content())
                        .isEqualTo(content(guest)));
        calls.put("MessageLog.told(OutboundRecord)", this::told);
        calls.put("MessageHistory.answers(SenderThread,Instant)", this::answers);
    }

    private void inbound() {
        calls.put("InboundLog.claim(String,Instant,Duration)", this::claim);
        calls.put("InboundLog.giveBack(Claim)", this::giveBack);
        calls.put(
                "InboundLog.complete(Claim,Completion,Instant)",
                guest -> log.complete(claims.get(guest), new Completion(message(guest), null, true), NOW));
        calls.put("InboundLog.takeHeld(Claim,PhoneNumber,Set,Instant,Instant)", this::takeHeld);
    }

    private void others() {
        calls.put(
                "AliasStore.learn(Participant,Participant)",
                guest -> assertThat(log.learn(guest.person(), alias(guest))).isTrue());
        calls.put("AliasStore.aliases(Participant)", this::aliases);
        calls.put("AliasStore.forget(Participant)", this::forget);
        calls.put(
                "ReconciliationLog.noteCompared(String,Instant)",
                guest -> log.noteCompared(guest.text(), NOW.plusSeconds(guest.index())));
        calls.put("ReconciliationLog.comparedUntil(String)", this::comparedUntil);
        calls.put("MessageLog.purge(Instant,Predicate)", this::purge);
    }

    private void rewrite(Guest guest) {
        CredentialsColumn.Report report = CredentialsColumn.of(guests.host().source(), TableNames.standard())
                .rewrite((widget, stored) -> widget.equals(guest.widget()) ? "sealed " + guest.text() : stored);

        assertThat(report.isComplete()).isTrue();
        assertThat(report.rewritten()).isEqualTo(1);
        assertThat(report.unchanged()).isEqualTo(Guests.all().size() - 1);
    }

    private void widgets(Guest guest) {
        List<WidgetId> all = store.widgets(null, 1_000);

        assertThat(all).containsOnlyOnce(guest.widget()).hasSize(Guests.all().size());
        assertThat(store.widgets(guest.widget(), 1_000))
                .isEqualTo(all.subList(all.indexOf(guest.widget()) + 1, all.size()));
    }

    /** The host's statuses are free texts; here each has its own. */
    private void withoutNumber(Guest guest) {
        WidgetId widget = guest.widget();

        assertThat(store.withoutNumber(widget, Set.of(guest.text()))).containsExactly(guest.conversation());
        assertThat(store.withoutNumber(widget, EVERY_TEXT)).containsExactly(guest.conversation());
        assertThat(store.withoutNumber(widget, Set.of(guest.text() + "x"))).isEmpty();
        assertThat(store.withoutNumber(WidgetId.of(other(guest)), EVERY_TEXT)).isEmpty();
    }

    private static PooledNumber entry(Guest guest) {
        String text = guest.text();
        return new PooledNumber(
                guest.number(),
                text,
                text,
                true,
                1,
                text,
                Map.of(text, TextNode.valueOf(text).toString()));
    }

    private void save(Guest guest) {
        Widget edited = store.widget(guest.widget()).orElseThrow().withPool(List.of(entry(guest)));

        assertThat(store.save(edited).pool()).containsExactly(entry(guest));
        assertThatThrownBy(() -> store.save(Widget.of(WidgetId.of(other(guest)))))
                .isInstanceOf(UnknownWidgetException.class)
                .hasMessageContaining(other(guest));
    }

    private void widget(Guest guest) {
        Widget widget = store.widget(guest.widget()).orElseThrow();

        assertThat(widget.pool()).containsExactly(entry(guest));
        assertThat(widget.credentials()).isEqualTo("sealed " + guest.text());
        assertThat(widget.problems()).isEmpty();
        near(guest)
                .forEach(other ->
                        assertThat(store.widget(WidgetId.of(other))).as(other).isEmpty());
    }

    private static Assignment assignment(Guest guest) {
        return new Assignment(
                guest.widget(),
                guest.conversation(),
                guest.number(),
                guest.text(),
                Assignment.Source.POOL,
                guest.person(),
                NOW,
                false);
    }

    private void decide(Guest guest) {
        Handover handover = Handover.of(guest.widget(), guest.conversation())
                .withAgent(guest.person())
                .withCustomer(alias(guest));
        Assignment choice = assignment(guest).asNew(true);

        Optional<Assignment> decided = store.decide(handover, NOW, snapshot -> {
            assertThat(snapshot.widget().pool()).containsExactly(entry(guest));
            assertThat(snapshot.conversation())
                    .isEqualTo(ConversationRecord.open(guest.widget(), guest.conversation()));
            return Optional.of(choice);
        });

        assertThat(decided).contains(choice);
        assertThatThrownBy(() -> store.decide(
                        Handover.of(guest.widget(), ConversationId.of(other(guest))),
                        NOW,
                        snapshot -> Optional.of(choice)))
                .isInstanceOf(UnknownConversationException.class)
                .hasMessageContaining(other(guest));
        assertThatThrownBy(() -> store.decide(
                        Handover.of(WidgetId.of(other(guest)), guest.conversation()),
                        NOW,
                        snapshot -> Optional.of(choice)))
                .isInstanceOf(UnknownWidgetException.class)
                .hasMessageContaining(other(guest));
    }

    private void find(Guest guest) {
        assertThat(store.find(guest.conversation()).orElseThrow().active()).isEqualTo(assignment(guest));
        near(guest)
                .forEach(other -> assertThat(store.find(ConversationId.of(other)))
                        .as(other)
                        .isEmpty());
    }

    private void active(Guest guest) {
        List<Assignment> own = List.of(assignment(guest));

        assertThat(store.active(ActiveQuery.of(guest.widget()))).isEqualTo(own);
        assertThat(store.active(ActiveQuery.on(guest.number()))).isEqualTo(own);
        assertThat(store.active(ActiveQuery.on(guest.thread()))).isEqualTo(own);
        assertThat(store.active(new ActiveQuery(null, null, guest.person(), null, 1_000)))
                .as("of the agent, on any number")
                .isEqualTo(own);
        assertThat(store.active(ActiveQuery.of(WidgetId.of(other(guest))))).isEmpty();
    }

    private void noteHealth(Guest guest) {
        for (Health.Source source : Health.Source.values()) {
            Health health = new Health(guest.text(), NOW, NOW.plusSeconds(source.ordinal()));
            store.noteHealth(guest.number(), source, health);
        }
        store.noteHealth(guest.number(), Health.Source.POLL, null);
    }

    private void usage(Guest guest) {
        NumberFacts facts = store.usage(guest.widget()).get(0);

        assertThat(facts.number()).isEqualTo(guest.number());
        assertThat(facts.active()).isEqualTo(1);
        assertThat(facts.health()).isNotNull().extracting(Health::reason).isEqualTo(guest.text());
        assertThatThrownBy(() -> store.usage(WidgetId.of(other(guest)))).isInstanceOf(UnknownWidgetException.class);
    }

    private void thread(Guest guest) {
        for (Set<Participant> people : List.of(Set.of(guest.person()), EVERYBODY)) {
            ThreadRecord thread = store.thread(guest.number(), people, NOW);
            assertThat(thread.active()).containsExactly(assignment(guest));
            assertThat(thread.lastInboundAt()).isEqualTo(NOW);
            assertThat(thread.windowClosedAt()).isEqualTo(NOW.plusSeconds(guest.index()));
        }
        Participant another = Participant.of("~" + guest.index());
        assertThat(store.thread(guest.number(), Set.of(another), NOW).active()).isEmpty();
    }

    private void release(Guest guest) {
        assertThat(store.release(guest.conversation(), NOW)).contains(assignment(guest));
        assertThat(store.release(guest.conversation(), NOW)).isEmpty();
        assertThat(store.thread(guest.number(), EVERYBODY, NOW).left()).containsExactly(guest.conversation());
        assertThatThrownBy(() -> store.release(ConversationId.of(other(guest)), NOW))
                .isInstanceOf(UnknownConversationException.class);
    }

    private static Content content(Guest guest) {
        String text = guest.text();
        return guest.index() % 2 == 0
                ? new Content.Text(text, List.of(new Media(text, text)))
                : new Content.Template(text, Map.of(text, text));
    }

    private static OutboundRecord message(Guest guest, Kind kind) {
        return new OutboundRecord(
                UUID.randomUUID().toString(),
                kind,
                kind == Kind.ANSWER ? null : guest.conversation(),
                guest.widget(),
                guest.text(),
                1,
                1,
                guest.thread(),
                content(guest),
                guest.text(),
                NOW,
                DeliveryState.PARKED,
                1,
                null,
                null,
                NOW,
                null,
                0);
    }

    private void append(Guest guest) {
        OutboundRecord given = message(guest, Kind.MESSAGE);

        List<OutboundRecord> logged = log.append(List.of(given), NOW, OPEN);

        assertThat(logged).hasSize(1);
        assertThat(logged.get(0))
                .usingRecursiveComparison()
                .ignoringFields("state", "position")
                .isEqualTo(given);
        assertThat(log.append(List.of(message(guest, Kind.MESSAGE)), NOW, OPEN))
                .as("a second message of the same id is the first")
                .isEqualTo(logged);
        sent.put(guest, logged.get(0));
    }

    private void recorded(Guest guest) {
        assertThat(log.recorded(guest.conversation(), guest.text(), NOW).parts())
                .containsExactly(sent.get(guest));
        near(guest).forEach(other -> {
            assertThat(log.recorded(guest.conversation(), other, NOW).parts()).isEmpty();
            assertThat(log.recorded(ConversationId.of(other), guest.text(), NOW).parts())
                    .isEmpty();
        });
    }

    private void note(Guest guest) {
        OutboundRecord record = sent.get(guest);
        List<DeliveryReport> nobodys = List.of(
                new DeliveryReport(guest.text(), null, DeliveryState.SENT, null, NOW),
                new DeliveryReport(guest.text() + ".1", null, DeliveryState.SENT, null, NOW),
                new DeliveryReport(null, guest.text(), DeliveryState.SENT, null, NOW),
                new DeliveryReport(record.id() + guest.text() + ".1", null, DeliveryState.SENT, null, NOW));
        assertThat(nobodys.stream().map(log::note)).containsOnly(Optional.empty());

        OutboundRecord noted = log.note(
                        new DeliveryReport(record.reference(), guest.text(), DeliveryState.SENT, null, NOW))
                .orElseThrow();

        assertThat(noted.providerId()).isEqualTo(guest.text());
        assertThat(noted.content()).isEqualTo(content(guest));
        near(guest)
                .forEach(other -> assertThat(log.note(new DeliveryReport(null, other, DeliveryState.READ, null, NOW)))
                        .as(other)
                        .isEmpty());
        sent.put(guest, noted);
    }

    private OutboundRecord known(Guest guest) {
        return sent.get(guest);
    }

    private static OutboundRecord of(Guest guest, List<OutboundRecord> records) {
        List<OutboundRecord> own = records.stream()
                .filter(record -> record.messageId().equals(guest.text()))
                .toList();
        assertThat(own).hasSize(1);
        return own.get(0);
    }

    private void quoted(Guest guest) {
        assertThat(log.quoted(guest.text())).contains(new Quoted(guest.conversation(), guest.person(), Kind.MESSAGE));
        near(guest).forEach(other -> assertThat(log.quoted(other)).as(other).isEmpty());
    }

    private void hasWritten(Guest guest) {
        assertThat(log.hasWritten(guest.conversation(), Set.of(guest.person()))).isTrue();
        assertThat(log.hasWritten(guest.conversation(), Set.of(alias(guest)))).isFalse();
        assertThat(log.hasWritten(ConversationId.of(other(guest)), EVERYBODY)).isFalse();
    }

    private void park(Guest guest) {
        DeliveryReport report = new DeliveryReport(null, guest.text(), DeliveryState.QUEUED, null, NOW);

        OutboundRecord parked = log.park(report, null).orElseThrow();

        assertThat(parked.messageId()).isEqualTo(guest.text());
        assertThat(log.park(report, null)).as("its provider's id is forgotten").isEmpty();
    }

    private void next(Guest guest) {
        OutboundRecord taken = log.next(guest.thread(), NOW, OPEN).orElseThrow();

        assertThat(taken.messageId()).isEqualTo(guest.text());
        assertThat(taken.content()).isEqualTo(content(guest));
        assertThat(taken.heading()).isEqualTo(guest.text());
        sent.put(guest, taken);
    }

    private void move(Guest guest) {
        OutboundRecord record = sent.get(guest);

        assertThat(log.move(record.on(record.thread(), "again " + guest.text(), NOW), NOW))
                .isTrue();
        assertThat(log.move(record, NOW)).isFalse();
        OutboundRecord moved =
                of(guest, log.recorded(guest.conversation(), guest.text(), NOW).parts());
        assertThat(moved.heading()).isEqualTo("again " + guest.text());
    }

    private void told(Guest guest) {
        OutboundRecord taken = log.next(guest.thread(), NOW, OPEN).orElseThrow();
        OutboundRecord failed = log.note(
                        new DeliveryReport(taken.reference(), guest.text(), DeliveryState.FAILED, null, NOW))
                .orElseThrow();
        assertThat(of(guest, log.due(NOW, NOW.minusSeconds(1), 0, 10_000)).state())
                .isEqualTo(DeliveryState.FAILED);

        log.told(failed);

        assertThat(log.due(NOW, NOW.minusSeconds(1), 0, 10_000))
                .noneMatch(record -> record.messageId().equals(guest.text()));
    }

    private void answers(Guest guest) {
        log.append(List.of(message(guest, Kind.ANSWER)), NOW, OPEN);

        assertThat(log.answers(guest.thread(), NOW)).isEqualTo(1);
    }

    private static InboundMessage message(Guest guest) {
        String text = guest.text();
        return new InboundMessage(
                text,
                guest.person(),
                guest.number(),
                text,
                List.of(new Media(text, text)),
                text,
                text,
                NOW,
                alias(guest),
                false);
    }

    private void claim(Guest guest) {
        Claim claim = log.claim(guest.text(), NOW, LEASE);

        assertThat(claim.state()).isEqualTo(Claim.State.WON);
        assertThat(log.claim(guest.text(), NOW, LEASE).state()).isEqualTo(Claim.State.IN_PROGRESS);
        claims.put(guest, claim);
    }

    private void giveBack(Guest guest) {
        Claim other = log.claim(other(guest), NOW, LEASE);
        assertThat(other.state()).isEqualTo(Claim.State.WON);
        log.giveBack(other);
        log.giveBack(new Claim(guest.text(), other.messageId(), Claim.State.WON));
        assertThat(log.claim(guest.text(), NOW, LEASE).state())
                .as("only its own token gives it back")
                .isEqualTo(Claim.State.IN_PROGRESS);
    }

    private void takeHeld(Guest guest) {
        Claim claim = log.claim("next " + guest.index(), NOW, LEASE);

        assertThat(log.takeHeld(claim, guest.number(), EVERYBODY, NOW, NOW)).containsExactly(message(guest));
        InboundMessage next = InboundMessage.of(claim.messageId(), guest.person(), guest.number(), guest.text(), NOW);
        log.complete(claim, new Completion(next, guest.conversation(), false), NOW);

        assertThat(log.claim(guest.text(), NOW, LEASE).state()).isEqualTo(Claim.State.COMPLETED);
        assertThat(log.quoted(claim.messageId())).contains(new Quoted(guest.conversation(), guest.person(), null));
    }

    private static Participant alias(Guest guest) {
        return Participant.of("~" + guest.text().substring(0, guest.text().offsetByCodePoints(0, 1)) + guest.index());
    }

    private void aliases(Guest guest) {
        Set<Participant> both = Set.of(guest.person(), alias(guest));

        assertThat(log.aliases(guest.person())).isEqualTo(both);
        assertThat(log.aliases(alias(guest))).isEqualTo(both);
    }

    private void forget(Guest guest) {
        log.forget(guest.person());

        assertThat(log.aliases(alias(guest))).containsExactly(alias(guest));
        Guests.all().stream()
                .skip(guest.index() + 1L)
                .limit(1)
                .forEach(next -> assertThat(log.aliases(next.person())).hasSize(2));
    }

    private void comparedUntil(Guest guest) {
        assertThat(log.comparedUntil(guest.text())).contains(NOW.plusSeconds(guest.index()));
        near(guest)
                .forEach(other -> assertThat(log.comparedUntil(other)).as(other).isEmpty());
    }

    private void purge(Guest guest) {
        int deleted = log.purge(NOW.plusSeconds(1), conversation -> !conversation.equals(guest.conversation()));

        assertThat(deleted).as("what it was sent, and what it wrote twice").isEqualTo(3);
        assertThat(log.recorded(guest.conversation(), guest.text(), NOW).parts())
                .isEmpty();
        assertThat(log.claim(guest.text(), NOW, LEASE).state()).isEqualTo(Claim.State.WON);
    }

    /** One that is nobody's. */
    private static String other(Guest guest) {
        return near(guest).get(0);
    }

    private static List<String> near(Guest guest) {
        return HostileTexts.near(guest.text());
    }
}
