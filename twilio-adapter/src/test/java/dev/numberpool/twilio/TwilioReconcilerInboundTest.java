package dev.numberpool.twilio;

import static dev.numberpool.twilio.ReconcilerHost.ALICE;
import static dev.numberpool.twilio.ReconcilerHost.BEN;
import static dev.numberpool.twilio.ReconcilerHost.ONE;
import static dev.numberpool.twilio.ReconcilerHost.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.desk.InboundHandler;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.twilio.TwilioReconciler.Result;
import dev.numberpool.twilio.fake.Fault;
import dev.numberpool.twilio.fake.tests.OpenApiCheck;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("D8, D15: what came through no webhook is received from the archive, once and in order")
@Timeout(60)
class TwilioReconcilerInboundTest {
    private static final Duration BIT = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final ReconcilerHost host = new ReconcilerHost(ONE, TWO);

    TwilioReconcilerInboundTest() {
        host.assign(1, ALICE);
        host.assign(2, BEN);
        host.reconcile();
        host.pass(Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private PhoneNumber numberOf(Participant agent) {
        return host.pool
                .assignmentOf(dev.numberpool.ConversationId.of(agent.equals(ALICE) ? 1 : 2))
                .orElseThrow()
                .number();
    }

    /** Lost: the host is down. */
    private String lost(Participant agent, String text) {
        host.down();
        String sid = host.write(agent, numberOf(agent), text);
        host.up();
        return sid;
    }

    private Result reconcile(InboundHandler handler) {
        return host.reconciler().build().reconcile(handler);
    }

    private List<String> texts() {
        return host.handled.stream().map(each -> each.message().text()).toList();
    }

    @Test
    void it_is_routed_as_it_was_written_with_its_own_time() {
        Instant at = host.twilio.clock().instant();
        lost(ALICE, "on its way");
        host.pass(Duration.ofHours(2));

        Result result = host.reconcile();

        assertThat(result).isEqualTo(new Result(1, 0, 0, 0, 0, 0, List.of()));
        assertThat(result.isClean()).isTrue();
        assertThat(host.handled).singleElement().satisfies(each -> {
            assertThat(each.message().at()).isEqualTo(at);
            assertThat(each.message().replayed()).isTrue();
            assertThat(each.outcome()).isInstanceOf(InboundOutcome.Routed.class);
        });
    }

    @Test
    void what_a_webhook_brought_is_a_duplicate_and_no_picture_is_asked_for_again() {
        host.write(ALICE, numberOf(ALICE), "on its way");
        host.twilio
                .phone(ALICE.address())
                .sendMedia(numberOf(ALICE).e164(), "image/png", "png".getBytes(StandardCharsets.UTF_8), "");
        host.twilio.webhooks().settle();
        host.twilio.calls().clear();

        assertThat(host.reconcile()).isEqualTo(new Result(0, 2, 0, 0, 0, 0, List.of()));
        assertThat(host.handled).hasSize(2);
        assertThat(host.twilio.calls().all()).hasSize(2);
    }

    @Test
    void messages_of_one_second_keep_their_order() {
        for (int i = 0; i < 10; i++) {
            lost(ALICE, "word " + i);
            host.pass(Duration.ofMillis(90));
        }

        host.reconcile();

        assertThat(texts())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "word " + i).toList());
    }

    @Test
    void a_sender_who_hides_the_number_is_known_by_the_username() {
        Participant username = Participant.of("US.13491208655302741918");
        host.assign(3, username);
        host.down();
        host.write(username, ONE, "it is me");
        host.up();

        host.reconcile();

        assertThat(host.handled).singleElement().satisfies(each -> {
            assertThat(each.message().from()).isEqualTo(username);
            assertThat(each.outcome()).isInstanceOf(InboundOutcome.Routed.class);
        });
    }

