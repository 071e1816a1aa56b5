package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.Failure.Retry;
import dev.numberpool.desk.Failure.Scope;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault strikes twice: a fresh connection, and one that is kept alive, which a client is tempted to replace. */
@DisplayName("One send is one POST, whatever becomes of it")
@Timeout(30)
class SendingOnceTest {
    private static final String MESSAGES = "/2010-04-01/Accounts/" + FakeTwilio.ACCOUNT_SID + "/Messages.json";
    private static final TwilioAccount ACCOUNT =
            TwilioAccount.withAuthToken(FakeTwilio.ACCOUNT_SID, FakeTwilio.AUTH_TOKEN);
    private static final String OURS = "+15558986359";
    private static final String AGENT = "+201016666348";

    private final FakeTwilio twilio = FakeTwilio.start();

    @BeforeEach
    void open_the_window() {
        twilio.senders().add(OURS);
        twilio.phone(AGENT).write(OURS, "hello");
        gateway(Duration.ofSeconds(20)).send(message()); // loads the classes, which no deadline is about
        twilio.calls().clear();
    }

    @AfterEach
    void stop() {
        twilio.close();
    }

    private static Arguments row(String what, Fault fault, Kind kind, int status, @Nullable Integer code, int arrived) {
        return Arguments.of(what, fault, kind, status, code, arrived);
    }

