package dev.numberpool.twilio;

import static dev.numberpool.twilio.ReconcilerHost.ONE;
import static dev.numberpool.twilio.ReconcilerHost.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.InboundOutcome.Routed;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.twilio.fake.tests.OpenApiCheck;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@DisplayName("The host is down for an hour: afterwards everything is in, once, in order, and nothing was guessed")
@Timeout(120)
class TwilioReconcilerOutageTest {
    private static final Logger LOG = LoggerFactory.getLogger(TwilioReconcilerOutageTest.class);
    private static final Duration COOL_DOWN = Duration.ofMinutes(10);
    private static final int AGENTS = 9;
    private static final int MESSAGES = 500;
    private static final int STATUSES = 50;

    private final ReconcilerHost host = new ReconcilerHost(ONE, TWO);

    /** Who was on which thread, and when. */
    private final List<Stay> stays = new ArrayList<>();
    /** Of whom an agent has read on a thread. */
    private final Map<SenderThread, Set<ConversationId>> read = new HashMap<>();

    private final Map<String, Written> written = new LinkedHashMap<>();
    private long lastConversation;

    /** A conversation on a thread. */
    private static final class Stay {
        final SenderThread thread;
        final ConversationId conversation;
        final Instant from;

        @Nullable
        Instant to;

        Stay(SenderThread thread, ConversationId conversation, Instant from) {
            this.thread = thread;
            this.conversation = conversation;
            this.from = from;
        }
    }

    /** What an agent wrote; with a code for a conversation or with none. */
    private record Written(
            SenderThread thread, String text, @Nullable ConversationId code, Instant at) {}

    @AfterEach
    void close() {
        host.close();
    }

    @RepeatedTest(3)
    @DisplayName("D9, D15: 500 messages and 50 statuses of an hour")
    void everything_of_an_hour_is_in_afterwards(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        prepare(random);
        host.down();
        hour(random);
        host.up();
        assertThat(host.handled).isEmpty();
        host.twilio.calls().clear();

        TwilioReconciler.Result result = host.reconcile();

        assertThat(result.received())
                .as("seed %s", repetition.getCurrentRepetition())
                .isEqualTo(MESSAGES);
        assertThat(result.problems()).isEmpty();
        assertThat(result.settled()).isEqualTo(STATUSES);
        // The callbacks of what agents were answered.
        host.twilio.webhooks().settle();
        List<OutboundRecord> open = host.log.unsettled(Instant.EPOCH, Instant.MAX, 0, 1000);
        assertThat(open).isEmpty();
        assertEverythingIsIn();
        assertNothingIsGuessed();
        int requests = reads();
        LOG.warn(
                "{} messages and {} statuses in {} requests; {} routed, {} held or answered",
                MESSAGES,
                STATUSES,
                requests,
                host.routed().size(),
                MESSAGES - host.routed().size());
        int media = (int) written.values().stream()
                .filter(each -> each.text().startsWith("look"))
                .count();
        assertThat(requests).isEqualTo(2 + media + 2);
    }

    @Test
    @DisplayName("a second comparison changes nothing and asks once for each number")
    void a_second_comparison_changes_nothing() {
        prepare(new Random(9));
        host.down();
        hour(new Random(9));
        host.up();
        host.reconcile();
        int sent = host.twilio.messages().sent().size();
        int handled = host.handled.size();
        host.twilio.calls().clear();

        TwilioReconciler.Result again = host.reconcile();

        assertThat(again.received()).isZero();
        assertThat(again.settled()).isZero();
        assertThat(again.problems()).isEmpty();
        assertThat(host.handled).hasSize(handled);
        assertThat(host.twilio.messages().sent()).hasSize(sent);
        assertThat(reads()).isEqualTo(2);
    }

    @Test
    @DisplayName("all requests are as Twilio's OpenAPI documents ask")
    void all_requests_are_as_the_documents_ask() {
        prepare(new Random(5));
        host.down();
        hour(new Random(5));
        host.up();
        host.reconciler().pageSize(20).build().reconcile(host::handle);
        assertThat(OpenApiCheck.orSkip().violations(host.twilio.calls().all())).isEmpty();
    }

    // ---- what happens

    /** Agents with one to three conversations, of which half have been written about, and messages that are on their way. */
    private void prepare(Random random) {
        for (int i = 0; i < AGENTS; i++) {
            for (int k = 0; k <= i % 3; k++) {
                assign(agent(i));
            }
        }
        for (Stay stay : stays) {
            host.write(stay.thread.participant(), stay.thread.number(), "hello");
        }
        host.twilio.webhooks().settle();
        host.reconcile();
        host.twilio.messages().pause();
        List<Stay> chatty = stays.stream().filter(stay -> random.nextBoolean()).toList();
        for (int i = 0; i < STATUSES; i++) {
            Stay stay = chatty.get(i % chatty.size());
            host.say(Long.parseLong(stay.conversation.value()), "m" + i, "visitor's words " + i);
            host.pass(Duration.ofSeconds(10));
            read.computeIfAbsent(stay.thread, thread -> new HashSet<>()).add(stay.conversation);
        }
        host.handled.clear();
        host.pass(Duration.ofMinutes(30));
    }