    @Test
    void who_wrote_something_that_cannot_be_routed_is_told_if_that_is_not_too_long_ago() {
        lost(ALICE, "#999: hi");
        host.pass(Duration.ofHours(23));
        host.reconcile();
        assertThat(host.twilio.messages().sent())
                .singleElement()
                .satisfies(answer -> assertThat(answer.body()).startsWith("Not delivered: there is no chat #999"));

        lost(ALICE, "#998: hi");
        host.pass(Duration.ofHours(25));
        assertThat(host.reconcile().received()).isOne();
        assertThat(host.twilio.messages().sent()).hasSize(1);
    }

    @Test
    void what_our_own_numbers_send_is_nothing_that_came_in() {
        host.assign(4, Participant.of(TWO.e164()));
        host.write(Participant.of(TWO.e164()), ONE, "I am a machine");
        host.twilio.webhooks().settle();
        host.handled.clear();
        host.say(4, "m1", "to a number of ours");

        assertThat(host.reconcile().received()).isZero();
    }

    @Test
    void a_picture_that_was_deleted_meanwhile_is_named() {
        host.down();
        String sid = host.twilio
                .phone(ALICE.address())
                .sendMedia(numberOf(ALICE).e164(), "image/png", "png".getBytes(StandardCharsets.UTF_8), "look");
        host.up();
        host.twilio
                .faults()
                .always(
                        "GET",
                        "*/Media.json",
                        Fault.answer(
                                200,
                                "application/json",
                                "{\"media_list\":[],\"page\":0,\"page_size\":50,\"next_page_uri\":null}"));

        Result result = host.reconcile();

        assertThat(result.received()).isOne();
        assertThat(result.problems()).containsExactly("1 media of message " + sid + " are not in the archive any more");
    }

    // ---- where it begins and how far it goes

    @Nested
    @DisplayName("the mark")
    class Mark {
        @Test
        void the_first_time_nothing_is_received_that_was_there_before() {
            ReconcilerHost fresh = new ReconcilerHost(ONE);
            fresh.assign(1, ALICE);
            fresh.down();
            fresh.write(ALICE, ONE, "long ago");
            fresh.pass(BIT);
            assertThat(fresh.reconcile().received()).isZero();
            fresh.pass(BIT);
            fresh.write(ALICE, ONE, "now");
            fresh.up();

            assertThat(fresh.reconcile()).isEqualTo(new Result(1, 0, 0, 0, 0, 0, List.of()));
            assertThat(fresh.handled)
                    .singleElement()
                    .satisfies(each -> assertThat(each.message().text()).isEqualTo("now"));
            fresh.close();
        }

        @Test
        void the_first_time_it_begins_where_the_host_says() {
            ReconcilerHost fresh = new ReconcilerHost(ONE);
            fresh.assign(1, ALICE);
            Instant start = fresh.clock.instant();
            fresh.down();
            fresh.write(ALICE, ONE, "long ago");
            fresh.pass(Duration.ofHours(5));
            fresh.up();

            assertThat(fresh.reconciler()
                            .since(start)
                            .build()
                            .reconcile(fresh::handle)
                            .received())
                    .isOne();
            fresh.close();
        }

        @Test
        void what_appears_late_in_the_list_is_found() {
            // Listed only now, though it was written before the last comparison.
            String sid = lost(ALICE, "late");
            host.pass(BIT);
            host.twilio.faults().script("GET", "*/Messages.json", empty(), empty());
            assertThat(host.reconcile().received()).isZero();
            host.pass(Duration.ofMinutes(13));

            assertThat(host.reconcile().received()).isOne();
            assertThat(host.handled.get(0).message().id()).isEqualTo(sid);
        }

        @Test
        void what_appears_late_is_found_though_handling_the_rest_took_longer_than_the_overlap() {
            lost(ALICE, "late");
            host.pass(BIT);
            host.twilio.faults().script("GET", "*/Messages.json", listing("slow", "Mon, 02 Nov 2026 10:00:30 +0000"));

            reconcile((message, outcome) -> {
                host.pass(Duration.ofMinutes(40));
                host.handle(message, outcome);
            });
            host.reconcile();

            assertThat(texts()).containsExactly("slow", "late");
        }

