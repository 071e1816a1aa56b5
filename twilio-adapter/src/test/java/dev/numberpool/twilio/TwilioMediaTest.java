package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.desk.Media;
import dev.numberpool.twilio.fake.FakeMessage;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What came with a message is fetched from Twilio and from nowhere else")
@Timeout(30)
class TwilioMediaTest {
    private static final String SID = FakeTwilio.ACCOUNT_SID;
    private static final TwilioAccount ACCOUNT = TwilioAccount.withAuthToken(SID, FakeTwilio.AUTH_TOKEN);
    private static final String PATH =
            "/2010-04-01/Accounts/" + SID + "/Messages/MM" + "1".repeat(32) + "/Media/ME" + "2".repeat(32);
    private static final Media MEDIUM = new Media("https://api.twilio.com" + PATH, "image/jpeg");

    private final LocalServer api = LocalServer.start(LocalServer.answering(404, ""));
    private final LocalServer store =
            LocalServer.start(LocalServer.answering(200, "the picture", "Content-Type", "image/png"));

    @AfterEach
    void stop() {
        api.close();
        store.close();
    }

    private TwilioMedia.Builder builder() {
        return TwilioMedia.builder(ACCOUNT)
                .endpoints(Map.of("api.twilio.com", api.base(), "media.twiliocdn.com", store.base()));
    }