    private void hour(Random random) {
        host.twilio.messages().resume();
        for (int i = 0; i < MESSAGES; i++) {
            // Several in one second, now and then.
            host.pass(Duration.ofMillis(random.nextInt(14_000)));
            if (i % 60 == 59) {
                change(random);
            }
            write(random, i);
        }
    }

    private void write(Random random, int number) {
        Stay stay = stays.get(random.nextInt(stays.size()));
        Participant agent = stay.thread.participant();
        boolean hasCode = random.nextInt(5) == 0;
        boolean isPicture = random.nextInt(20) == 0;
        String text = (isPicture ? "look " : "agent's words ") + number;
        String sent = hasCode ? "#" + stay.conversation + ": " + text : text;
        String sid = isPicture
                ? host.twilio
                        .phone(agent.address())
                        .sendMedia(
                                stay.thread.number().e164(),
                                "image/jpeg",
                                "jpeg".getBytes(StandardCharsets.UTF_8),
                                sent)
                : host.write(agent, stay.thread.number(), sent);
        written.put(sid, new Written(stay.thread, text, hasCode ? stay.conversation : null, host.clock.instant()));
    }

    /** What an operator may do meanwhile. */
    private void change(Random random) {
        List<Stay> active = stays.stream().filter(stay -> stay.to == null).toList();
        Stay stay = active.get(random.nextInt(active.size()));
        switch (random.nextInt(3)) {
            case 0 -> {
                host.pool.release(stay.conversation);
                stay.to = host.clock.instant();
            }
            case 1 -> {
                Assignment moved = host.pool.transfer(stay.conversation, agent(random.nextInt(AGENTS)));
                SenderThread thread = thread(moved);
                if (!thread.equals(stay.thread)) {
                    stay.to = host.clock.instant();
                    stays.add(new Stay(thread, stay.conversation, host.clock.instant()));
                }
            }
            default -> assign(agent(random.nextInt(AGENTS)));
        }
    }

    private void assign(Participant agent) {
        Assignment assignment = host.assign(++lastConversation, agent);
        stays.add(new Stay(thread(assignment), assignment.conversation(), host.clock.instant()));
    }

    private static Participant agent(int number) {
        return Participant.of("+2010166663" + (10 + number));
    }

    private static SenderThread thread(Assignment assignment) {
        return new SenderThread(assignment.agent(), assignment.number());
    }

    // ---- what must hold

    private void assertEverythingIsIn() {
        assertThat(host.handled).hasSize(MESSAGES);
        Map<SenderThread, List<String>> came = new HashMap<>();
        host.handled.forEach(each -> {
            assertThat(each.message().replayed()).isTrue();
            came.computeIfAbsent(each.message().thread(), thread -> new ArrayList<>())
                    .add(each.message().id());
        });
        Map<SenderThread, List<String>> wrote = new HashMap<>();
        written.forEach((sid, each) -> wrote.computeIfAbsent(each.thread(), thread -> new ArrayList<>())
                .add(sid));
        assertThat(came).isEqualTo(wrote);
        host.handled.stream()
                .filter(each -> each.message().text().contains("look"))
                .forEach(each -> assertThat(each.message().media())
                        .singleElement()
                        .satisfies(medium -> {
                            assertThat(medium.contentType()).isEqualTo("image/jpeg");
                            assertThat(medium.reference())
                                    .matches("https://api\\.twilio\\.com/2010-04-01/Accounts/AC.*/Media/ME.*");
                        }));
    }

    /** D9 in other words: plain text reaches a conversation only if nobody else can be meant, then and now. */
    private void assertNothingIsGuessed() {
        for (ReconcilerHost.Handled each : host.handled) {
            Written text = written.get(each.message().id());
            ConversationId expected = text.code() == null ? only(text) : current(text.code(), text.thread());
            ConversationId actual = each.outcome() instanceof Routed routed
                    ? routed.assignment().conversation()
                    : null;
            assertThat(actual)
                    .as("%s on %s: %s", each.message(), text.thread(), each.outcome())
                    .isEqualTo(expected);
            if (actual != null) {
                assertThat(((Routed) each.outcome()).text()).isEqualTo(text.text());
            } else {
                assertThat(each.outcome()).isNotInstanceOf(InboundOutcome.Rejected.class);
            }
        }
    }

    private @Nullable ConversationId only(Written text) {
        Set<ConversationId> possible = new HashSet<>(read.getOrDefault(text.thread(), Set.of()));
        ConversationId wasAndIsThere = null;
        for (Stay stay : stays) {
            boolean left = stay.to != null && stay.to.isBefore(text.at().minus(COOL_DOWN));
            if (!stay.thread.equals(text.thread()) || left) {
                continue;
            }
            possible.add(stay.conversation);
            // Twilio's times have whole seconds: what was assigned within the second was not there.
            if (stay.to == null && !stay.from.isAfter(text.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS))) {
                wasAndIsThere = stay.conversation;
            }
        }
        return possible.size() == 1 ? wasAndIsThere : null;
    }

    /** A code counts if the sender is the conversation's agent now. */
    private @Nullable ConversationId current(ConversationId conversation, SenderThread thread) {
        return stays.stream()
                .filter(stay -> stay.conversation.equals(conversation) && stay.to == null)
                .filter(stay -> stay.thread.participant().equals(thread.participant()))
                .map(stay -> stay.conversation)
                .findFirst()
                .orElse(null);
    }

    private int reads() {
        return host.twilio.calls().count("GET", "*");
    }
}
