package dev.numberpool.twilio;

import static dev.numberpool.twilio.ReconcilerHost.ALICE;
import static dev.numberpool.twilio.ReconcilerHost.BEN;
import static dev.numberpool.twilio.ReconcilerHost.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Media;
import dev.numberpool.desk.Message;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.twilio.fake.FakeMessage;
import dev.numberpool.twilio.fake.FakeSender;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import dev.numberpool.twilio.fake.StatusHabit;
import dev.numberpool.twilio.fake.tests.OpenApiCheck;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("D5: what nobody knows the end of is settled once: found, or sent once more, or left as it is")
@Timeout(120)
class TwilioReconcilerUnknownTest {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Duration LATE = Duration.ofMinutes(16);

    private final AtomicReference<UnaryOperator<DeliveryReport>> noting = new AtomicReference<>(report -> report);
    private final ReconcilerHost host = new ReconcilerHost(
            watched(new InMemoryMessageLog()),
            Duration.ZERO,
            desk -> desk.wakeUp((assignment, visitor, code) -> new Content.Template("HX1", Map.of("1", code))),
            ONE,
            ReconcilerHost.TWO);

    TwilioReconcilerUnknownTest() {
        host.twilio.messages().template("HX1", "New chat {{1}}");
        host.assign(1, ALICE);
        host.write(ALICE, ONE, "hello");
        host.twilio.webhooks().settle();
        host.reconcile();
    }

    @AfterEach
    void close() {
        host.close();
    }

    // ---- what stands between