        @Test
        void what_was_compared_long_ago_is_not_asked_for_again() {
            for (int i = 0; i < 30; i++) {
                lost(ALICE, "word " + i);
                host.pass(BIT);
            }
            assertThat(host.reconcile().received()).isEqualTo(30);

            assertThat(host.reconcile().duplicates()).isEqualTo(15);
            host.pass(Duration.ofMinutes(20));
            host.reconcile();
            assertThat(host.reconcile().duplicates()).isZero();
        }

        @Test
        void what_is_older_than_may_be_remembered_is_reported_and_not_handled() {
            lost(ALICE, "too long ago");
            host.pass(Duration.ofDays(6).plusHours(1));
            lost(ALICE, "in time");
            host.pass(BIT);

            Result result = host.reconcile();

            assertThat(texts()).containsExactly("in time");
            assertThat(result.isClean()).isFalse();
            assertThat(result.problems())
                    .hasSize(2)
                    .allSatisfy(problem -> assertThat(problem)
                            .contains("was not compared")
                            .contains("•••")
                            .doesNotContain(ONE.e164(), TWO.e164()));
            assertThat(host.reconcile().isClean()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(longs = {-60, 60})
        void a_clock_that_is_wrong_by_a_minute_loses_nothing_and_handles_nothing_twice(long seconds) {
            ReconcilerHost skewed =
                    new ReconcilerHost(new InMemoryMessageLog(), Duration.ofSeconds(seconds), desk -> desk, ONE);
            skewed.assign(1, ALICE);
            skewed.reconcile();
            skewed.pass(Duration.ofMinutes(5));
            List<String> written = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                skewed.down();
                if (i % 3 == 0) {
                    skewed.up();
                }
                written.add(skewed.write(ALICE, ONE, "word " + i));
                skewed.up();
                skewed.pass(Duration.ofSeconds(20));
                if (i % 4 == 0) {
                    skewed.reconcile();
                }
            }
            skewed.reconcile();

            assertThat(skewed.handled.stream().map(each -> each.message().id()))
                    .containsExactlyInAnyOrderElementsOf(written);
            skewed.close();
        }

        @Test
        void numbers_that_the_store_does_not_know_can_be_added_and_others_left_out() {
            PhoneNumber third = PhoneNumber.of("+15558986361");
            host.twilio.senders().add(third.e164());
            host.reconciler().ownNumbers(List.of(third)).build().reconcile(host::handle);
            host.pass(BIT);
            host.down();
            host.write(ALICE, third, "hi");
            lost(ALICE, "left out");

            Result result = host.reconciler()
                    .ownNumbers(List.of(third))
                    .numbers(third::equals)
                    .build()
                    .reconcile(host::handle);

            assertThat(result.received()).isOne();
            assertThat(texts()).containsExactly("hi");
        }
    }

    /** A list of one message, as of this date. */
    private static Fault listing(String text, String date) {
        String message = "{\"sid\":\"SM9\",\"direction\":\"inbound\",\"from\":\"whatsapp:" + ALICE.address()
                + "\",\"body\":\"" + text + "\",\"num_media\":\"0\",\"date_sent\":\"" + date + "\"}";
        return Fault.answer(200, "application/json", "{\"messages\":[" + message + "],\"next_page_uri\":null}");
    }

    private static Fault empty() {
        return Fault.answer(
                200,
                "application/json",
                "{\"messages\":[],\"page\":0,\"page_size\":50,\"next_page_uri\":null,\"uri\":\"/\"}");
    }

    // ---- the list

    @Nested
    @DisplayName("the list")
    class TheList {
        @Test
        void it_is_read_page_by_page_also_past_an_empty_page() {
            for (int i = 0; i < 25; i++) {
                lost(ALICE, "word " + i);
            }
            host.twilio.pages().hollow(0);
            host.twilio.pages().hollow(2);

            Result result = host.reconciler().pageSize(10).build().reconcile(host::handle);

            assertThat(result.received()).isEqualTo(25);
            assertThat(texts())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 25).mapToObj(i -> "word " + i).toList());
        }

