package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.twilio.base.Page;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import com.twilio.rest.conversations.v1.Conversation;
import com.twilio.rest.conversations.v1.ParticipantConversation;
import com.twilio.type.PhoneNumber;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.OutboundMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each test shows first what the stock SDK does, which is why it fails when a new version of it does better, and then that
 * ours does not.
 */
@DisplayName("What the stock SDK does, and ours does not")
@Timeout(60)
class SdkTrapsTest {
    private static final TwilioAccount ACCOUNT = TwilioAccount.withAuthToken(Signer.SID, "token-new");
    private static final String AGENT = "+201016666348";
    private static final String OURS = "+15558986359";

    private final LocalServer server = LocalServer.start(LocalServer.accepting());

    @AfterEach
    void stop() {
        server.close();
    }

    /** The SDK as it is, but for where it connects to: the address, the host header and all else stay. */
    private static TwilioRestClient stock(URI server) {
        HttpHost here = new HttpHost("http", server.getHost(), server.getPort());
        HttpClient http = new NetworkHttpClient(
                HttpClientBuilder.create().setRoutePlanner((target, context) -> new HttpRoute(here)));
        return new TwilioRestClient.Builder(Signer.SID, "token-new")
                .httpClient(http)
                .build();
    }

    private TwilioRestClient stock() {
        return stock(server.base());
    }

    private static MessageCreator creator(String text) {
        return Message.creator(new PhoneNumber("whatsapp:" + AGENT), new PhoneNumber("whatsapp:" + OURS), text);
    }

    private ApiException stockFailure() {
        TwilioRestClient stock = stock();
        ApiException failure =
                catchThrowableOfType(ApiException.class, () -> creator("hi").create(stock));
        assertThat(failure).isNotNull();
        return failure;
    }

    private TwilioMessagingGateway gateway() {
        return TwilioMessagingGateway.builder(ACCOUNT)
                .totalTimeout(Duration.ofSeconds(10))
                .endpoints(server.endpoints())
                .build();
    }

    private static OutboundMessage message(String text) {
        SenderThread thread = new SenderThread(Participant.of(AGENT), dev.numberpool.PhoneNumber.of(OURS));
        return new OutboundMessage("42.1", null, thread, new Content.Text(text, List.of()));
    }

    private GatewayException failure() {
        TwilioMessagingGateway gateway = gateway();
        GatewayException failure = catchThrowableOfType(GatewayException.class, () -> gateway.send(message("hi")));
        assertThat(failure).isNotNull();
        return failure;
    }