    private static String read(TwilioMedia.Download download) throws IOException {
        try (download) {
            return new String(download.content().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static GatewayException failure(TwilioMedia media) {
        GatewayException failure = catchThrowableOfType(GatewayException.class, () -> media.fetch(MEDIUM));
        assertThat(failure).isNotNull();
        assertThat(failure).message().doesNotContain("twiliocdn", SID, "1111", FakeTwilio.AUTH_TOKEN);
        return failure;
    }

    @Nested
    @DisplayName("A picture that somebody sent")
    class FromTheFake {
        private final FakeTwilio twilio = FakeTwilio.start();
        private final byte[] picture = new byte[1_000_000];
        private final Media sent = sent();

        private Media sent() {
            new Random(7).nextBytes(picture);
            twilio.senders().add("+15558986359");
            String sid = twilio.phone("+201016666348").sendMedia("+15558986359", "image/jpeg", picture, "look");
            FakeMessage message = twilio.messages().get(sid);
            String path = "/2010-04-01/Accounts/" + SID + "/Messages/" + sid + "/Media/";
            return new Media("https://api.twilio.com" + path + message.media().get(0), "image/jpeg");
        }

        private TwilioMedia media() {
            return TwilioMedia.builder(ACCOUNT).endpoints(twilio.endpoints()).build();
        }

        @AfterEach
        void stop() {
            twilio.close();
        }

        @Test
        void comes_from_where_twilio_keeps_it_without_the_credentials() throws IOException {
            try (TwilioMedia.Download download = media().fetch(sent)) {
                assertThat(download.contentType()).isEqualTo("image/jpeg");
                assertThat(download.length()).hasValue(picture.length);
                assertThat(download.content().readAllBytes()).isEqualTo(picture);
            }

            assertThat(twilio.calls().all()).extracting(call -> call.user()).containsExactly(SID, null);
        }

        @Test
        void comes_from_the_first_address_where_twilio_does_not_send_on() throws IOException {
            twilio.messages().redirectMedia(false);

            try (TwilioMedia.Download download = media().fetch(sent)) {
                assertThat(download.content().readAllBytes()).isEqualTo(picture);
            }
            assertThat(twilio.calls().all()).hasSize(1);
        }

        @Test
        void is_refused_to_who_has_lost_the_token() {
            twilio.refuse(SID);

            assertThat(catchThrowableOfType(GatewayException.class, () -> media().fetch(sent))
                            .kind())
                    .isEqualTo(Kind.AUTHENTICATION);
        }

        @Test
        void may_be_fetched_again_after_a_failure() throws IOException {
            twilio.faults().script("GET", "*/Media/*", Fault.unavailable(), Fault.none(), Fault.dropBefore());

            assertThat(catchThrowableOfType(GatewayException.class, () -> media().fetch(sent))
                            .httpStatus())
                    .isEqualTo(503);
            try (TwilioMedia.Download download = media().fetch(sent)) {
                assertThat(download.content().read()).isEqualTo(picture[0] & 0xff);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example/2010-04-01/Accounts/AC/Messages/MM/Media/ME",
                "https://api.twilio.com.evil.example%s",
                "https://evil.example/?https://api.twilio.com%s",
                "https://api.twilio.com@evil.example%s",
                "https://evil.example@api.twilio.com%s",
                "https://api.twilio.com:8443%s",
                "http://api.twilio.com%s",
                "http://127.0.0.1%s",
                "http://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "https://api.twilio.com%s.json",
                "https://api.twilio.com%s?x=1",
                "https://api.twilio.com%s#x",
                "https://api.twilio.com%s/../../../../Accounts.json",
                "https://api.twilio.com%s/",
                "https://api.twilio.com/2010-04-01/Accounts.json",
                "https://api.twilio.com\\@evil.example%s",
                "https://conversations.twilio.com%s",
                "//api.twilio.com%s",
            })
    void a_reference_to_anything_else_is_refused_before_a_request(String reference) {
        Media media = new Media(reference.replace("%s", PATH), "image/jpeg");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().build().fetch(media))
                .withMessageNotContaining("evil")
                .withMessageNotContaining(SID);
        assertThat(api.received()).isEmpty();
        assertThat(store.received()).isEmpty();
    }

    @Test
    void a_stand_in_is_no_address_that_a_message_may_name() {
        Media media = new Media(api.base() + PATH, "image/jpeg");

        assertThatIllegalArgumentException().isThrownBy(() -> builder().build().fetch(media));
        assertThat(api.received()).isEmpty();
    }

    @Test
    void a_medium_of_an_account_that_is_not_ours_is_refused_before_a_request() {
        TwilioMedia nobodys = TwilioMedia.builder(sid -> Optional.empty())
                .endpoints(Map.of("api.twilio.com", api.base()))
                .build();
        TwilioMedia confused = TwilioMedia.builder(
                        sid -> Optional.of(TwilioAccount.withAuthToken("AC" + "f".repeat(32), "token")))
                .endpoints(Map.of("api.twilio.com", api.base()))
                .build();

        assertThat(failure(nobodys).kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(failure(confused).kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(api.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void credentials_do_not_go_where_twilio_sends_on(int status) throws IOException {
        api.then(LocalServer.answering(status, "", "Location", "https://media.twiliocdn.com/a?Expires=1"));

        assertThat(read(builder().build().fetch(MEDIUM))).isEqualTo("the picture");

        assertThat(api.received().get(0).headers()).containsKey("Authorization");
        assertThat(store.received()).hasSize(1);
        assertThat(store.received().get(0).uri()).hasToString("/a?Expires=1");
        assertThat(store.received().get(0).headers()).doesNotContainKeys("Authorization", "Cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/a",
                "https://twiliocdn.com.evil.example/a",
                "https://eviltwiliocdn.com/a",
                "http://media.twiliocdn.com/a",
                "https://media.twiliocdn.com:8443/a",
                "https://user@media.twiliocdn.com/a",
                "https://api.twilio.com/2010-04-01/Accounts.json",
                "https://s3.amazonaws.com/a",
                "http://169.254.169.254/latest/meta-data",
                "//evil.example/a",
                "/elsewhere",
                "file:///etc/passwd",
                "::",
                "",
            })
    void nothing_is_fetched_from_where_twilio_does_not_keep_media(String location) {
        api.then(LocalServer.answering(307, "", "Location", location));

        GatewayException failure = failure(builder().build());

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure).message().doesNotContain("evil");
        assertThat(api.received()).hasSize(1);
        assertThat(store.received()).isEmpty();
    }

    @Test
    void a_redirect_without_an_address_leads_nowhere() {
        api.then(LocalServer.answering(307, ""));

        assertThat(failure(builder().build()).httpStatus()).isEqualTo(307);
    }

    @Test
    void it_is_sent_on_three_times_and_no_more() throws IOException {
        api.then(LocalServer.answering(307, "", "Location", "https://media.twiliocdn.com/1"));
        store.then(exchange -> {
            boolean isThird = exchange.getRequestURI().getPath().equals("/3");
            LocalServer.Behaviour onward = LocalServer.answering(302, "", "Location", "/3");
            LocalServer.Behaviour there = LocalServer.answering(200, "there");
            (isThird && store.received().size() == 3 ? there : onward).answer(exchange);
        });

        assertThat(read(builder().build().fetch(MEDIUM))).isEqualTo("there");

        failure(builder().build());
        assertThat(store.received()).as("and three in vain").hasSize(6);
    }

    @Test
    void other_hosts_may_be_allowed_instead() throws IOException {
        api.then(LocalServer.answering(307, "", "Location", "https://media.twiliocdn.com/1"));

        failure(builder().redirectHosts(Set.of("example.com")).build());
        assertThat(store.received()).isEmpty();
        assertThat(read(builder()
                        .redirectHosts(Set.of("media.twiliocdn.com"))
                        .build()
                        .fetch(MEDIUM)))
                .isEqualTo("the picture");
    }

    @ParameterizedTest
    @CsvSource({
        "204, UNKNOWN_OUTCOME",
        "401, AUTHENTICATION",
        "404, NOT_FOUND",
        "410, UNCLASSIFIED",
        "429, RATE_LIMITED",
        "500, UNKNOWN_OUTCOME",
        "503, UNKNOWN_OUTCOME"
    })
    void what_twilio_does_not_give_is_said(int status, Kind kind) {
        api.then(LocalServer.answering(status, "", "Retry-After", "9"));

        GatewayException failure = failure(builder().build());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.httpStatus()).isEqualTo(status);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void a_medium_that_says_that_it_is_too_large_is_not_read() {
        api.then(LocalServer.answering(200, "12345"));

        assertThat(failure(builder().maxBytes(4).build()).kind()).isEqualTo(Kind.CONTENT);
    }

    @Test
    void a_medium_without_end_is_cut_off() throws IOException {
        api.then(LocalServer.endless(200));

        try (TwilioMedia.Download download = builder().maxBytes(100_000).build().fetch(MEDIUM)) {
            assertThat(download.length()).isEmpty();
            assertThat(catchThrowableOfType(
                            IOException.class, () -> download.content().readAllBytes()))
                    .hasMessageContaining("longer than 100000 bytes");
        }
    }

    @Test
    void a_medium_of_exactly_the_size_that_is_allowed_comes() throws IOException {
        api.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("1234".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });

        TwilioMedia.Download download = builder().maxBytes(4).build().fetch(MEDIUM);

        assertThat(download.contentType()).isEqualTo("application/octet-stream");
        assertThat(read(download)).isEqualTo("1234");
        assertThat(catchThrowableOfType(
                        IOException.class, () -> download.content().read()))
                .as("after the end there is the end")
                .isNull();
    }

    @Test
    void an_empty_medium_is_empty() throws IOException {
        api.then(LocalServer.answering(200, ""));

        assertThat(read(builder().build().fetch(MEDIUM))).isEmpty();
    }

    @Test
    void a_medium_that_stalls_ends_with_the_time_for_all() throws IOException {
        api.then(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            api.silent().answer(exchange);
        });
        TwilioMedia media = builder()
                .totalTimeout(Duration.ofSeconds(1))
                .connectTimeout(Duration.ofMillis(500))
                .build();
        long start = System.nanoTime();

        try (InputStream content = media.fetch(MEDIUM).content()) {
            assertThat(content.readNBytes(10)).hasSize(10);
            assertThat(catchThrowableOfType(IOException.class, content::read)).hasMessageContaining("in time");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(9));
    }

    @Test
    void a_medium_that_breaks_off_is_not_taken_for_a_whole_one() throws IOException {
        api.then(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            exchange.close();
        });

        try (InputStream content = builder().build().fetch(MEDIUM).content()) {
            assertThat(catchThrowableOfType(IOException.class, content::readAllBytes))
                    .hasMessageContaining("the connection broke");
        }
    }

    @Test
    void an_interrupted_reader_stops_and_stays_interrupted() throws IOException {
        api.then(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().flush();
            api.silent().answer(exchange);
        });
        try (InputStream content = builder().build().fetch(MEDIUM).content()) {
            Thread.currentThread().interrupt();
            assertThat(catchThrowableOfType(InterruptedIOException.class, content::read))
                    .isNotNull();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closing_ends_the_connection() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        api.then(exchange -> {
            try {
                LocalServer.endless(200).answer(exchange);
            } catch (IOException e) {
                ended.countDown();
            }
        });
        TwilioMedia.Download download = builder().build().fetch(MEDIUM);
        assertThat(download.content().read()).isEqualTo(' ');

        download.close();

        ended.await();
        assertThat(catchThrowableOfType(
                        IOException.class, () -> download.content().readAllBytes()))
                .isNotNull();
    }

    @Test
    void options_that_cannot_work_are_refused_at_once() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().maxBytes(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().totalTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().connectTimeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder().connectTimeout(Duration.ofMinutes(1)).build());
        for (String host : List.of("", "com", "https://example.com", "*.example.com", "Example.com")) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder().redirectHosts(Set.of(host)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().endpoints(Map.of("evil.example", URI.create("https://evil.example"))));
    }
}