        @Test
        void a_message_whose_date_cannot_be_read_is_received_but_nobody_guesses_for_whom_it_was() {
            host.twilio.faults().script("GET", "*/Messages.json", listing("hi", "some day"));

            assertThat(host.reconcile().received()).isOne();

            assertThat(host.handled)
                    .singleElement()
                    .satisfies(each -> assertThat(each.outcome()).isInstanceOf(InboundOutcome.Ambiguous.class));
        }

        @Test
        void what_is_too_much_for_one_slice_is_halved_until_it_fits() {
            for (int i = 0; i < 130; i++) {
                lost(ALICE, "word " + i);
                host.pass(Duration.ofSeconds(i % 7 == 0 ? 300 : 1));
            }
            host.twilio.calls().clear();

            Result result = host.reconciler().pageSize(2).build().reconcile(host::handle);

            assertThat(result.received()).isEqualTo(130);
            assertThat(result.problems()).isEmpty();
            assertThat(texts())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 130).mapToObj(i -> "word " + i).toList());
            int requests = host.twilio.calls().all().size();
            assertThat(requests)
                    .as("130 messages, 2 a page, at most 10 pages a slice")
                    .isLessThan(65 * 4);
            assertThat(OpenApiCheck.orSkip().violations(host.twilio.calls().all()))
                    .isEmpty();
        }

        @Test
        void more_messages_in_one_second_than_fit_in_a_slice_are_read_all_the_same() {
            for (int i = 0; i < 30; i++) {
                lost(ALICE, "word " + i);
            }
            host.pass(BIT);

            assertThat(host.reconciler()
                            .pageSize(1)
                            .build()
                            .reconcile(host::handle)
                            .received())
                    .isEqualTo(30);
        }
    }

    // ---- what goes wrong at Twilio

    private enum Trouble {
        TOO_MANY(Fault.tooManyRequests(Duration.ofSeconds(60)), true),
        SERVER_ERROR(Fault.serverError(), false),
        HTML(Fault.badGateway(), false),
        NONSENSE(Fault.answer(200, "text/html", "<html>+15558986359 on its way</html>"), false),
        DROPPED(Fault.dropBefore(), false),
        FORBIDDEN(Fault.error(401, 20003, "Authenticate"), true);

        final Fault fault;
        final boolean isEverywhere;

        Trouble(Fault fault, boolean isEverywhere) {
            this.fault = fault;
            this.isEverywhere = isEverywhere;
        }
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void whatever_the_list_call_suffers_loses_nothing(Trouble trouble) {
        lost(ALICE, "one");
        lost(BEN, "two");
        host.twilio.faults().always("GET", "*/Messages.json", trouble.fault);

        Result result = host.reconcile();

        assertThat(result.received()).isZero();
        assertThat(result.isClean()).isFalse();
        assertThat(result.problems().toString())
                .contains("cannot be read")
                .doesNotContain("on its way", ONE.e164(), TWO.e164());
        assertThat(result.problems().stream().anyMatch(problem -> problem.contains("the rest was not looked at")))
                .isEqualTo(trouble.isEverywhere);
        host.twilio.faults().clear();
        host.pass(Duration.ofHours(3));
        assertThat(host.reconcile().received()).isEqualTo(2);
        assertThat(texts()).containsExactlyInAnyOrder("one", "two");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void a_call_that_fails_at_any_point_only_costs_time(int point) {
        for (int i = 0; i < 12; i++) {
            lost(i % 2 == 0 ? ALICE : BEN, "word " + i);
        }
        Fault[] script = new Fault[point + 4];
        java.util.Arrays.fill(script, Fault.none());
        java.util.Arrays.fill(script, point, point + 4, Fault.badGateway());
        host.twilio.faults().script("GET", "*/Messages.json", script);

        TwilioReconciler reconciler = host.reconciler().pageSize(2).build();
        int received = 0;
        for (int run = 0; run < 3; run++) {
            received += reconciler.reconcile(host::handle).received();
        }

        assertThat(received).isEqualTo(12);
        assertThat(host.handled).hasSize(12);
        for (Participant agent : List.of(ALICE, BEN)) {
            assertThat(host.handled.stream()
                            .filter(each -> each.message().from().equals(agent))
                            .map(each -> Integer.parseInt(each.message().text().substring(5))))
                    .isSorted();
        }
    }

    @Test
    void a_question_that_failed_for_a_moment_is_asked_again_at_once() {
        lost(ALICE, "one");
        host.twilio.faults().script("GET", "*/Messages.json", Fault.badGateway(), Fault.dropBefore());

        assertThat(host.reconcile()).isEqualTo(new Result(1, 0, 0, 0, 0, 0, List.of()));
    }

    @Test
    void a_picture_that_cannot_be_described_now_waits_with_what_follows_it() {
        host.down();
        host.twilio
                .phone(ALICE.address())
                .sendMedia(numberOf(ALICE).e164(), "image/png", "png".getBytes(StandardCharsets.UTF_8), "look");
        lost(ALICE, "nice?");
        lost(BEN, "other chat");
        host.twilio.faults().always("GET", "*/Media.json", Fault.serverError());

        Result result = host.reconcile();

        assertThat(result.failed()).isOne();
        assertThat(result.waiting()).isOne();
        assertThat(texts()).containsExactly("other chat");
        host.twilio.faults().clear();
        assertThat(host.reconcile().received()).isEqualTo(2);
        assertThat(texts()).containsExactly("other chat", "look", "nice?");
    }

    // ---- what goes wrong at the host

    @Nested
    @DisplayName("a handler that throws")
    class Failing {
        @Test
        void gets_the_message_again_and_nothing_of_its_chat_overtakes_it() {
            String sid = lost(ALICE, "one");
            lost(ALICE, "two");
            lost(BEN, "three");

            Result result = reconcile((message, outcome) -> {
                if (message.text().equals("one")) {
                    throw new IllegalStateException("the database says: one");
                }
                host.handle(message, outcome);
            });

            assertThat(texts()).containsExactly("three");
            assertThat(result.failed()).isOne();
            assertThat(result.waiting()).isOne();
            assertThat(result.problems())
                    .singleElement()
                    .asString()
                    .contains(sid, "IllegalStateException")
                    .doesNotContain("database says");
            host.pass(Duration.ofHours(2));
            assertThat(host.reconcile().received()).isEqualTo(2);
            assertThat(texts()).containsExactly("three", "one", "two");
        }

        @Test
        void again_and_again_is_reported_each_time_and_keeps_the_others_waiting_only_for_a_while() {
            lost(ALICE, "poison");
            lost(ALICE, "two");
            AtomicInteger tries = new AtomicInteger();
            TwilioReconciler reconciler = host.reconciler().build();
            InboundHandler handler = (message, outcome) -> {
                if (message.text().equals("poison")) {
                    tries.incrementAndGet();
                    throw new IllegalStateException();
                }
                host.handle(message, outcome);
            };
            for (int run = 1; run <= 6; run++) {
                assertThat(reconciler.reconcile(handler).failed()).isOne();
                assertThat(texts()).isEqualTo(run <= 3 ? List.of() : List.of("two"));
                host.pass(Duration.ofHours(1));
            }
            assertThat(tries).hasValue(6);
            assertThat(reconciler.reconcile(host::handle).received()).isOne();
            assertThat(texts()).containsExactly("two", "poison");
        }
    }

    @Test
    void many_nodes_at_once_handle_each_message_once_and_in_order_while_webhooks_come_in() throws Exception {
        Participant live = Participant.of("+201016666999");
        host.assign(9, live);
        for (int i = 0; i < 200; i++) {
            lost(i % 2 == 0 ? ALICE : BEN, "word " + i);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Result>> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TwilioReconciler node = TwilioReconciler.builder(
                            ReconcilerHost.ACCOUNT, host.newDesk(), host.store, host.log)
                    .endpoints(host.endpoints())
                    .clock(host.clock)
                    .build();
            nodes.add(() -> node.reconcile(host::handle));
        }
        List<Future<Result>> running = nodes.stream().map(threads::submit).toList();
        for (int i = 0; i < 50; i++) {
            host.write(live, ONE, "word " + i);
        }
        for (Future<Result> node : running) {
            assertThat(node.get().isClean()).isTrue();
        }
        threads.shutdown();
        host.twilio.webhooks().settle();
        host.reconcile();

        assertThat(host.handled.stream().map(each -> each.message().id()))
                .hasSize(250)
                .doesNotHaveDuplicates();
        for (Participant agent : List.of(ALICE, BEN)) {
            assertThat(host.handled.stream()
                            .filter(each -> each.message().from().equals(agent))
                            .map(each -> Integer.parseInt(each.message().text().substring(5))))
                    .isSorted();
        }
    }

    @Test
    void messages_that_no_database_can_take_keep_nobody_else_away() {
        List<Participant> agents = IntStream.range(0, 6)
                .mapToObj(i -> Participant.of("+20101666640" + i))
                .toList();
        for (Participant agent : agents) {
            host.down();
            host.write(agent, ONE, agent.equals(agents.get(5)) ? "good" : "bad");
            host.up();
        }

        Result result = reconcile((message, outcome) -> {
            if (message.text().equals("bad")) {
                throw new StoreException("no such character");
            }
            host.handle(message, outcome);
        });

        assertThat(result.failed()).isEqualTo(5);
        assertThat(texts()).containsExactly("good");
    }

    @Test
    void a_log_that_fails_ends_the_comparison_and_loses_nothing() {
        lost(ALICE, "one");
        MessageLog broken = (MessageLog) Proxy.newProxyInstance(
                MessageLog.class.getClassLoader(), new Class<?>[] {MessageLog.class}, (proxy, method, arguments) -> {
                    throw new StoreException("the database is gone");
                });

        assertThatThrownBy(() -> TwilioReconciler.builder(ReconcilerHost.ACCOUNT, host.desk, host.store, broken)
                        .build()
                        .reconcile(host::handle))
                .isInstanceOf(StoreException.class);
        assertThat(host.reconcile().received()).isOne();
    }

    @Test
    void what_another_node_is_handling_right_now_is_waited_for() {
        String sid = lost(ALICE, "one");
        lost(ALICE, "two");
        Claim other = host.log.claim(sid, host.clock.instant(), LEASE);

        Result result = host.reconcile();

        assertThat(result).isEqualTo(new Result(0, 0, 2, 0, 0, 0, List.of()));
        host.log.giveBack(other);
        host.pass(Duration.ofHours(1));
        assertThat(host.reconcile().received()).isEqualTo(2);
        assertThat(texts()).containsExactly("one", "two");
    }

    @Test
    void what_a_node_was_handling_when_it_died_is_handled_after_its_lease() {
        String sid = lost(ALICE, "one");
        host.log.claim(sid, host.clock.instant(), LEASE);
        assertThat(host.reconcile().waiting()).isOne();
        host.pass(LEASE);

        assertThat(host.reconcile().received()).isOne();
    }

    @Test
    void each_message_is_received_inside_what_the_host_puts_around_it() {
        lost(ALICE, "one");
        lost(BEN, "two");
        List<String> steps = new ArrayList<>();

        host.reconciler()
                .around(receiving -> {
                    steps.add("begin");
                    InboundOutcome outcome = receiving.get();
                    steps.add("commit");
                    return outcome;
                })
                .build()
                .reconcile((message, outcome) -> steps.add(message.text()));

        assertThat(steps).containsExactlyInAnyOrder("begin", "one", "commit", "begin", "two", "commit");
    }

    @Test
    void options_that_would_lose_or_repeat_something_are_refused() {
        TwilioReconciler.Builder builder = host.reconciler();
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxAge(Duration.ofDays(7)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.absentAfter(Duration.ofMinutes(9)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.overlap(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.pageSize(1001));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.overlap(Duration.ofHours(2))
                        .maxAge(Duration.ofHours(1))
                        .build());
    }
}