    static Stream<Arguments> faults() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                row("400", Fault.error(400, 21211, AGENT), Kind.INVALID_RECIPIENT, 400, 21211, 0),
                row("400 without a code", Fault.answer(400, "text/plain", ""), Kind.UNCLASSIFIED, 400, null, 0),
                row("401", Fault.error(401, 20003, "Authenticate"), Kind.AUTHENTICATION, 401, 20003, 0),
                row("429", Fault.tooManyRequests(second), Kind.RATE_LIMITED, 429, 20429, 0),
                row("429, allowance used up", Fault.error(429, 63038, ""), Kind.QUOTA, 429, 63038, 0),
                row("500", Fault.serverError(), Kind.UNKNOWN_OUTCOME, 500, 20500, 0),
                row("500 after all", Fault.serverError().afterProcessing(), Kind.UNKNOWN_OUTCOME, 500, 20500, 1),
                row("502 in HTML", Fault.badGateway(), Kind.UNKNOWN_OUTCOME, 502, null, 0),
                row("502 after all", Fault.badGateway().afterProcessing(), Kind.UNKNOWN_OUTCOME, 502, null, 1),
                row("503", Fault.unavailable(), Kind.UNKNOWN_OUTCOME, 503, 20503, 0),
                row(
                        "503, asked to come again",
                        Fault.unavailable().header("Retry-After", "0"),
                        Kind.UNKNOWN_OUTCOME,
                        503,
                        20503,
                        0),
                row("504", Fault.answer(504, "text/html", "<html>"), Kind.UNKNOWN_OUTCOME, 504, null, 0),
                row("200 in HTML", Fault.answer(200, "text/html", "<html>"), Kind.UNKNOWN_OUTCOME, 0, null, 0),
                row(
                        "201 without a body",
                        Fault.answer(201, "", "").afterProcessing(),
                        Kind.UNKNOWN_OUTCOME,
                        0,
                        null,
                        1),
                row("a redirect", Fault.redirect(307, "https://api.twilio.com/x"), Kind.UNKNOWN_OUTCOME, 307, null, 0),
                row("dropped before", Fault.dropBefore(), Kind.UNKNOWN_OUTCOME, 0, null, 0),
                row("dropped after", Fault.dropAfter(), Kind.UNKNOWN_OUTCOME, 0, null, 1),
                row("stalled", Fault.stallBody(), Kind.UNKNOWN_OUTCOME, 0, null, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_fault_costs_one_request(
            String what, Fault fault, Kind kind, int status, @Nullable Integer code, int arrived) {
        TwilioMessagingGateway gateway = gateway();
        for (int round = 1; round <= 2; round++) {
            twilio.faults().script("POST", MESSAGES, fault);

            GatewayException failure = failure(gateway);

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.scope()).isEqualTo(kind.scope());
            assertThat(failure.retry()).isEqualTo(kind.retry());
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.httpStatus()).isEqualTo(status);
            assertThat(failure).message().doesNotContain(AGENT.substring(1), OURS.substring(1), "the text");
            String sid = gateway.send(message());
            assertThat(twilio.calls().count("*", "*")).isEqualTo(2 * round);
            assertThat(twilio.messages().get(sid).body()).isEqualTo("the text");
            assertThat(twilio.messages().all()).hasSize(2 + round * (1 + arrived));
        }
    }

    @Test
    void how_long_twilio_asks_to_wait_is_passed_on() {
        twilio.faults().script("POST", MESSAGES, Fault.tooManyRequests(Duration.ofSeconds(17)), Fault.serverError());

        assertThat(failure(gateway()).retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(failure(gateway()).retryAfter()).isNull();
    }

    @Test
    void what_may_have_been_processed_is_reconciled_and_never_repeated() {
        assertThat(Stream.of(Kind.values()).filter(kind -> kind.retry() == Retry.RECONCILE))
                .containsExactly(Kind.UNKNOWN_OUTCOME);
        assertThat(Kind.RATE_LIMITED.scope()).isEqualTo(Scope.ACCOUNT);
    }

    @Test
    void an_interrupted_thread_has_sent_once_and_stays_interrupted() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        twilio.calls().listen(call -> arrived.countDown());
        twilio.faults().script("POST", MESSAGES, Fault.stallBody());
        AtomicReference<GatewayException> failure = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread sender = new Thread(() -> {
            failure.set(failure(gateway(Duration.ofSeconds(20))));
            flag.set(Thread.currentThread().isInterrupted());
        });
        sender.start();
        arrived.await();
        sender.interrupt();
        sender.join();

        assertThat(failure.get().kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(flag).hasValue(true);
        assertThat(twilio.calls().count("*", "*")).isEqualTo(1);
    }

    /** The JDK's switch is read once in a process, so it takes one of its own. */
    @Test
    void the_jdk_repeats_nothing_even_if_it_is_told_to() throws Exception {
        String repeating = "-Djdk.httpclient.enableAllMethodRetry=true";

        assertThat(OwnJvm.of(Plainly.class).with(repeating).run()).contains("requests: 2");
        assertThat(OwnJvm.of(ByUs.class).with(repeating).run()).contains("requests: 1", "UNKNOWN_OUTCOME");
    }

    /** A POST of the JDK's own client whose connection is dropped. */
    static final class Plainly {
        private Plainly() {}

        public static void main(String[] arguments) {
            try (LocalServer server = LocalServer.start(LocalServer.hangingUp())) {
                HttpRequest request = HttpRequest.newBuilder(server.base())
                        .POST(BodyPublishers.ofString("Body=x"))
                        .build();
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()
                        .sendAsync(request, BodyHandlers.ofString())
                        .handle((answer, failure) -> failure)
                        .join();
                System.out.println("requests: " + server.received().size());
            }
        }
    }

    /** The same with ours. */
    static final class ByUs {
        private ByUs() {}

        public static void main(String[] arguments) {
            try (LocalServer server = LocalServer.start(LocalServer.hangingUp())) {
                GatewayException failure = failure(TwilioMessagingGateway.builder(ACCOUNT)
                        .endpoints(server.endpoints())
                        .build());
                System.out.println("requests: " + server.received().size() + " " + failure.kind());
            }
        }
    }

    private TwilioMessagingGateway gateway() {
        return gateway(Duration.ofSeconds(1));
    }

    private TwilioMessagingGateway gateway(Duration totalTimeout) {
        return TwilioMessagingGateway.builder(ACCOUNT)
                .statusCallback(URI.create("https://example.com/status"))
                .connectTimeout(Duration.ofMillis(300))
                .totalTimeout(totalTimeout)
                .endpoints(twilio.endpoints())
                .build();
    }

    private static GatewayException failure(TwilioMessagingGateway gateway) {
        GatewayException failure = catchThrowableOfType(GatewayException.class, () -> gateway.send(message()));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static OutboundMessage message() {
        SenderThread thread = new SenderThread(Participant.of(AGENT), PhoneNumber.of(OURS));
        return new OutboundMessage("42.1-a", null, thread, new Content.Text("the text", List.of()));
    }
}