    private TwilioRestClient ours() {
        return new TwilioClients(new SingleAttemptHttpClient(new HttpOptions(
                        new Endpoints(server.endpoints()),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10),
                        8,
                        HttpSettings.MAX_ANSWER_BYTES)))
                .of(ACCOUNT);
    }

    private int requests(Runnable call) {
        int before = server.received().size();
        call.run();
        return server.received().size() - before;
    }

    @Test
    void a_message_is_sent_three_times_on_500() {
        server.then(LocalServer.answering(500, "{\"code\":20500,\"status\":500}"));

        assertThat(requests(this::stockFailure)).isEqualTo(3);
        assertThat(requests(this::failure)).isEqualTo(1);
    }

    @Test
    void a_message_is_sent_six_times_on_503_and_twice_on_429() {
        server.then(LocalServer.answering(503, "{\"status\":503}", "Retry-After", "0"));
        assertThat(requests(this::stockFailure)).isEqualTo(6);
        assertThat(requests(this::failure)).isEqualTo(1);

        server.then(LocalServer.answering(429, "{\"status\":429}", "Retry-After", "0"));
        assertThat(requests(this::stockFailure)).isEqualTo(2);
        assertThat(requests(this::failure)).isEqualTo(1);
    }

    @Test
    void the_status_of_a_proxy_that_answers_in_html_is_lost() {
        server.then(LocalServer.answering(502, "<html>Bad Gateway</html>"));

        assertThat(stockFailure().getStatusCode()).isNull();
        assertThat(failure().httpStatus()).isEqualTo(502);
    }

    @Test
    void the_status_of_an_empty_answer_is_lost() {
        server.then(LocalServer.answering(404, ""));

        assertThat(stockFailure().getStatusCode()).isNull();
        assertThat(failure().kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void the_status_is_what_the_body_says_and_zero_if_it_says_nothing() {
        server.then(LocalServer.answering(400, "{\"code\":21211}"));

        assertThat(stockFailure().getStatusCode()).isZero();
        assertThat(failure().httpStatus()).isEqualTo(400);
    }

    @Test
    void a_broken_connection_has_neither_code_nor_status_nor_says_whether_the_message_may_have_gone() {
        server.then(LocalServer.hangingUp());

        assertThat(stockFailure().getCode()).isNull();
        assertThat(stockFailure().getStatusCode()).isNull();
        assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
    }

    @Test
    void how_long_twilio_asks_to_wait_is_out_of_reach() {
        server.then(LocalServer.answering(400, "{\"code\":20429,\"status\":429}", "Retry-After", "17"));

        assertThat(ApiException.class.getMethods())
                .noneMatch(method -> method.getName().contains("eader"));
        assertThat(stockFailure().getMessage()).isNull();
        assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void a_redirect_is_taken_for_success() {
        server.then(LocalServer.answering(302, "{\"sid\":\"SM1\"}"));

        assertThat(creator("hi").create(stock()).getSid()).isEqualTo("SM1");
        assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
    }

    @Test
    void the_word_null_is_dropped() {
        creator("null").create(stock());
        assertThat(server.received().get(0).form()).doesNotContainKey("Body");

        gateway().send(message("null"));
        assertThat(server.received().get(1).form()).containsEntry("Body", List.of("null "));
    }

    @Test
    void a_bad_status_callback_is_silently_none() {
        creator("hi").setStatusCallback("https://exa mple.com/status").create(stock());

        assertThat(server.received().get(0).form()).doesNotContainKey("StatusCallback");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> TwilioMessagingGateway.builder(ACCOUNT).statusCallback(URI.create("example.com/status")));
    }

    @Test
    void an_answer_without_headers_has_null_for_headers() {
        server.then(LocalServer.answering(200, "{}"));

        assertThat(new Response("{}", 200).getHeaders()).isNull();
        assertThat(ours().request(new Request(HttpMethod.GET, "https://api.twilio.com/x"))
                        .getHeaders())
                .isNotNull();
    }

    @Test
    void the_last_message_is_kept_in_memory() {
        TwilioRestClient stock = stock();
        creator("hi").create(stock);
        assertThat(stock.getHttpClient().getLastRequest().getPostParams().get("Body"))
                .contains("hi");

        TwilioRestClient ours = ours();
        creator("hi").create(ours);
        assertThat(ours.getHttpClient().getLastRequest()).isNull();
        assertThat(ours.getHttpClient().getLastResponse()).isNull();
    }

    @Test
    void an_interrupted_thread_gets_an_exception_that_is_none_of_the_sdks() {
        Thread.currentThread().interrupt();
        try {
            assertThat(catchThrowable(() -> creator("hi").create(stock()))).isInstanceOf(CancellationException.class);
            Thread.currentThread().interrupt();
            assertThat(failure().kind()).isEqualTo(Kind.NOT_SENT);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(server.received()).isEmpty();
    }

    @Test
    void the_jdks_timeout_of_a_request_does_not_cover_a_stalled_body() throws Exception {
        server.then(server.stalling());
        HttpRequest request = HttpRequest.newBuilder(server.base())
                .timeout(Duration.ofSeconds(1))
                .build();
        CompletableFuture<?> plain =
                java.net.http.HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());

        assertThat(catchThrowable(() -> plain.get(2, TimeUnit.SECONDS))).isInstanceOf(TimeoutException.class);
        TwilioMessagingGateway hasty = TwilioMessagingGateway.builder(ACCOUNT)
                .connectTimeout(Duration.ofMillis(500))
                .totalTimeout(Duration.ofSeconds(1))
                .endpoints(server.endpoints())
                .build();
        assertThat(catchThrowableOfType(GatewayException.class, () -> hasty.send(message("hi")))
                        .kind())
                .isEqualTo(Kind.UNKNOWN_OUTCOME);
        plain.cancel(true);
    }

    @Test
    void the_next_page_is_fetched_with_the_credentials_wherever_it_is() {
        server.then(page("https://www.evil.example/v1/Conversations?PageToken=1", "CH1"));
        Page<Conversation> first = Conversation.reader().firstPage(stock());
        Conversation.reader().nextPage(first, stock());
        assertThat(server.received().get(1).headers().get("Host")).containsExactly("www.evil.example");
        assertThat(server.received().get(1).headers()).containsKey("Authorization");

        TwilioRestClient ours = ours();
        Page<Conversation> ourFirst = Conversation.reader().firstPage(ours);
        TwilioCallException failure = catchThrowableOfType(
                TwilioCallException.class, () -> Conversation.reader().nextPage(ourFirst, ours));
        assertThat(failure.reach()).isEqualTo(TwilioCallException.Reach.NOT_SENT);
        assertThat(server.received()).as("two of the stock client, one of ours").hasSize(3);
    }

    /** In processes of their own: what a logger prints is settled when it is made. */
    @Test
    void numbers_that_are_asked_for_are_logged() throws Exception {
        String everything = "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace";

        assertThat(OwnJvm.of(AskingPlainly.class).with(everything).run()).contains("201016666348");
        assertThat(OwnJvm.of(AskingByUs.class).with(everything).run())
                .contains("finished")
                .doesNotContain("201016666348");
    }

    /** Asks for a participant's conversations as the SDK does. */
    static final class AskingPlainly {
        private AskingPlainly() {}

        public static void main(String[] arguments) {
            ask(SdkTrapsTest::stock);
        }
    }

    /** The same with our client. */
    static final class AskingByUs {
        private AskingByUs() {}

        public static void main(String[] arguments) {
            ask(base -> new TwilioClients(new SingleAttemptHttpClient(new HttpOptions(
                            new Endpoints(Map.of("conversations.twilio.com", base)),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(10),
                            8,
                            HttpSettings.MAX_ANSWER_BYTES)))
                    .of(ACCOUNT));
        }
    }

    private static void ask(Function<URI, TwilioRestClient> client) {
        try (LocalServer server = LocalServer.start(page(null))) {
            ParticipantConversation.reader().setAddress("whatsapp:" + AGENT).firstPage(client.apply(server.base()));
            System.out.println("finished");
        }
    }

    /** A page of a list; of conversations that have nothing but a SID. */
    private static LocalServer.Behaviour page(String next, String... sids) {
        List<String> rows = new ArrayList<>();
        for (String sid : sids) {
            rows.add("{\"sid\":\"" + sid + "\",\"state\":\"dormant\"}");
        }
        return LocalServer.answering(
                200,
                "{\"conversations\":" + rows
                        + ",\"meta\":{\"key\":\"conversations\",\"page\":0,\"page_size\":50,\"url\":\"https://conversations.twilio.com/v1/Conversations\","
                        + "\"previous_page_url\":null,\"first_page_url\":null,\"next_page_url\":"
                        + (next == null ? "null" : "\"" + next + "\"") + "}}");
    }

    /** Ours are held by the tests of what reads them. */
    @Nested
    @DisplayName("when it reads lists")
    class Lists {
        @Test
        void a_list_ends_at_an_empty_page_that_has_a_next_one() {
            server.then(exchange -> {
                String query = String.valueOf(exchange.getRequestURI().getQuery());
                String next = "https://conversations.twilio.com/v1/Conversations?PageToken=";
                (query.contains("PageToken=2")
                                ? page(null, "CH3")
                                : query.contains("PageToken=1") ? page(next + "2") : page(next + "1", "CH1"))
                        .answer(exchange);
            });
            List<String> sids = new ArrayList<>();

            Conversation.reader().read(stock()).forEach(each -> sids.add(each.getSid()));

            assertThat(sids).as("CH3 is lost").containsExactly("CH1");
        }

        @Test
        void a_limit_becomes_a_page_size_that_twilio_refuses() {
            server.then(page(null));

            Conversation.reader().limit(500).read(stock()).forEach(each -> {});

            assertThat(server.received().get(0).uri().getQuery()).contains("PageSize=500");
        }

        @Test
        void a_state_that_is_not_known_is_null() {
            server.then(page(null, "CH1"));

            assertThat(Conversation.reader()
                            .firstPage(stock())
                            .getRecords()
                            .get(0)
                            .getState())
                    .isNull();
        }

        @Test
        void an_unknown_binding_is_a_map_with_the_names_of_the_wire() {
            server.then(LocalServer.answering(
                    200,
                    "{\"conversations\":[{\"participant_messaging_binding\":{\"proxy_address\":\"x\"}}],"
                            + "\"meta\":{\"key\":\"conversations\"}}"));

            assertThat(ParticipantConversation.reader()
                            .setAddress("whatsapp:" + AGENT)
                            .firstPage(stock())
                            .getRecords()
                            .get(0)
                            .getParticipantMessagingBinding())
                    .isEqualTo(Map.of("proxy_address", "x"));
        }
    }
}
