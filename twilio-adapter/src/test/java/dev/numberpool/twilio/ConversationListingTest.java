package dev.numberpool.twilio;

import static dev.numberpool.twilio.ConversationWorld.ON_SALES;
import static dev.numberpool.twilio.ConversationWorld.ON_SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.twilio.fake.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a listing is lazy, complete, in order, and a few look-ups at a time")
@Timeout(60)
class ConversationListingTest {
    private static final String LIST = "/v1/Conversations";
    private static final String PARTICIPANTS = "/v1/Conversations/*/Participants";

    private final ConversationWorld world = new ConversationWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "100, 1", "101, 2", "253, 3"})
    void it_costs_a_call_for_each_hundred_and_one_for_each_conversation(int conversations, int pages) {
        List<String> ids = world.openMany(conversations);

        assertThat(list(world.conversations()))
                .extracting(ProviderConversation::id)
                .isEqualTo(ids);
        assertThat(world.count("GET", LIST)).isEqualTo(pages);
        assertThat(world.requests()).isEqualTo(pages + conversations);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void no_more_calls_are_under_way_at_a_time_than_allowed(int most) {
        List<String> ids = world.openMany(30);
        world.twilio.faults().every(2, "GET", PARTICIPANTS, Fault.slow(Duration.ofMillis(20)));

        assertThat(list(world.builder().maxConcurrentRequests(most).build()))
                .extracting(ProviderConversation::id)
                .isEqualTo(ids);
        assertThat(world.twilio.calls().mostAtOnce()).isLessThanOrEqualTo(most);
    }

    @Test
    void look_ups_really_go_side_by_side() {
        world.openMany(8);
        CountDownLatch allEight = new CountDownLatch(8);
        List<Thread> threads = new ArrayList<>();
        TwilioConversations conversations = world.builder()
                .executor(task -> threads.add(started(() -> {
                    allEight.countDown();
                    task.run();
                })))
                .build();
        // Seven are begun ahead; the consumer makes the first itself.
        allEight.countDown();
        world.after(1, "GET", PARTICIPANTS, () -> await(allEight));

        assertThat(list(conversations)).hasSize(8);
        assertThat(threads).hasSize(7);
    }

    @Test
    void without_an_executor_the_consumer_makes_one_after_the_other_and_none_ahead() {
        List<String> ids = world.openMany(20);
        TwilioConversations conversations = world.withoutExecutor().build();

        try (Stream<ProviderConversation> stream = conversations.conversations(ConversationQuery.all())) {
            assertThat(stream.limit(5).toList()).hasSize(5);
        }
        assertThat(world.requests()).isEqualTo(1 + 5);
        assertThat(list(conversations)).extracting(ProviderConversation::id).isEqualTo(ids);
        assertThat(world.twilio.calls().mostAtOnce()).isEqualTo(1);
    }

    @Test
    void nothing_is_asked_before_something_is_wanted() {
        world.openMany(3);

        try (Stream<ProviderConversation> stream =
                world.conversations().conversations(ConversationQuery.all()).filter(conversation -> true)) {
            assertThat(world.requests()).isZero();
            assertThat(stream.findFirst()).isPresent();
        }
        assertThat(world.requests()).isPositive();
    }

    @Test
    void five_of_253_cost_one_page_and_a_few_look_ups() {
        world.openMany(253);

        try (Stream<ProviderConversation> stream = world.conversations().conversations(ConversationQuery.all())) {
            assertThat(stream.limit(5).toList()).hasSize(5);
        }
        assertThat(world.count("GET", LIST)).isEqualTo(1);
        assertThat(world.count("GET", PARTICIPANTS)).isBetween(5, 5 + 7);
    }

    @Test
    void with_one_at_a_time_five_cost_exactly_five_look_ups() {
        world.openMany(20);

        Stream<ProviderConversation> stream =
                world.builder().maxConcurrentRequests(1).build().conversations(ConversationQuery.all());

        assertThat(stream.limit(5).toList()).hasSize(5);
        assertThat(world.requests()).isEqualTo(1 + 5);
    }

    @Test
    void the_next_page_is_fetched_when_its_first_row_is_wanted_and_not_before() {
        world.openMany(120);
        Iterator<ProviderConversation> conversations =
                world.conversations().conversations(ConversationQuery.all()).iterator();

        for (int i = 0; i < 100; i++) {
            conversations.next();
        }
        assertThat(world.requests()).isEqualTo(1 + 100);
        assertThat(conversations.hasNext()).isTrue();
        assertThat(world.count("GET", LIST)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_page_that_is_empty_but_has_a_next_one_loses_nothing(int emptyPage) {
        List<String> ids = world.openMany(101);
        world.twilio.pages().hollow(emptyPage);

        assertThat(list(world.conversations()))
                .extracting(ProviderConversation::id)
                .isEqualTo(ids);
        assertThat(world.count("GET", LIST)).isEqualTo(3);
    }

    @Test
    void the_participants_of_a_large_conversation_are_read_to_the_end() {
        String id = world.open(ON_SUPPORT);
        for (int i = 0; i < 150; i++) {
            world.twilio.conversations().join(id, "agent-" + i);
        }
        world.twilio.conversations().join(id, "+201016666349", "+1234567890");

        assertThat(list(world.conversations()).get(0).threads()).hasSize(2);
        assertThat(world.requests()).isEqualTo(1 + 2);
    }

    @Test
    void a_look_up_that_fails_is_an_exception_that_names_the_conversation() {
        List<String> ids = world.openMany(6);
        String broken = ids.get(3);
        world.twilio
                .faults()
                .always("GET", "/v1/Conversations/" + broken + "/Participants", Fault.error(403, 20403, "no"));
        List<String> seen = new ArrayList<>();

        GatewayException failure = failure(() -> world.conversations()
                .conversations(ConversationQuery.all())
                .forEach(conversation -> seen.add(conversation.id())));

        assertThat(failure).hasMessageContaining(broken);
        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(seen).isEqualTo(ids.subList(0, 3));
    }

    @Test
    void one_that_was_deleted_while_it_was_read_is_left_out() {
        List<String> ids = world.openMany(3);
        world.after(1, "GET", LIST, () -> world.twilio.conversations().delete(ids.get(1)));

        assertThat(list(world.conversations()))
                .extracting(ProviderConversation::id)
                .containsExactly(ids.get(0), ids.get(2));
    }

    @Test
    void a_404_that_is_not_twilios_hides_no_conversation() {
        world.openMany(3);
        world.twilio.faults().always("GET", PARTICIPANTS, Fault.answer(404, "text/html", "not here"));

        assertThat(failure(() -> list(world.conversations())).kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void pages_that_go_round_in_a_circle_end_with_an_exception() {
        String next = "https://conversations.twilio.com/v1/Conversations?PageSize=100&Page=1&PageToken=PA1";
        world.twilio
                .faults()
                .always("GET", LIST, Fault.answer(200, "application/json", page("[]", "\"" + next + "\"")));

        assertThat(failure(() -> list(world.conversations()))).hasMessageContaining("circle");
        assertThat(world.requests()).isEqualTo(2);
    }

    @Test
    void a_next_page_somewhere_else_is_not_followed() {
        try (LocalServer thief = LocalServer.start(LocalServer.answering(200, "{}"))) {
            world.twilio
                    .faults()
                    .script(
                            "GET",
                            LIST,
                            Fault.answer(
                                    200, "application/json", page("[]", "\"" + thief.base() + "/v1/Conversations\"")));

            assertThat(failure(() -> list(world.conversations())).kind()).isEqualTo(Kind.NOT_SENT);
            assertThat(thief.received()).isEmpty();
        }
    }

    @Test
    void an_executor_that_takes_nothing_makes_it_slow_and_not_wrong() {
        List<String> ids = world.openMany(20);
        TwilioConversations refusing = world.builder()
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .build();
        TwilioConversations forgetting = world.builder().executor(task -> {}).build();

        assertThat(list(refusing)).extracting(ProviderConversation::id).isEqualTo(ids);
        assertThat(list(forgetting)).extracting(ProviderConversation::id).isEqualTo(ids);
        assertThat(world.twilio.calls().mostAtOnce()).isEqualTo(1);
        assertThat(world.requests()).isEqualTo(2 * 21);
    }

    @Test
    void an_executor_may_run_them_in_the_consumers_thread() {
        List<String> ids = world.openMany(20);

        assertThat(list(world.builder().executor(Runnable::run).build()))
                .extracting(ProviderConversation::id)
                .isEqualTo(ids);
        assertThat(world.requests()).isEqualTo(21);
    }

    @Test
    void an_abandoned_stream_leaves_no_thread_behind() throws Exception {
        world.openMany(50);
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        TwilioConversations conversations =
                world.builder().executor(task -> threads.add(started(task))).build();

        assertThat(conversations.conversations(ConversationQuery.all()).limit(5).toList())
                .hasSize(5);
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void closing_a_stream_gives_up_what_is_under_way() throws Exception {
        String first = world.openMany(20).get(0);
        world.twilio.faults().always("GET", PARTICIPANTS, Fault.slow(Duration.ofMinutes(5)));
        world.twilio.faults().always("GET", "/v1/Conversations/" + first + "/Participants", Fault.none());
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Stream<ProviderConversation> stream = world.builder()
                .totalTimeout(Duration.ofMinutes(5))
                .executor(task -> threads.add(started(task)))
                .build()
                .conversations(ConversationQuery.all());

        assertThat(stream.iterator().next().id()).isEqualTo(first);
        stream.close();

        assertThat(threads).hasSize(7);
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void who_is_interrupted_stops_and_stays_interrupted() {
        world.openMany(5);
        Thread.currentThread().interrupt();

        GatewayException failure = failure(() -> list(world.conversations()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(world.requests()).isZero();
    }

    @Test
    void a_busy_twilio_is_asked_again_and_nothing_is_lost() {
        List<String> ids = world.openMany(40);
        world.twilio.faults().every(7, "GET", "*", Fault.unavailable());
        world.twilio.faults().script("GET", LIST, Fault.dropBefore(), Fault.tooManyRequests(Duration.ZERO));

        assertThat(list(world.conversations()))
                .extracting(ProviderConversation::id)
                .isEqualTo(ids);
    }

    @Test
    void two_listings_at_once_share_the_bound() throws Exception {
        world.openMany(25);
        world.open(ON_SALES);
        TwilioConversations conversations =
                world.builder().maxConcurrentRequests(4).build();
        Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        List<Thread> threads = Stream.generate(
                        () -> started(() -> sizes.add(list(conversations).size())))
                .limit(3)
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(sizes).containsExactly(26, 26, 26);
        assertThat(world.twilio.calls().mostAtOnce()).isLessThanOrEqualTo(4);
    }

    private static String page(String rows, String next) {
        return "{\"conversations\":" + rows + ",\"meta\":{\"page\":0,\"page_size\":100,\"key\":\"conversations\","
                + "\"first_page_url\":\"https://conversations.twilio.com/v1/Conversations\",\"previous_page_url\":null,"
                + "\"url\":\"https://conversations.twilio.com/v1/Conversations\",\"next_page_url\":" + next + "}}";
    }

    private static List<ProviderConversation> list(TwilioConversations conversations) {
        try (Stream<ProviderConversation> all = conversations.conversations(ConversationQuery.all())) {
            return all.toList();
        }
    }

    private static GatewayException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(GatewayException.class, action);
    }

    private static Thread started(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
