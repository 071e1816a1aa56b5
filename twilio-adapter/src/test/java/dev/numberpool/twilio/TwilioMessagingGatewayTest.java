package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.Failure.Retry;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.desk.Media;
import dev.numberpool.spi.OutboundMessage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TwilioMessagingGatewayTest {
    private static final String SID = "AC0123456789abcdef0123456789abcdef";
    private static final String OTHER_SID = "ACfedcba9876543210fedcba9876543210";
    private static final TwilioAccount ACCOUNT = TwilioAccount.withAuthToken(SID, "token-secret");
    private static final SenderThread THREAD =
            new SenderThread(Participant.of("+201016666348"), PhoneNumber.of("+15558986359"));
    private static final String SECRET_TEXT = "the visitor's words";

    private final LocalServer server = LocalServer.start(LocalServer.accepting());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_text_goes_from_the_threads_number_to_its_participant() {
        String id = gateway().send(message(text(SECRET_TEXT)));

        assertThat(id).isEqualTo("SM" + "a".repeat(32));
        assertThat(server.received()).hasSize(1);
        assertThat(server.received().get(0).uri()).hasToString("/2010-04-01/Accounts/" + SID + "/Messages.json");
        assertThat(server.received().get(0).form())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "From", List.of("whatsapp:+15558986359"),
                        "To", List.of("whatsapp:+201016666348"),
                        "Body", List.of(SECRET_TEXT),
                        "StatusCallback", List.of("https://example.com/status?x=1&numberpool_ref=42.1-a")));
    }

    @Test
    void a_participant_without_a_number_is_reached_by_the_username_id() {
        SenderThread thread =
                new SenderThread(Participant.of("US.13491208655302741918"), PhoneNumber.of("+15558986359"));

        gateway().send(new OutboundMessage("1", null, thread, text("hi")));

        assertThat(sent("To")).isEqualTo("whatsapp:US.13491208655302741918");
    }

    @Test
    void the_reference_begins_the_query_of_a_status_callback_without_one() {
        builder()
                .statusCallback(URI.create("https://example.com/status"))
                .build()
                .send(message(text("hi")));

        assertThat(sent("StatusCallback")).isEqualTo("https://example.com/status?numberpool_ref=42.1-a");
    }

    @Test
    void without_a_status_callback_none_is_asked_for() {
        TwilioMessagingGateway.builder(ACCOUNT)
                .endpoints(server.endpoints())
                .build()
                .send(message(text("hi")));

        assertThat(server.received().get(0).form()).doesNotContainKey("StatusCallback");
    }

    @Test
    void a_medium_goes_with_its_caption() {
        gateway().send(message(new Content.Text("look", List.of(media("https://example.com/a.jpg?sig=1")))));

        assertThat(sent("MediaUrl")).isEqualTo("https://example.com/a.jpg?sig=1");
        assertThat(sent("Body")).isEqualTo("look");
    }

    @Test
    void a_medium_goes_without_a_caption() {
        gateway().send(message(new Content.Text(" ", List.of(media("https://example.com/a.jpg")))));

        assertThat(server.received().get(0).form()).containsKey("MediaUrl").doesNotContainKey("Body");
    }

    @Test
    void a_template_goes_with_its_variables_as_json() throws Exception {
        gateway().send(message(new Content.Template("HX1", Map.of("1", "Maria \"M\"", "2", "null"))));

        assertThat(sent("ContentSid")).isEqualTo("HX1");
        assertThat(new ObjectMapper().readTree(sent("ContentVariables")))
                .isEqualTo(new ObjectMapper().readTree("{\"1\":\"Maria \\\"M\\\"\",\"2\":\"null\"}"));
        assertThat(server.received().get(0).form()).doesNotContainKeys("Body", "MediaUrl");
    }

    @Test
    void a_template_without_variables_names_none() {
        gateway().send(message(new Content.Template("HX1", Map.of())));

        assertThat(server.received().get(0).form()).containsKey("ContentSid").doesNotContainKey("ContentVariables");
    }

    @Test
    void the_word_null_arrives_although_the_sdk_drops_it() {
        gateway().send(message(text("null")));
        assertThat(sent("Body")).isEqualTo("null ");
    }

    @Test
    void a_text_of_1600_units_goes_and_one_of_1601_does_not() {
        gateway().send(message(text("x".repeat(1600))));
        assertThat(server.received()).hasSize(1);

        assertThat(failure(text("x".repeat(1601))).kind()).isEqualTo(Kind.CONTENT);
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", " "})
    void a_blank_text_is_refused_before_anything_is_sent(String blank) {
        assertThat(failure(text(blank)).kind()).isEqualTo(Kind.CONTENT);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void two_media_are_refused_before_anything_is_sent() {
        Media medium = media("https://example.com/a.jpg");

        assertThat(failure(new Content.Text("", List.of(medium, medium))).kind())
                .isEqualTo(Kind.CONTENT);
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "/file.jpg", "file:///etc/passwd", "https://exa mple.com/a", "https:///a"})
    void a_medium_that_twilio_could_not_fetch_is_refused_before_anything_is_sent(String reference) {
        GatewayException failure = failure(new Content.Text("", List.of(media(reference))));

        assertThat(failure.kind()).isEqualTo(Kind.CONTENT);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void a_template_that_is_no_content_sid_is_refused_before_anything_is_sent() {
        assertThat(failure(new Content.Template("null", Map.of())).kind()).isEqualTo(Kind.TEMPLATE);
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "400, '{\"code\":21211,\"message\":\"The To number whatsapp:+201016666348 is not valid\"}', INVALID_RECIPIENT, 21211",
                "400, '', UNCLASSIFIED, -",
                "401, '{\"code\":20003}', AUTHENTICATION, 20003",
                "404, '', NOT_FOUND, -",
                "429, '{\"code\":20429}', RATE_LIMITED, 20429",
                "429, '{\"code\":63038}', QUOTA, 63038",
                "302, '', UNKNOWN_OUTCOME, -",
                "500, '{\"code\":20500}', UNKNOWN_OUTCOME, 20500",
                "502, '<html>Bad Gateway</html>', UNKNOWN_OUTCOME, -",
                "503, '', UNKNOWN_OUTCOME, -",
                "504, '', UNKNOWN_OUTCOME, -",
            })
    void a_refusal_is_typed_and_one_send_is_one_request(int status, String body, Kind kind, @Nullable Integer code) {
        server.then(LocalServer.answering(status, body, "Location", server.base() + "/elsewhere"));

        GatewayException failure = failure(text(SECRET_TEXT));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.httpStatus()).isEqualTo(status);
        assertThat(server.received()).hasSize(1);
        assertThatNothingLeaks(failure);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"sid\":\"\"}", "<html>the visitor's words</html>", "{\"sid\":", "[]"})
    void a_success_that_cannot_be_read_is_an_unknown_outcome(String body) {
        server.then(LocalServer.answering(201, body));

        GatewayException failure = failure(text(SECRET_TEXT));

        assertThat(failure.retry()).isEqualTo(Retry.RECONCILE);
        assertThat(server.received()).hasSize(1);
        assertThatNothingLeaks(failure);
    }

    @Test
    void a_lost_answer_is_an_unknown_outcome() {
        assertUnknownAfterOneRequest(LocalServer.hangingUp());
    }

    @Test
    void a_stalled_answer_is_an_unknown_outcome() {
        assertUnknownAfterOneRequest(server.stalling());
    }

    @Test
    void no_answer_is_an_unknown_outcome() {
        assertUnknownAfterOneRequest(server.silent());
    }

    @Test
    void an_answer_without_end_is_an_unknown_outcome() {
        assertUnknownAfterOneRequest(LocalServer.endless(201));
    }

    /** The first send loads the classes of the SDK, which is not what the deadline is about. */
    private void assertUnknownAfterOneRequest(LocalServer.Behaviour behaviour) {
        TwilioMessagingGateway gateway = gateway();
        gateway.send(message(text("first")));
        server.then(behaviour);
        long start = System.nanoTime();

        GatewayException failure =
                catchThrowableOfType(GatewayException.class, () -> gateway.send(message(text(SECRET_TEXT))));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(failure.httpStatus()).isZero();
        assertThat(server.received()).hasSize(2);
        assertThatNothingLeaks(failure);
    }

    @Test
    void an_interrupted_send_is_an_unknown_outcome_and_the_thread_stays_interrupted() throws Exception {
        AtomicReference<Thread> sender = new AtomicReference<>();
        LocalServer.Behaviour silent = server.silent();
        server.then(exchange -> {
            sender.get().interrupt();
            silent.answer(exchange);
        });
        AtomicReference<GatewayException> failure = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        sender.set(new Thread(() -> {
            failure.set(failure(text(SECRET_TEXT)));
            flag.set(Thread.currentThread().isInterrupted());
        }));
        sender.get().start();
        sender.get().join();

        assertThat(failure.get().kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(flag).hasValue(true);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void what_never_reached_twilio_may_be_sent_again() {
        TwilioMessagingGateway gateway = gateway();
        server.close();

        GatewayException failure =
                catchThrowableOfType(GatewayException.class, () -> gateway.send(message(text(SECRET_TEXT))));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(failure.retry()).isEqualTo(Retry.SOON);
        assertThatNothingLeaks(failure);
    }

    @Test
    void each_widget_sends_with_its_own_account() {
        TwilioAccount other = TwilioAccount.withApiKey(OTHER_SID, "SK1", "key", List.of("token"));
        TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(
                        widget -> widget.equals(WidgetId.of(8)) ? Optional.of(other) : Optional.empty())
                .defaultAccount(ACCOUNT)
                .endpoints(server.endpoints())
                .build();

        gateway.send(message(WidgetId.of(8)));
        gateway.send(message(WidgetId.of(9)));
        gateway.send(message((WidgetId) null));

        assertThat(server.received())
                .extracting(request -> request.uri().getPath().contains(OTHER_SID))
                .containsExactly(true, false, false);
        assertThat(server.received().get(0).headers()).containsEntry("Authorization", List.of("Basic U0sxOmtleQ=="));
    }

    @Test
    void a_secret_that_was_changed_counts_at_once() {
        AtomicReference<TwilioAccount> current = new AtomicReference<>(TwilioAccount.withAuthToken(SID, "old"));
        TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(widget -> Optional.of(current.get()))
                .endpoints(server.endpoints())
                .build();

        gateway.send(message(WidgetId.of(7)));
        current.set(TwilioAccount.withAuthToken(SID, "new"));
        gateway.send(message(WidgetId.of(7)));

        assertThat(server.received().get(0).headers().get("Authorization"))
                .isNotEqualTo(server.received().get(1).headers().get("Authorization"));
    }

    @Test
    void a_widget_without_an_account_is_said_so() {
        TwilioMessagingGateway gateway =
                TwilioMessagingGateway.builder(widget -> Optional.empty()).build();

        assertThat(catchThrowableOfType(GatewayException.class, () -> gateway.send(message(WidgetId.of(7)))))
                .hasMessageContaining("widget 7")
                .extracting(GatewayException::kind)
                .isEqualTo(Kind.AUTHENTICATION);
        assertThat(catchThrowableOfType(GatewayException.class, () -> gateway.send(message((WidgetId) null)))
                        .kind())
                .isEqualTo(Kind.AUTHENTICATION);
    }

    @Test
    void a_failure_of_the_hosts_account_function_has_sent_nothing() {
        TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(widget -> {
                    throw new IllegalStateException("token-secret");
                })
                .build();

        GatewayException failure =
                catchThrowableOfType(GatewayException.class, () -> gateway.send(message(WidgetId.of(7))));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_SENT);
        assertThatNothingLeaks(failure);
    }

    @Test
    void options_that_cannot_work_are_refused_at_once() {
        TwilioMessagingGateway.Builder builder = TwilioMessagingGateway.builder(ACCOUNT);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.totalTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.connectTimeout(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxConcurrentRequests(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.statusCallback(URI.create("/status")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.statusCallback(URI.create("https://example.com/#a")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.endpoints(Map.of("api.twilio.com", URI.create("http://example.com"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.endpoints(Map.of("example.com", URI.create("https://example.com"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwilioMessagingGateway.builder(ACCOUNT)
                        .connectTimeout(Duration.ofSeconds(11))
                        .build());
    }

    private TwilioMessagingGateway gateway() {
        return builder().build();
    }

    private TwilioMessagingGateway.Builder builder() {
        return TwilioMessagingGateway.builder(ACCOUNT)
                .statusCallback(URI.create("https://example.com/status?x=1"))
                .totalTimeout(Duration.ofSeconds(2))
                .connectTimeout(Duration.ofSeconds(1))
                .endpoints(server.endpoints());
    }

    private GatewayException failure(Content content) {
        TwilioMessagingGateway gateway = gateway();
        GatewayException failure = catchThrowableOfType(GatewayException.class, () -> gateway.send(message(content)));
        assertThat(failure).isNotNull();
        return failure;
    }

    private String sent(String parameter) {
        return server.received().get(0).form().get(parameter).get(0);
    }

    /** Neither in a message nor in what a logger would print of the causes. */
    private static void assertThatNothingLeaks(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each.toString()).doesNotContain("201016666348", "15558986359", SECRET_TEXT, "token-secret");
        }
    }

    private static OutboundMessage message(Content content) {
        return new OutboundMessage("42.1-a", WidgetId.of(7), THREAD, content);
    }

    private static OutboundMessage message(@Nullable WidgetId widget) {
        return new OutboundMessage("42.1-a", widget, THREAD, text("hi"));
    }

    private static Content text(String text) {
        return new Content.Text(text, List.of());
    }

    private static Media media(String reference) {
        return new Media(reference, "image/jpeg");
    }
}
