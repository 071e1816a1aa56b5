package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.twilio.constant.EnumConstants;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.numberpool.twilio.TwilioCallException.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SingleAttemptHttpClientTest {
    private static final String URL = "https://api.twilio.com/2010-04-01/Accounts/AC/Messages.json";
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(700);

    private final LocalServer server = LocalServer.start(LocalServer.accepting());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_answer_comes_with_its_status_body_and_headers() {
        server.then(LocalServer.answering(201, "{\"sid\":\"ü\"}", "Twilio-Request-Id", "RQ1"));

        Response response = client(LONG).makeRequest(post());

        assertThat(response.getStatusCode()).isEqualTo(201);
        assertThat(response.getContent()).isEqualTo("{\"sid\":\"ü\"}");
        assertThat(response.getHeaders())
                .anySatisfy(header -> assertThat(header.getValue()).isEqualTo("RQ1"));
    }

    @Test
    void a_form_goes_out_with_repeated_values_utf8_and_credentials() {
        Request request = post();
        request.addPostParam("MediaUrl", "https://example.com/a");
        request.addPostParam("MediaUrl", "https://example.com/b");
        request.addPostParam("Body", "Grüße & 🎈 + =");

        client(LONG).makeRequest(request);

        LocalServer.Received received = server.received().get(0);
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.uri()).hasToString("/2010-04-01/Accounts/AC/Messages.json");
        assertThat(received.form())
                .containsEntry("MediaUrl", List.of("https://example.com/a", "https://example.com/b"))
                .containsEntry("Body", List.of("Grüße & 🎈 + ="));
        assertThat(received.headers())
                .containsEntry("Authorization", List.of("Basic dXNlcjpzZWNyZXQ="))
                .containsEntry("Content-type", List.of("application/x-www-form-urlencoded"));
    }

    @Test
    void json_goes_out_as_it_is() {
        Request request = post();
        request.setContentType(EnumConstants.ContentType.JSON);
        request.setBody("{\"webhook\":1}");

        client(LONG).makeRequest(request);

        assertThat(server.received().get(0).body()).isEqualTo("{\"webhook\":1}");
        assertThat(server.received().get(0).headers()).containsEntry("Content-type", List.of("application/json"));
    }

    @Test
    void a_query_is_kept_and_a_get_has_no_body() {
        Request request = request(HttpMethod.GET, "https://conversations.twilio.com/v1/ParticipantConversations");
        request.addQueryParam("Address", "whatsapp:+2010");

        client(LONG).makeRequest(request);

        assertThat(server.received().get(0).uri())
                .hasToString("/v1/ParticipantConversations?Address=whatsapp%3A%2B2010");
        assertThat(server.received().get(0).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504})
    void a_status_that_is_no_success_costs_exactly_one_request(int status) {
        server.then(
                LocalServer.answering(status, "<html>", "Location", server.base() + "/elsewhere", "Retry-After", "0"));

        TwilioCallException failure = failure(client(LONG), post());

        assertThat(failure.reach()).isEqualTo(Reach.ANSWERED);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(server.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void nothing_follows_a_redirect_least_of_all_the_credentials(int status) {
        try (LocalServer other = LocalServer.start(LocalServer.accepting())) {
            server.then(LocalServer.answering(status, "", "Location", other.base() + "/elsewhere"));

            failure(client(LONG), post());
            failure(client(LONG), request(HttpMethod.GET, URL));

            assertThat(server.received()).hasSize(2);
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void who_gets_a_turn_too_late_to_hear_the_answer_sends_nothing() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        LocalServer.Behaviour silent = server.silent();
        server.then(exchange -> {
            arrived.countDown();
            silent.answer(exchange);
        });
        SingleAttemptHttpClient client = client(Duration.ofSeconds(1), server.endpoints(), 1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<TwilioCallException> first = threads.submit(() -> failure(client, post()));
            arrived.await();
            long start = System.nanoTime();

            assertThat(failure(client, post()).reach()).isEqualTo(Reach.NOT_SENT);
            assertThat(first.isDone()).as("half the time is over, not more").isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
            assertThat(first.get().reach()).isEqualTo(Reach.UNCERTAIN);
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void an_address_that_cannot_be_read_is_not_repeated() {
        Request request = request(HttpMethod.GET, "no-protocol://api.twilio.com/?To=+201016666348");

        TwilioCallException failure = failure(client(LONG), request);

        assertThat(failure.reach()).isEqualTo(Reach.NOT_SENT);
        assertThat(failure).hasNoCause().message().doesNotContain("2010");
    }

    @Test
    void the_sdks_own_entrance_with_retries_makes_one_request_too() {
        server.then(LocalServer.answering(503, ""));
        SingleAttemptHttpClient client = client(LONG);

        catchThrowableOfType(TwilioCallException.class, () -> client.reliableRequest(post()));
        catchThrowableOfType(TwilioCallException.class, () -> client.reliableRequest(post(), new int[] {-500}, 3, 1));

        assertThat(server.received()).hasSize(2);
        assertThat(client.getLastRequest()).as("pins no message").isNull();
    }

    @Test
    void a_refusal_keeps_code_time_and_ids_but_not_the_text() {
        String conversation = "CH" + "0".repeat(31) + "1";
        server.then(LocalServer.answering(
                409,
                "{\"code\":50416,\"message\":\"whatsapp:+201016666348 is in use by " + conversation
                        + "\",\"more_info\":\"https://…\",\"status\":409}",
                "Retry-After",
                " 17 ",
                "Twilio-Request-Id",
                "RQabc"));

        TwilioCallException failure = failure(client(LONG), post());

        assertThat(failure.code()).isEqualTo(50416);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(failure.requestId()).isEqualTo("RQabc");
        assertThat(failure.namedConversation()).isEqualTo(conversation);
        assertThat(failure)
                .hasMessage("Twilio answered 409, code 50416, request RQabc")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''
            <html><body>502 Bad Gateway</body></html>
            null
            [1,2]
            {"code":"many","message":7}
            {"code":-3}
            {"code":
            """)
    void a_refusal_without_a_readable_code_keeps_its_status(String body) {
        server.then(LocalServer.answering(
                400,
                body == null ? "" : body,
                "Retry-After",
                "Fri, 31 Dec 1999 23:59:59 GMT",
                "Twilio-Request-Id",
                "<x>"));

        TwilioCallException failure = failure(client(LONG), post());

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure.code()).isNull();
        assertThat(failure.retryAfter()).isNull();
        assertThat(failure.requestId()).isNull();
    }

    @Test
    void an_absurd_time_to_wait_is_cut_to_an_hour() {
        server.then(LocalServer.answering(429, "{}", "Retry-After", "999999999"));

        assertThat(failure(client(LONG), post()).retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void a_lost_answer_is_uncertain_and_costs_one_request() {
        server.then(LocalServer.hangingUp());

        assertThat(failure(client(LONG), post()).reach()).isEqualTo(Reach.UNCERTAIN);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a_connection_that_is_reset_at_the_first_byte_is_uncertain_and_tried_once() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread closer = new Thread(() -> resetWhatSpeaks(socket, connections));
            closer.start();

            TwilioCallException failure = failure(client(LONG, to(socket.getLocalPort()), 8), post());

            assertThat(failure.reach()).isEqualTo(Reach.UNCERTAIN);
            assertThat(connections).hasValue(1);
        }
    }

    /** Reset before the first byte, the connection would not have come about, and could be tried again. */
    private static void resetWhatSpeaks(ServerSocket socket, AtomicInteger connections) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connections.incrementAndGet();
                connection.setSoLinger(true, 0);
                assertThat(connection.getInputStream().read()).isEqualTo('P');
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void a_stalled_body_ends_with_the_deadline() {
        server.then(server.stalling());
        long start = System.nanoTime();

        TwilioCallException failure = failure(client(SHORT), post());

        assertThat(failure.reach()).isEqualTo(Reach.UNCERTAIN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(5));
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        server.then(LocalServer.endless(201));

        assertThat(failure(client(LONG), post()).reach()).isEqualTo(Reach.UNCERTAIN);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a_refusal_without_end_keeps_its_status() {
        server.then(LocalServer.endless(429));

        assertThat(failure(client(LONG), post()).status()).isEqualTo(429);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a_refused_connection_is_known_not_to_have_sent_anything() {
        Map<String, URI> endpoints = server.endpoints();
        server.close();

        TwilioCallException failure = failure(client(LONG, endpoints, 8), post());

        assertThat(failure.reach()).isEqualTo(Reach.NOT_SENT);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void a_refused_connection_is_tried_again_until_it_comes_about() {
        int port = server.base().getPort();
        Map<String, URI> endpoints = server.endpoints();
        server.close();
        AtomicReference<LocalServer> second = new AtomicReference<>();
        ProxySelector before = ProxySelector.getDefault();
        try {
            ProxySelector.setDefault(starting(port, second));

            assertThat(client(LONG, endpoints, 8).makeRequest(post()).getStatusCode())
                    .isEqualTo(201);
            assertThat(second.get().received()).hasSize(1);
        } finally {
            ProxySelector.setDefault(before);
            second.get().close();
        }
    }

    /** The platform asks for a proxy before each attempt: at the third one the server is there. */
    private static ProxySelector starting(int port, AtomicReference<LocalServer> server) {
        AtomicInteger asked = new AtomicInteger();
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                if (asked.incrementAndGet() == 3) {
                    server.set(LocalServer.startOn(port, LocalServer.accepting()));
                }
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    @Test
    void a_connection_that_takes_too_long_has_sent_nothing() throws IOException {
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, fillers);

            TwilioCallException failure = failure(client(SHORT, to(full.getLocalPort()), 8), post());

            assertThat(failure.reach()).isEqualTo(Reach.NOT_SENT);
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    /** Until nobody gets in any more. */
    private static void fill(ServerSocket server, List<Socket> fillers) throws IOException {
        while (fillers.size() < 50) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    @Test
    void an_interrupted_thread_stops_waiting_and_stays_interrupted() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        LocalServer.Behaviour silent = server.silent();
        server.then(exchange -> {
            arrived.countDown();
            silent.answer(exchange);
        });
        AtomicReference<Reach> reach = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread sender = new Thread(() -> {
            reach.set(failure(client(LONG), post()).reach());
            flag.set(Thread.currentThread().isInterrupted());
        });
        sender.start();
        arrived.await();
        sender.interrupt();
        sender.join();

        assertThat(reach).hasValue(Reach.UNCERTAIN);
        assertThat(flag).hasValue(true);
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a_thread_that_comes_interrupted_sends_nothing() {
        Thread.currentThread().interrupt();
        try {
            TwilioCallException failure = failure(client(LONG), post());

            assertThat(failure.reach()).isEqualTo(Reach.NOT_SENT);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(server.received()).isEmpty();
    }

    @Test
    void who_is_interrupted_while_waiting_for_a_turn_has_sent_nothing() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        LocalServer.Behaviour silent = server.silent();
        server.then(exchange -> {
            arrived.countDown();
            silent.answer(exchange);
        });
        SingleAttemptHttpClient client = client(Duration.ofSeconds(1), server.endpoints(), 1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<TwilioCallException> first = threads.submit(() -> failure(client, post()));
            arrived.await();
            Thread.currentThread().interrupt();

            assertThat(failure(client, post()).reach()).isEqualTo(Reach.NOT_SENT);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(first.get().reach()).isEqualTo(Reach.UNCERTAIN);
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.received()).hasSize(1);
    }

    @Test
    void a_turn_comes_back_after_a_failure() {
        SingleAttemptHttpClient client = client(LONG, server.endpoints(), 1);
        server.then(LocalServer.hangingUp());
        failure(client, post());
        server.then(LocalServer.answering(400, ""));
        failure(client, post());
        server.then(LocalServer.accepting());

        assertThat(client.makeRequest(post()).getStatusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/v1/Conversations?PageToken=1",
                "https://api.twilio.com.evil.example/x",
                "https://video.twilio.com/v1",
                "http://api.twilio.com/2010-04-01",
                "https://api.twilio.com:8443/x",
                "https://user@api.twilio.com/x",
                "https://api.twilio.com@evil.example/x",
            })
    void an_address_on_another_host_is_not_called(String url) {
        TwilioCallException failure = failure(client(LONG), request(HttpMethod.GET, url));

        assertThat(failure.reach()).isEqualTo(Reach.NOT_SENT);
        assertThat(failure.getMessage()).doesNotContain("evil", "twilio.com");
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/prefix"})
    void the_next_page_of_a_stand_in_is_called(String path) {
        Request request = request(HttpMethod.GET, server.base() + "/v1/Conversations?PageToken=1");
        Map<String, URI> standIn = Map.of("conversations.twilio.com", URI.create(server.base() + path));

        client(LONG, standIn, 8).makeRequest(request);

        assertThat(server.received().get(0).uri()).hasToString("/v1/Conversations?PageToken=1");
    }

    private SingleAttemptHttpClient client(Duration total) {
        return client(total, server.endpoints(), 8);
    }

    private static SingleAttemptHttpClient client(Duration total, Map<String, URI> endpoints, int maxConcurrent) {
        Duration connect = total.dividedBy(2);
        return new SingleAttemptHttpClient(
                new HttpOptions(new Endpoints(endpoints), connect, total, maxConcurrent, 64 * 1024));
    }

    private static Map<String, URI> to(int port) {
        return Map.of("api.twilio.com", URI.create("http://127.0.0.1:" + port));
    }

    private static Request post() {
        return request(HttpMethod.POST, URL);
    }

    private static Request request(HttpMethod method, String url) {
        Request request = new Request(method, url);
        request.setAuth("user", "secret");
        if (method == HttpMethod.POST) {
            request.addPostParam("To", "whatsapp:+201016666348");
        }
        return request;
    }

    private static TwilioCallException failure(SingleAttemptHttpClient client, Request request) {
        TwilioCallException failure =
                catchThrowableOfType(TwilioCallException.class, () -> client.makeRequest(request));
        assertThat(failure).isNotNull();
        return failure;
    }
}
