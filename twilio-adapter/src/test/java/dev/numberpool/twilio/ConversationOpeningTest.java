package dev.numberpool.twilio;

import static dev.numberpool.twilio.ConversationWorld.CUSTOMER;
import static dev.numberpool.twilio.ConversationWorld.ON_SALES;
import static dev.numberpool.twilio.ConversationWorld.ON_SUPPORT;
import static dev.numberpool.twilio.ConversationWorld.SALES;
import static dev.numberpool.twilio.ConversationWorld.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.Failure.Retry;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.spi.ProviderConversation.State;
import dev.numberpool.twilio.fake.FakeConversations.FakeConversation;
import dev.numberpool.twilio.fake.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a thread has one conversation, whoever opens it and whatever goes wrong")
@Timeout(60)
class ConversationOpeningTest {
    private static final String MAKE = "/v1/ConversationWithParticipants";
    private static final String LOOK = "/v1/ParticipantConversations";
    private static final String PARTICIPANTS = "/v1/Conversations/*/Participants";
    private static final String ONE = "/v1/Conversations/*";

    private final ConversationWorld world = new ConversationWorld();
    private final TwilioConversations conversations = world.conversations();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void one_that_is_there_is_found_in_one_call() {
        String id = world.open(ON_SUPPORT);

        ProviderConversation opened = conversations.open(ON_SUPPORT);

        assertThat(opened.id()).isEqualTo(id);
        assertThat(opened.threads()).containsExactly(ON_SUPPORT);
        assertThat(opened.state()).isEqualTo(State.OPEN);
        assertThat(world.requests()).isEqualTo(1);
    }

    @Test
    void a_new_one_is_made_with_its_participant_in_one_request() {
        ProviderConversation opened = conversations.open(ON_SALES);

        FakeConversation made = world.conversation(opened.id());
        assertThat(made.participants()).singleElement().satisfies(it -> {
            assertThat(it.address()).isEqualTo("whatsapp:+201016666348");
            assertThat(it.proxyAddress()).isEqualTo("whatsapp:+0987654321");
        });
        assertThat(opened.threads()).containsExactly(ON_SALES);
        assertThat(world.requests()).isEqualTo(2);
        assertThat(conversations.open(ON_SALES).id()).isEqualTo(opened.id());
        assertThat(world.count("POST", "*")).isEqualTo(1);
    }

    @Test
    void another_number_or_another_person_is_another_conversation() {
        Participant other = Participant.of("US.13491208655302741918");

        Set<String> ids = Set.of(
                conversations.open(ON_SUPPORT).id(),
                conversations.open(ON_SALES).id(),
                conversations.open(new SenderThread(other, SUPPORT)).id());

        assertThat(ids).hasSize(3);
    }

    @Test
    void its_name_shows_neither_address_and_depends_on_the_accounts_secret() {
        String name = world.conversation(conversations.open(ON_SUPPORT).id()).uniqueName();

        assertThat(name).matches("numberpool-[0-9a-f]{32}-0").doesNotContain("2010", "6348", "1234567890");
        ConversationNames names = new ConversationNames(world.account.secret());
        assertThat(name).isEqualTo(names.of(ON_SUPPORT, 0));
        assertThat(names.of(ON_SALES, 0)).isNotEqualTo(name);
        assertThat(new ConversationNames("another").of(ON_SUPPORT, 0)).isNotEqualTo(name);
        assertThat(names).hasToString("ConversationNames");
    }