    /** A log in which something can happen right before an answer is noted. */
    private MessageLog watched(MessageLog log) {
        return (MessageLog) Proxy.newProxyInstance(
                MessageLog.class.getClassLoader(), new Class<?>[] {MessageLog.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("note")) {
                        noting.get().apply((DeliveryReport) arguments[0]);
                    }
                    try {
                        return method.invoke(log, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void next(Fault... faults) {
        host.twilio.faults().script("POST", "*/Messages.json", faults);
    }

    private void lose(Fault fault, String id, String text) {
        next(fault);
        assertThat(host.say(1, id, text)).isEqualTo(new Delivery.Unknown());
    }

    /** Settles what is old enough, however long that takes. */
    private void settleAll() {
        for (int i = 0; i < 5; i++) {
            host.reconcile();
            host.pass(Duration.ofMinutes(5));
            host.desk.flush(100);
            host.twilio.webhooks().settle();
        }
    }

    private List<String> sent() {
        return host.twilio.messages().sent().stream().map(FakeMessage::body).toList();
    }

    private List<String> seen() {
        return host.shown(ALICE, ONE).stream()
                .filter(text -> !text.equals("hello"))
                .toList();
    }

    private DeliveryState state(String id) {
        return state(1, id).get(0);
    }

    private List<DeliveryState> state(long conversation, String id) {
        return host.log.recorded(ConversationId.of(conversation), id, Instant.EPOCH).parts().stream()
                .map(OutboundRecord::state)
                .toList();
    }

    // ---- found

    @Nested
    @DisplayName("dropped after Twilio had it")
    class DroppedAfter {
        @Test
        void is_found_and_sent_no_more() {
            host.down();
            lose(Fault.dropAfter(), "m1", "Where is my parcel?");
            host.up();
            assertThat(host.reconcile().settled())
                    .as("callbacks are waited for")
                    .isZero();
            host.pass(SOON);

            TwilioReconciler.Result result = host.reconcile();

            assertThat(result.settled()).isOne();
            assertThat(result.undecided()).isZero();
            assertThat(result.problems()).isEmpty();
            assertThat(state("m1")).isEqualTo(DeliveryState.DELIVERED);
            settleAll();
            assertThat(seen()).containsExactly("Where is my parcel?");
            assertThat(OpenApiCheck.orSkip().violations(host.twilio.calls().all()))
                    .isEmpty();
        }

        @Test
        void is_settled_exactly_once_though_two_nodes_and_its_callback_come_at_once() throws Exception {
            host.twilio.webhooks().statuses(StatusHabit.LATE);
            List<TwilioReconciler> nodes =
                    List.of(host.reconciler().build(), host.reconciler().build());
            ExecutorService threads = Executors.newFixedThreadPool(3);
            int rounds = 200;
            for (int round = 0; round < rounds; round++) {
                lose(Fault.dropAfter(), "m" + round, "words " + round);
                host.pass(SOON);
                CountDownLatch start = new CountDownLatch(3);
                List<Callable<Object>> rivals = new ArrayList<>();
                nodes.forEach(node -> rivals.add(() -> {
                    start.countDown();
                    start.await();
                    return node.reconcile(host::handle);
                }));
                rivals.add(() -> {
                    start.countDown();
                    start.await();
                    host.twilio.webhooks().release();
                    return 0;
                });
                for (Future<Object> rival : threads.invokeAll(rivals)) {
                    rival.get();
                }
                host.twilio.webhooks().settle();
                assertThat(state("m" + round)).isEqualTo(DeliveryState.DELIVERED);
                host.desk.flush(100);
                assertThat(sent()).hasSize(round + 1);
            }
            threads.shutdown();
            assertThat(seen()).hasSize(rounds).doesNotHaveDuplicates();
        }

        @Test
        void is_found_though_it_is_still_queued_and_has_no_date() {
            host.twilio.messages().pause();
            lose(Fault.dropAfter(), "m1", "Where is my parcel?");
            host.pass(LATE.multipliedBy(2));

            assertThat(host.reconcile().settled()).isOne();

            assertThat(state("m1")).isEqualTo(DeliveryState.QUEUED);
            host.twilio.messages().resume();
            settleAll();
            assertThat(state("m1")).isEqualTo(DeliveryState.DELIVERED);
            assertThat(sent()).containsExactly("Where is my parcel?");
        }

        @Test
        void is_found_though_its_text_ends_with_the_text_of_another_one() {
            host.down();
            lose(Fault.dropAfter(), "m1", "ok");
            lose(Fault.dropAfter(), "m2", "is that ok");
            lose(Fault.dropAfter(), "m3", "that ok");
            host.up();
            host.pass(SOON);

            assertThat(host.reconcile().settled()).isEqualTo(3);
            settleAll();
            assertThat(seen()).containsExactly("ok", "is that ok", "that ok");
        }

        @Test
        void is_found_part_by_part() {
            host.down();
            next(Fault.dropAfter(), Fault.none(), Fault.dropAfter());
            host.say(1, "m1", "word ".repeat(900));
            host.up();
            host.pass(SOON);

            assertThat(host.reconcile().settled()).isEqualTo(3);
            settleAll();
            assertThat(state(1, "m1")).containsOnly(DeliveryState.DELIVERED).hasSize(3);
            assertThat(seen()).hasSize(3);
        }

        @Test
        void is_found_if_it_is_a_picture_with_or_without_words() {
            host.down();
            Media picture = new Media("https://example.com/a.jpg", "image/jpeg");
            next(Fault.dropAfter(), Fault.dropAfter());
            host.desk.toAgent(ConversationId.of(1), new Message("m2", "", List.of(picture), null));
            host.desk.toAgent(ConversationId.of(1), Message.of("m3", "look").with(picture));
            lose(Fault.dropAfter(), "m1", "no picture");
            host.up();
            host.pass(SOON);

            assertThat(host.reconcile().settled()).isEqualTo(3);
            settleAll();
            assertThat(sent()).hasSize(3);
        }

        @Test
        void is_found_if_it_is_a_template_and_a_text_is_unknown_too() {
            host.pass(Duration.ofHours(24).minusMinutes(1));
            host.down();
            lose(Fault.dropAfter(), "m0", "while it was open");
            host.pass(Duration.ofMinutes(2));
            next(Fault.dropAfter());
            host.say(1, "m1", "are you there?");
            host.up();
            assertThat(sent()).containsExactly("while it was open", "New chat 1");
            host.pass(SOON);

            TwilioReconciler.Result result = host.reconcile();

            assertThat(result.undecided()).isZero();
            assertThat(result.settled()).isEqualTo(2);
            settleAll();
            assertThat(sent()).containsExactly("while it was open", "New chat 1");
            host.write(ALICE, ONE, "I am");
            host.twilio.webhooks().settle();
            host.desk.flush(100);
            assertThat(seen()).contains("#1: are you there?".substring(4));
            assertThat(sent()).hasSize(3);
        }

        @Test
        void is_found_where_equal_texts_of_one_conversation_are_unknown_at_once() {
            host.down();
            lose(Fault.dropAfter(), "m1", "hello?");
            lose(Fault.dropAfter(), "m2", "hello?");
            host.up();
            host.pass(SOON);

            assertThat(host.reconcile().settled()).isEqualTo(2);
            settleAll();
            assertThat(seen()).containsExactly("hello?", "hello?");
            assertThat(state("m2")).isEqualTo(DeliveryState.DELIVERED);
        }

        @Test
        void is_found_where_two_conversations_of_a_thread_say_the_same_under_codes() {
            host.store.put(
                    host.pool.widget(ReconcilerHost.WIDGET).withPool(List.of(dev.numberpool.PooledNumber.of(ONE))));
            host.assign(2, ALICE);
            host.down();
            lose(Fault.dropAfter(), "m1", "hello?");
            next(Fault.dropAfter());
            host.say(2, "m1", "hello?");
            host.up();
            host.pass(SOON);

            assertThat(host.reconcile().settled()).isEqualTo(2);
            settleAll();
            assertThat(seen()).containsExactly("#1: hello?", "#2: hello?");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void is_found_however_late_though_its_process_died_before_it_noted_the_answer(boolean flushedFirst) {
            host.down();
            noting.set(report -> {
                throw new AssertionError("killed");
            });
            assertThatThrownBy(() -> host.say(1, "m1", "hello?")).hasMessage("killed");
            noting.set(report -> report);
            assertThat(state("m1")).isEqualTo(DeliveryState.PENDING);
            host.up();
            host.pass(Duration.ofHours(3));
            if (flushedFirst) {
                host.desk.flush(100);
                assertThat(state("m1")).isEqualTo(DeliveryState.UNKNOWN);
            }

            settleAll();

            assertThat(state("m1")).isEqualTo(DeliveryState.DELIVERED);
            assertThat(sent()).containsExactly("hello?");
        }

        @Test
        void and_refused_by_whatsapp_is_handled_like_any_refusal() {
            closeWindow();
            // The desk believes that the window is open.
            host.store.noteInbound(new SenderThread(ALICE, ONE), host.clock.instant());
            host.down();
            lose(Fault.dropAfter(), "m1", "hello?");
            host.up();
            host.pass(SOON);

            assertThat(host.reconcile().settled()).isOne();

            assertThat(state("m1")).isEqualTo(DeliveryState.PARKED);
        }
    }

    private void closeWindow() {
        host.pass(Duration.ofHours(25));
        host.reconcile();
    }

    // ---- absent

    @Nested
    @DisplayName("dropped before Twilio had it")
    class DroppedBefore {
        @Test
        void is_sent_once_more_after_some_time_and_not_earlier() {
            lose(Fault.dropBefore(), "m1", "Where is my parcel?");
            host.pass(SOON);
            TwilioReconciler.Result early = host.reconcile();
            assertThat(early.settled()).isZero();
            assertThat(early.undecided()).isOne();
            host.pass(Duration.ofMinutes(11));
            assertThat(host.reconcile().undecided()).isOne();
            assertThat(state("m1")).isEqualTo(DeliveryState.UNKNOWN);
            host.pass(Duration.ofMinutes(2));

            assertThat(host.reconcile().settled()).isOne();

            assertThat(state("m1")).isEqualTo(DeliveryState.PARKED);
            settleAll();
            assertThat(seen()).containsExactly("Where is my parcel?");
            assertThat(state("m1")).isEqualTo(DeliveryState.DELIVERED);
            assertThat(OpenApiCheck.orSkip().violations(host.twilio.calls().all()))
                    .isEmpty();
        }

        @Test
        void is_sent_once_more_though_many_nodes_find_out_at_once() throws Exception {
            int rounds = 20;
            ExecutorService threads = Executors.newFixedThreadPool(4);
            for (int round = 0; round < rounds; round++) {
                lose(Fault.dropBefore(), "m" + round, "words " + round);
                host.pass(LATE);
                CountDownLatch start = new CountDownLatch(4);
                List<Callable<Object>> nodes = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    nodes.add(() -> {
                        start.countDown();
                        start.await();
                        host.reconcile();
                        return host.desk.flush(100);
                    });
                }
                for (Future<Object> node : threads.invokeAll(nodes)) {
                    node.get();
                }
                host.pass(Duration.ofMinutes(1));
                host.desk.flush(100);
            }
            threads.shutdown();
            settleAll();
            assertThat(seen()).hasSize(rounds).doesNotHaveDuplicates();
        }

        @Test
        void is_left_alone_while_something_in_the_archive_could_be_it() {
            lose(Fault.dropBefore(), "m1", "hello?");
            // Somebody else uses our number.
            host.gateway.send(new OutboundMessage(
                    "x", null, new SenderThread(ALICE, ONE), new Content.Text("whatever", List.of())));
            host.pass(LATE);

            TwilioReconciler.Result result = host.reconcile();

            assertThat(result.undecided()).isOne();
            settleAll();
            assertThat(sent()).containsExactly("whatever");
        }

        @Test
        void is_left_alone_while_it_may_be_filed_under_another_address_of_the_agent() {
            Participant username = Participant.of("US.13491208655302741918");
            host.log.learn(ALICE, username);
            host.twilio.phone(ALICE.address()).externalUserId(username.address());
            lose(Fault.dropBefore(), "m1", "hello?");
            host.gateway.send(new OutboundMessage(
                    "x", null, new SenderThread(username, ONE), new Content.Text("hello?", List.of())));
            host.pass(LATE);

            assertThat(host.reconcile().undecided()).isOne();
            assertThat(state("m1")).isEqualTo(DeliveryState.UNKNOWN);
        }

        @Test
        void is_left_alone_where_an_equal_text_came_through() {
            host.down();
            lose(Fault.dropBefore(), "m1", "hello?");
            lose(Fault.dropAfter(), "m2", "hello?");
            host.up();
            host.pass(LATE);

            TwilioReconciler.Result result = host.reconcile();

            assertThat(result.undecided()).isEqualTo(2);
            settleAll();
            assertThat(sent()).containsExactly("hello?");
        }

        @Test
        void is_not_taken_for_an_equal_text_that_another_node_is_sending_right_now() {
            lose(Fault.dropBefore(), "m1", "hello?");
            host.pass(SOON);
            AtomicBoolean isOnce = new AtomicBoolean();
            noting.set(report -> {
                if (isOnce.compareAndSet(false, true)) {
                    // Twilio has m2, and its answer is not noted yet.
                    assertThat(host.reconcile().undecided()).isOne();
                }
                return report;
            });
            host.down();
            host.say(1, "m2", "hello?");
            host.up();
            noting.set(report -> report);
            assertThat(isOnce).isTrue();
            assertThat(state("m1")).isEqualTo(DeliveryState.UNKNOWN);
            assertThat(state("m2")).isEqualTo(DeliveryState.ACCEPTED);

            settleAll();

            assertThat(seen()).as("m2, and m1 once more").containsExactly("hello?", "hello?");
        }

        @Test
        void is_never_absent_in_the_archive_of_another_account() {
            try (FakeTwilio other = FakeTwilio.start("AC0123456789abcdef0123456789abcdef", "another token")) {
                TwilioReconciler stranger = TwilioReconciler.builder(
                                TwilioAccount.withAuthToken(other.accountSid(), other.authToken()),
                                host.desk,
                                host.store,
                                host.log)
                        .endpoints(other.endpoints())
                        .clock(host.clock)
                        .build();
                host.down();
                lose(Fault.dropAfter(), "m2", "hello again?");
                host.up();
                host.pass(LATE);

                TwilioReconciler.Result result = stranger.reconcile(host::handle);

                assertThat(result.settled()).isZero();
                assertThat(result.undecided()).isOne();
                assertThat(result.problems()).singleElement().asString().contains("is no WhatsApp sender");
                assertThat(state("m2")).isEqualTo(DeliveryState.UNKNOWN);
            }
            assertThat(host.reconcile().settled()).isOne();
        }

        @Test
        void is_absent_only_if_the_list_could_be_read_to_its_end() {
            lose(Fault.dropBefore(), "m1", "hello?");
            host.pass(LATE);
            host.twilio.faults().always("GET", "*/Messages.json", Fault.serverError());

            TwilioReconciler.Result result = host.reconcile();

            assertThat(result.settled()).isZero();
            assertThat(result.problems()).isNotEmpty();
            assertThat(state("m1")).isEqualTo(DeliveryState.UNKNOWN);
            host.twilio.faults().clear();
            assertThat(host.reconcile().settled()).isOne();
        }
    }

    // ---- tried before

    @Nested
    @DisplayName("tried before, and refused late")
    class TriedBefore {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void is_told_apart_from_its_earlier_attempt(boolean isThere) {
            sender().throughput(0, Duration.ofSeconds(1));
            host.say(1, "m1", "hello?");
            host.twilio.webhooks().settle();
            assertThat(state("m1")).isEqualTo(DeliveryState.PARKED);
            sender().throughput(Integer.MAX_VALUE, Duration.ofSeconds(1));
            host.pass(Duration.ofMinutes(4));
            host.down();
            next(isThere ? Fault.dropAfter() : Fault.dropBefore());
            host.desk.flush(100);
            host.up();
            assertThat(state("m1")).isEqualTo(DeliveryState.UNKNOWN);
            host.pass(SOON);

            assertThat(host.reconcile().settled()).isOne();

            assertThat(state("m1")).isEqualTo(isThere ? DeliveryState.DELIVERED : DeliveryState.PARKED);
            settleAll();
            assertThat(seen()).containsExactly("hello?");
        }
    }

    private FakeSender sender() {
        return host.twilio.senders().all().stream()
                .filter(sender -> sender.address().endsWith(ONE.e164()))
                .findFirst()
                .orElseThrow();
    }

    // ---- with an id

    @Nested
    @DisplayName("known to Twilio under an id, though no callback came")
    class Known {
        @Test
        void few_are_asked_for_one_by_one() {
            host.down();
            for (int i = 0; i < 5; i++) {
                host.say(1, "m" + i, "words " + i);
            }
            host.up();
            host.pass(SOON);
            host.twilio.calls().clear();

            assertThat(host.reconcile().settled()).isEqualTo(5);

            assertThat(host.twilio.calls().count("GET", "*/Messages/*.json")).isEqualTo(5);
            assertThat(host.reconcile().settled()).isZero();
        }

        @Test
        void many_are_found_in_a_list_and_the_rest_is_asked_for() {
            host.down();
            for (int i = 0; i < 40; i++) {
                host.say(1, "m" + i, "words " + i);
            }
            host.up();
            host.pass(SOON);
            host.twilio.calls().clear();

            TwilioReconciler.Result result =
                    host.reconciler().pageSize(9).build().reconcile(host::handle);

            assertThat(result.settled()).isEqualTo(40);
            assertThat(host.twilio.calls().count("GET", "*/Messages/*.json")).isEqualTo(4);
        }

        @Test
        void what_the_archive_has_forgotten_is_counted() {
            host.down();
            host.say(1, "m1", "hello?");
            host.up();
            host.twilio.faults().always("GET", "*/Messages/*.json", Fault.error(404, 20404, "not found"));
            host.pass(SOON);

            TwilioReconciler.Result result = host.reconcile();

            assertThat(result.undecided()).isOne();
            assertThat(result.settled()).isZero();
        }

        @Test
        void a_refusal_is_told_to_the_host() {
            host.twilio.phone(ALICE.address()).block(ONE.e164());
            host.down();
            host.say(1, "m1", "hello?");
            host.up();
            host.pass(SOON);

            assertThat(host.reconcile().settled()).isOne();

            assertThat(state("m1")).isEqualTo(DeliveryState.UNDELIVERED);
        }
    }

    @Test
    @DisplayName("the messages of other accounts' numbers are left alone")
    void numbers_of_other_accounts_are_left_alone() {
        host.assign(5, BEN);
        host.down();
        lose(Fault.dropAfter(), "m1", "hello?");
        host.up();
        host.pass(LATE);
        host.twilio.calls().clear();

        TwilioReconciler.Result result =
                host.reconciler().numbers(number -> false).build().reconcile(host::handle);

        assertThat(result).isEqualTo(new TwilioReconciler.Result(0, 0, 0, 0, 0, 0, List.of()));
        assertThat(host.twilio.calls().all()).isEmpty();
    }
}
