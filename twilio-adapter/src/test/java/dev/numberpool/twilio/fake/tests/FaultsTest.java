package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private static final String NUMBER = "+1234567890";
    private static final String PERSON = "+201016666348";

    private final FakeTwilio twilio = FakeTwilio.start();
    private final Rest rest = new Rest(twilio);

    @BeforeEach
    void openTheWindow() {
        twilio.senders().add(NUMBER);
        twilio.phone(PERSON).write(NUMBER, "Hello");
    }

    @AfterEach
    void close() {
        twilio.close();
    }

    @Test
    void tooManyRequestsComeWithTheTimeToWaitAndWithoutBeingProcessed() {
        HttpResponse<String> answer = sendWith(Fault.tooManyRequests(Duration.ofSeconds(3)));
        assertEquals(429, answer.statusCode());
        assertEquals(20429, Rest.code(answer));
        assertEquals("3", answer.headers().firstValue("Retry-After").orElseThrow());
        assertSent(0);
    }

    @Test
    void aScriptRunsOutAndThenAllIsWell() {
        twilio.faults().script("POST", "*/Messages.json", Fault.serverError(), Fault.none(), Fault.unavailable());
        List<Integer> statuses =
                IntStream.range(0, 5).mapToObj(i -> send().statusCode()).toList();
        assertEquals(List.of(500, 201, 503, 201, 201), statuses);
        assertSent(3);
    }

    @Test
    void aFaultMeetsItsMethodAndPathOnly() {
        twilio.faults().always("GET", "/v1/*", Fault.serverError());
        assertEquals(500, rest.get("/v1/Conversations").statusCode());
        assertEquals(201, rest.post("/v1/Conversations").statusCode());
        assertEquals(200, rest.get(rest.messages()).statusCode());
        twilio.faults().clear();
        assertEquals(200, rest.get("/v1/Conversations").statusCode());
    }

    @Test
    void everyNthRequestCanFail() {
        twilio.faults().every(3, "POST", "*", Fault.unavailable());
        List<Integer> statuses =
                IntStream.range(0, 6).mapToObj(i -> send().statusCode()).toList();
        assertEquals(List.of(201, 201, 503, 201, 201, 503), statuses);
    }

    @Test
    void aGatewayMayAnswerWithHtml() {
        HttpResponse<String> answer = sendWith(Fault.badGateway());
        assertEquals(502, answer.statusCode());
        assertTrue(answer.body().startsWith("<html>"));
        assertEquals("text/html", answer.headers().firstValue("Content-Type").orElseThrow());
    }

    @Test
    void anAnswerMayBeEmptyOrARedirect() {
        assertEquals("", sendWith(Fault.answer(500, "application/json", "")).body());
        HttpResponse<String> redirect = sendWith(Fault.redirect(307, "https://elsewhere.example/"));
        assertEquals(
                "https://elsewhere.example/",
                redirect.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void aConnectionDroppedBeforeProcessingLeavesNothing() {
        assertThrows(UncheckedIOException.class, () -> sendWith(Fault.dropBefore()));
        assertSent(0);
        assertEquals(1, twilio.calls().count("POST", "*"));
    }

    @Test
    void aConnectionDroppedAfterProcessingLeavesTheMessage() {
        assertThrows(UncheckedIOException.class, () -> sendWith(Fault.dropAfter()));
        assertSent(1);
        assertEquals(0, twilio.calls().to("POST", "*").get(0).status());
    }

    @Test
    void anErrorCanComeAlthoughTheMessageWasTaken() {
        assertEquals(503, sendWith(Fault.unavailable().afterProcessing()).statusCode());
        assertSent(1);
    }

    @Test
    void aStalledBodyComesHalfAndThenNothing() throws IOException {
        twilio.faults().always("GET", "/v1/Conversations", Fault.stallBody());
        HttpURLConnection connection = connection("/v1/Conversations");
        connection.setReadTimeout(300);
        try (InputStream body = connection.getInputStream()) {
            assertEquals('{', body.read());
            assertThrows(SocketTimeoutException.class, body::readAllBytes);
        }
    }

    @Test
    void aSlowAnswerTakesItsTime() {
        long start = System.nanoTime();
        assertEquals(201, sendWith(Fault.slow(Duration.ofMillis(200))).statusCode());
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(200).toNanos());
    }

    @Test
    void closingEndsWhatHangs() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        twilio.calls().listen(call -> arrived.countDown());
        twilio.faults().always("POST", "*", Fault.stallBody());
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<HttpResponse<String>> hanging = caller.submit(this::send);
        assertTrue(arrived.await(10, TimeUnit.SECONDS));
        assertFalse(hanging.isDone());
        twilio.close();
        ExecutionException failure = assertThrows(ExecutionException.class, () -> hanging.get(10, TimeUnit.SECONDS));
        assertInstanceOf(UncheckedIOException.class, failure.getCause());
        caller.shutdown();
    }

    private HttpResponse<String> sendWith(Fault fault) {
        twilio.faults().script("POST", "*/Messages.json", fault);
        return send();
    }

    private HttpResponse<String> send() {
        return rest.message(NUMBER, PERSON, "Hi");
    }

    private void assertSent(int number) {
        assertEquals(number, twilio.messages().sent().size());
    }

    private HttpURLConnection connection(String path) throws IOException {
        URL url = URI.create(twilio.endpoints().get("conversations.twilio.com") + path)
                .toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        String user = twilio.accountSid() + ":" + twilio.authToken();
        String basic = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        connection.setRequestProperty("Authorization", "Basic " + basic);
        return connection;
    }
}