    @Test
    void after_closing_a_new_one_is_made_again_and_again() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(conversations.open(ON_SUPPORT).id());
            conversations.close(ids.get(i));
            conversations.close(ids.get(i));
        }

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(ids)
                .allSatisfy(id -> assertThat(world.conversation(id).state()).isEqualTo("closed"));
        // Its name ends with a count, so none of them had to be tried.
        assertThat(world.count("POST", MAKE)).isEqualTo(4);
    }

    @Test
    void closing_what_does_not_exist_is_no_failure() {
        conversations.close("CH" + "0".repeat(32));

        assertThat(world.requests()).isEqualTo(1);
    }

    @Nested
    @DisplayName("when another one is faster")
    class Conflicts {
        @Test
        void the_customer_writes_between_look_and_making() {
            List<String> theirs = new ArrayList<>();
            world.after(1, "GET", LOOK, () -> theirs.add(world.open(ON_SUPPORT)));

            assertThat(conversations.open(ON_SUPPORT).id()).isEqualTo(theirs.get(0));
            assertThat(world.twilio.calls().to("POST", MAKE).get(0).answer()).contains("50425");
            assertThat(world.twilio.conversations().all()).hasSize(1);
        }

        @Test
        void another_process_gives_the_name_first() {
            List<String> theirs = new ArrayList<>();
            world.after(
                    1,
                    "GET",
                    LOOK,
                    () -> theirs.add(world.conversations().open(ON_SUPPORT).id()));

            assertThat(conversations.open(ON_SUPPORT).id()).isEqualTo(theirs.get(0));
            assertThat(world.twilio.calls().all())
                    .anyMatch(call -> call.answer().contains("50353"));
            assertThat(world.twilio.conversations().all()).hasSize(1);
        }

        @Test
        void the_name_is_taken_by_a_closed_one_that_nobody_is_in() {
            String left = world.twilio.conversations().open(name(0));
            world.twilio.conversations().close(left);
            String leftToo = world.twilio.conversations().open(name(1));
            world.twilio.conversations().close(leftToo);

            ProviderConversation opened = conversations.open(ON_SUPPORT);

            assertThat(world.conversation(opened.id()).uniqueName()).isEqualTo(name(2));
        }

        @Test
        void the_name_is_taken_by_one_that_its_participant_was_taken_out_of() {
            String id = conversations.open(ON_SUPPORT).id();
            world.twilio.conversations().leave(id);

            ProviderConversation opened = conversations.open(ON_SUPPORT);

            assertThat(opened.id()).isEqualTo(id);
            assertThat(opened.threads()).containsExactly(ON_SUPPORT);
            assertThat(world.conversation(id).participants()).hasSize(1);
        }

        @Test
        void the_name_is_taken_by_one_that_somebody_else_was_put_into() {
            String id = world.twilio.conversations().open(name(0));
            world.twilio.conversations().join(id, "+201016666349", SUPPORT.e164());

            ProviderConversation opened = conversations.open(ON_SUPPORT);

            assertThat(opened.id()).isNotEqualTo(id);
            assertThat(opened.threads()).containsExactly(ON_SUPPORT);
            assertThat(world.conversation(opened.id()).uniqueName()).isEqualTo(name(1));
        }

        @Test
        void the_pair_is_taken_while_an_empty_one_is_filled() {
            String empty = world.twilio.conversations().open(name(0));
            List<String> theirs = new ArrayList<>();
            world.after(1, "GET", PARTICIPANTS, () -> theirs.add(world.open(ON_SUPPORT)));

            assertThat(conversations.open(ON_SUPPORT).id())
                    .isEqualTo(theirs.get(0))
                    .isNotEqualTo(empty);
            assertThat(world.twilio.calls().to("POST", PARTICIPANTS).get(0).answer())
                    .contains("50416");
        }

        @Test
        void the_empty_one_is_closed_while_it_is_filled() {
            String empty = world.twilio.conversations().open(name(0));
            world.after(
                    1, "GET", PARTICIPANTS, () -> world.twilio.conversations().close(empty));

            assertThat(conversations.open(ON_SUPPORT).id()).isNotEqualTo(empty);
            assertThat(world.twilio.calls().to("POST", PARTICIPANTS).get(0).answer())
                    .contains("50377");
        }

        @Test
        void the_one_that_was_named_is_closed_before_it_is_looked_at() {
            world.after(1, "GET", LOOK, () -> world.open(ON_SUPPORT));
            world.after(
                    1,
                    "POST",
                    MAKE,
                    () -> world.twilio
                            .conversations()
                            .close(world.twilio.conversations().all().get(0).sid()));

            ProviderConversation opened = conversations.open(ON_SUPPORT);

            assertThat(world.conversation(opened.id()).state()).isEqualTo("active");
            assertThat(openOnes(ON_SUPPORT)).containsExactly(opened.id());
        }

        @Test
        void a_refusal_that_names_no_conversation_is_looked_into() {
            world.twilio.faults().script("POST", MAKE, Fault.error(409, 50425, "a binding exists already"));
            world.after(1, "POST", MAKE, () -> world.open(ON_SUPPORT));

            assertThat(openOnes(ON_SUPPORT)).isEmpty();
            assertThat(conversations.open(ON_SUPPORT).id())
                    .isEqualTo(openOnes(ON_SUPPORT).get(0));
        }

        @Test
        void a_refusal_that_can_never_be_explained_ends_and_says_that_later_may_be_better() {
            world.twilio.faults().always("POST", MAKE, Fault.error(409, 50425, "a binding exists already"));

            GatewayException failure = failure(ON_SUPPORT);

            assertThat(failure.kind()).isEqualTo(Kind.CONCURRENT_CHANGE);
            assertThat(failure.retry()).isEqualTo(Retry.SOON);
            assertThat(world.count("POST", MAKE)).isBetween(2, 6);
        }

        @Test
        void a_named_one_that_holds_others_is_never_taken() {
            SenderThread variant = new SenderThread(Participant.of("+5215512345678"), SUPPORT);
            SenderThread asked = new SenderThread(Participant.of("+525512345678"), SUPPORT);
            String theirs = world.open(variant);
            world.twilio
                    .faults()
                    .script(
                            "POST",
                            MAKE,
                            Fault.error(409, 50425, "a binding exists already in Conversation " + theirs));

            GatewayException failure = failure(asked);

            assertThat(failure.kind()).isEqualTo(Kind.BINDING_CONFLICT);
            assertThat(failure).hasMessageContaining(theirs).hasMessageNotContaining("5512345678");
        }
    }

    @Nested
    @DisplayName("while Twilio is still making it")
    class Initializing {
        @Test
        void it_is_waited_for() {
            world.twilio.conversations().initializing(true);
            world.after(2, "GET", ONE, () -> world.twilio.conversations().initialized());

            ProviderConversation opened = conversations.open(ON_SUPPORT);

            assertThat(opened.state()).isEqualTo(State.OPEN);
            assertThat(opened.threads()).containsExactly(ON_SUPPORT);
            assertThat(world.twilio.calls().to("POST", MAKE).get(0).status()).isEqualTo(202);
            assertThat(looks()).isEqualTo(3);
        }

        @Test
        void who_comes_second_waits_for_the_first_ones() {
            world.beginToOpen(ON_SUPPORT);
            world.after(2, "GET", ONE, () -> world.twilio.conversations().initialized());

            ProviderConversation opened = conversations.open(ON_SUPPORT);

            assertThat(looks()).isEqualTo(3);
            assertThat(openOnes(ON_SUPPORT)).containsExactly(opened.id());
            assertThat(world.twilio.conversations().all()).hasSize(1);
        }

        @Test
        void what_is_never_ready_ends_inside_the_deadline_with_an_error_that_passes() {
            world.twilio.conversations().initializing(true);
            TwilioConversations impatient = world.impatient(Duration.ofSeconds(2));

            GatewayException failure = catchThrowableOfType(GatewayException.class, () -> impatient.open(ON_SUPPORT));

            assertThat(failure.kind()).isEqualTo(Kind.CONCURRENT_CHANGE);
            assertThat(failure.retry()).isEqualTo(Retry.SOON);
            assertThat(failure)
                    .hasMessageContaining(
                            world.twilio.conversations().all().get(0).sid())
                    .hasMessageContaining("still being made");
        }

        @Test
        void a_state_that_the_list_does_not_know_is_looked_up() {
            String id = world.open(ON_SUPPORT);
            world.twilio.faults().script("GET", LOOK, Fault.answer(200, "application/json", memberships(id)));

            assertThat(conversations.open(ON_SUPPORT).id()).isEqualTo(id);
            assertThat(looks()).isEqualTo(1);
            assertThat(world.count("POST", "*")).isZero();
        }

        /** How often one conversation was looked at, without its participants. */
        private long looks() {
            return world.twilio.calls().to("GET", ONE).stream()
                    .filter(call -> !call.path().endsWith("/Participants"))
                    .count();
        }

        private String memberships(String id) {
            return "{\"conversations\":[{\"conversation_sid\":\"" + id
                    + "\",\"conversation_state\":\"initializing\",\"participant_messaging_binding\":"
                    + "{\"type\":\"whatsapp\",\"address\":\"whatsapp:+201016666348\",\"proxy_address\":"
                    + "\"whatsapp:+1234567890\"}}],\"meta\":{\"page\":0,\"page_size\":50,\"key\":\"conversations\","
                    + "\"first_page_url\":\"https://conversations.twilio.com/v1/ParticipantConversations\","
                    + "\"url\":\"https://conversations.twilio.com/v1/ParticipantConversations\","
                    + "\"previous_page_url\":null,\"next_page_url\":null}}";
        }
    }

    @Nested
    @DisplayName("when something breaks")
    class Failures {
        @Test
        void one_that_was_made_although_the_answer_was_lost_is_found() {
            world.twilio.faults().script("POST", MAKE, Fault.dropAfter());

            ProviderConversation opened = conversations.open(ON_SUPPORT);

            assertThat(openOnes(ON_SUPPORT)).containsExactly(opened.id());
            assertThat(world.count("POST", MAKE)).isEqualTo(1);
        }

        @Test
        void one_of_which_nothing_is_found_is_unknown_and_the_next_call_makes_it() {
            world.twilio.faults().script("POST", MAKE, Fault.dropBefore());

            assertThat(failure(ON_SUPPORT).kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
            assertThat(world.count("POST", MAKE)).isEqualTo(1);
            assertThat(conversations.open(ON_SUPPORT).id())
                    .isEqualTo(openOnes(ON_SUPPORT).get(0));
        }

        @Test
        void too_many_requests_are_refused_once_and_may_be_repeated() {
            world.twilio.faults().script("POST", MAKE, Fault.tooManyRequests(Duration.ZERO));

            GatewayException failure = failure(ON_SUPPORT);

            assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
            assertThat(failure.httpStatus()).isEqualTo(429);
            assertThat(world.count("POST", MAKE)).isEqualTo(1);
        }

        @Test
        void a_number_that_is_not_the_accounts_and_a_person_that_cannot_be_are_told_apart() {
            SenderThread foreign = new SenderThread(CUSTOMER, PhoneNumber.of("+15558986359"));
            SenderThread nobody = new SenderThread(Participant.of("+12"), SUPPORT);

            assertThat(failure(foreign).kind()).isEqualTo(Kind.SENDER_UNUSABLE);
            assertThat(failure(foreign)).hasMessageContaining("+1555•••6359");
            assertThat(failure(nobody).kind()).isEqualTo(Kind.INVALID_RECIPIENT);
        }

        static Stream<Arguments> everything_that_can_break() {
            Map<String, Fault> faults = Map.of(
                    "dropped before",
                    Fault.dropBefore(),
                    "dropped after",
                    Fault.dropAfter(),
                    "500",
                    Fault.serverError(),
                    "503 after processing",
                    Fault.unavailable().afterProcessing(),
                    "HTML",
                    Fault.badGateway(),
                    "empty",
                    Fault.answer(201, "application/json", ""),
                    "stalled",
                    Fault.stallBody());
            return Stream.of("GET " + LOOK, "POST " + MAKE, "GET " + ONE, "GET " + PARTICIPANTS, "POST " + PARTICIPANTS)
                    .flatMap(step -> faults.entrySet().stream()
                            .map(fault -> Arguments.of(step, fault.getKey(), fault.getValue())));
        }

        @ParameterizedTest(name = "{0} {1}")
        @MethodSource("everything_that_can_break")
        void whatever_breaks_the_next_call_gives_the_only_conversation(String step, String name, Fault fault) {
            // An empty one with our name, so that every step is gone through.
            world.twilio.conversations().open(name(0));
            String[] request = step.split(" ");
            world.twilio.faults().script(request[0], request[1], fault, fault, fault);
            TwilioConversations impatient = world.impatient(Duration.ofMillis(400));

            catchThrowableOfType(GatewayException.class, () -> impatient.open(ON_SUPPORT));
            assertThat(world.count("POST", MAKE)).isLessThanOrEqualTo(1);
            world.twilio.faults().clear();
            ProviderConversation opened = conversations.open(ON_SUPPORT);

            assertThat(openOnes(ON_SUPPORT)).containsExactly(opened.id());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void many_at_once_for_the_same_pairs_get_the_same_conversations(long seed) throws Exception {
        List<SenderThread> pairs = IntStream.range(0, 12)
                .mapToObj(i ->
                        new SenderThread(Participant.of("+2010166663" + (10 + i / 2)), i % 2 == 0 ? SUPPORT : SALES))
                .toList();
        List<TwilioConversations> processes = List.of(conversations, world.conversations());
        Map<SenderThread, Set<String>> answers = new ConcurrentHashMap<>();
        CyclicBarrier start = new CyclicBarrier(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Random random = new Random(seed * 100 + i / 4);
            TwilioConversations process = processes.get(i % 2);
            tasks.add(threads.submit(() -> {
                List<SenderThread> order = new ArrayList<>(pairs);
                Collections.shuffle(order, random);
                start.await();
                for (SenderThread pair : order) {
                    answers.computeIfAbsent(pair, key -> ConcurrentHashMap.newKeySet())
                            .add(process.open(pair).id());
                }
                return null;
            }));
        }
        for (Future<?> task : tasks) {
            task.get();
        }
        threads.shutdown();

        assertThat(answers).hasSize(12);
        answers.forEach((pair, ids) ->
                assertThat(ids).containsExactlyElementsOf(openOnes(pair)).hasSize(1));
        assertThat(world.twilio.conversations().all()).hasSize(12);
        assertThat(world.twilio.calls().to("POST", MAKE)).anyMatch(call -> call.status() == 409);
    }

    /** The fake holds a pair in one conversation; what is tested is that everybody gets through, or is told to come back. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void while_some_open_and_others_close_everybody_gets_an_open_one_or_is_told_to_come_back(long seed)
            throws Exception {
        List<SenderThread> pairs = List.of(ON_SUPPORT, ON_SALES);
        CyclicBarrier start = new CyclicBarrier(6);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Integer>> opened = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Random random = new Random(seed * 100 + i);
            boolean isClosing = i < 2;
            opened.add(threads.submit(() -> {
                start.await();
                int count = 0;
                for (int turn = 0; turn < 12; turn++) {
                    count += openedOne(pairs.get(random.nextInt(2)), isClosing);
                }
                return count;
            }));
        }
        int all = 0;
        for (Future<Integer> count : opened) {
            all += count.get();
        }
        threads.shutdown();

        assertThat(all).as("seed %s", seed).isGreaterThan(6 * 12 / 2);
        assertThat(openOnes(ON_SUPPORT)).hasSizeLessThanOrEqualTo(1);
        assertThat(openOnes(ON_SALES)).hasSizeLessThanOrEqualTo(1);
    }

    private int openedOne(SenderThread pair, boolean isClosing) {
        try {
            ProviderConversation one = conversations.open(pair);
            assertThat(one.threads()).containsExactly(pair);
            if (isClosing) {
                conversations.close(one.id());
            }
            return 1;
        } catch (GatewayException e) {
            assertThat(e.kind()).isEqualTo(Kind.CONCURRENT_CHANGE);
            return 0;
        }
    }

    private List<String> openOnes(SenderThread thread) {
        return world.twilio.conversations().all().stream()
                .filter(conversation -> !conversation.state().equals("closed"))
                .filter(conversation -> conversation.participants().stream()
                        .anyMatch(it -> WhatsApp.address(thread.participant()).equals(it.address())
                                && WhatsApp.address(thread.number()).equals(it.proxyAddress())))
                .map(FakeConversation::sid)
                .toList();
    }

    private String name(int count) {
        return new ConversationNames(world.account.secret()).of(ON_SUPPORT, count);
    }

    private GatewayException failure(SenderThread thread) {
        return catchThrowableOfType(GatewayException.class, () -> conversations.open(thread));
    }
}
