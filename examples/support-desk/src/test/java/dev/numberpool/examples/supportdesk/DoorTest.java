package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The two doors of the desk")
class DoorTest {
    private static TestDesk desk;
    private static Knock pages;
    private static Knock webhooks;

    @BeforeAll
    static void open() {
        desk = TestDesk.demonstration();
        pages = new Knock(desk.application().address().getPort());
        webhooks = new Knock(desk.application().webhookPort());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void are_open_on_this_machine_only() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList();
        Assumptions.assumeFalse(others.isEmpty(), "this machine has no other address");
        for (InetAddress other : others) {
            for (int port : List.of(
                    desk.application().address().getPort(), desk.application().webhookPort())) {
                try (Socket socket = new Socket()) {
                    assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, port), 2_000))
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:%d", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:%d.evil.example", ""})
    void no_other_site_can_lend_the_desk_its_name(String host) {
        String named = host.formatted(desk.application().address().getPort());
        for (String path : List.of("/phones", "/live", "/assets/desk.js", "/nowhere")) {
            assertThat(pages.askAs(named, "GET", path).status()).as(path).isIn(400, 403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:%d", "localhost:%d", "LOCALHOST:%d", "[::1]:%d"})
    void its_own_names_are_welcome(String host) {
        String named = host.formatted(desk.application().address().getPort());
        assertThat(pages.askAs(named, "GET", "/phones").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /phones",
                "GET /",
                "GET /nowhere",
                "GET /assets/desk.css",
                "GET /assets/nowhere.css",
                "GET /webjars/hotwired__turbo/8.0.21/dist/turbo.es2017-esm.js",
                "POST /pool",
                "POST /nowhere",
                "DELETE /pool",
                "OPTIONS /pool",
                "HEAD /pool"
            })
    void every_answer_says_what_it_may_do(String request) {
        String[] words = request.split(" ");
        checkHeaders(pages.ask(words[0], words[1]));
    }

    @Test
    void so_does_the_refusal_of_another_name() {
        checkHeaders(pages.askAs("evil.example", "GET", "/phones"));
    }

    private static void checkHeaders(Knock.Reply reply) {
        String policy = reply.header("Content-Security-Policy").orElse("none");
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
                .doesNotContain("unsafe", "*", "http:", "https:", "data:");
        assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.header("Referrer-Policy")).contains("no-referrer");
        assertThat(reply.header("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(reply.header("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(reply.header("Server")).isEmpty();
    }

    @Test
    void pages_are_kept_nowhere() {
        assertThat(pages.ask("GET", "/phones").header("Cache-Control")).contains("no-store");
    }

    @Test
    void the_session_is_out_of_reach_for_scripts_other_sites_and_addresses() {
        String cookie = pages.ask("GET", "/phones").header("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain("Domain");
        assertThat(pages.ask("GET", "/phones").body()).doesNotContainIgnoringCase("jsessionid=");
    }

    @Test
    void nobody_can_choose_the_session_of_somebody_else() {
        String name = cookie(pages.ask("GET", "/phones")).split("=")[0];
        assertThat(cookie(pages.ask("GET", "/phones", "Cookie: " + name + "=chosen")))
                .isNotEqualTo(name + "=chosen");

        String stranger = cookie(pages.ask("GET", "/phones"));
        String id = stranger.substring(stranger.indexOf('=') + 1);
        String own = token(pages.ask("GET", "/phones", "Cookie: " + stranger).body());
        for (String parameter : Set.of("jsessionid", name)) {
            assertThat(pages.ask("GET", "/phones;" + parameter + "=" + id).body())
                    .doesNotContain(own);
        }
    }

    private static String cookie(Knock.Reply reply) {
        return reply.header("Set-Cookie").orElseThrow().split(";")[0];
    }

    private static String token(String html) {
        return org.jsoup.Jsoup.parse(html).select("input[name=csrf]").stream()
                .map(org.jsoup.nodes.Element::val)
                .findFirst()
                .orElse("no form on this page");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../site.sql",
                "/assets/%2e%2e/site.sql",
                "/assets/..%2fsite.sql",
                "/assets/%252e%252e/site.sql",
                "/assets/..;/site.sql",
                "/assets/.%00./site.sql",
                "/assets//../site.sql",
                "/assets/..\\site.sql",
                "/assets/",
                "/assets",
                "/webjars/",
                "/webjars/../../../site.sql",
                "/webjars/%2e%2e/%2e%2e/%2e%2e/site.sql",
                "/site.sql",
                "/assets/../dev/numberpool/examples/supportdesk/SupportDesk.class",
                "/assets/....//....//etc/passwd"
            })
    void static_files_are_the_only_files(String path) {
        Knock.Reply reply = pages.ask("GET", path);
        assertThat(reply.status()).isBetween(400, 499);
        assertThat(reply.body()).doesNotContain("CREATE TABLE", "root:", "\u00ca\u00fe", "<a href=\"desk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TRACE /phones", "CONNECT /phones", "BREW /phones", "PUT /pool", "DELETE /pool", "PATCH /pool"})
    void other_verbs_are_refused(String request) {
        String[] words = request.split(" ");
        Knock.Reply reply = pages.ask(words[0], words[1], "X-Secret: tell-nobody");
        assertThat(reply.status()).isBetween(400, 501);
        assertThat(reply.body()).doesNotContain("tell-nobody");
    }

    @Test
    void a_large_form_is_refused_before_it_is_read_whole() {
        String large = "text=" + "x".repeat(1_100_000);
        assertThat(pages.post("/pool/draft", large).status()).isIn(403, 413);
        String chunked = "POST /pool/draft HTTP/1.1\r\nHost: 127.0.0.1:"
                + desk.application().address().getPort()
                + "\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(large.length()) + "\r\n" + large
                + "\r\n0\r\n\r\n";
        assertThat(pages.send(chunked).status()).isIn(403, 413);
    }

    @Test
    void twilios_door_leads_to_nothing_else() {
        for (String path : List.of("/", "/phones", "/pool", "/live", "/assets/desk.css", "/twilio/", "/health")) {
            assertThat(webhooks.ask("GET", path).status()).as(path).isEqualTo(404);
            assertThat(webhooks.post(path, "a=b").status()).as(path).isIn(403, 404);
        }
        assertThat(webhooks.ask("GET", "/twilio").status()).isIn(404, 405);
    }

    @Test
    void only_what_twilio_has_signed_comes_in() {
        String before = Fingerprint.of(desk);
        String message = "MessageSid=SM00000000000000000000000000000001&AccountSid="
                + desk.twilio().twilio().accountSid()
                + "&From=whatsapp%3A%2B201016666301&To=whatsapp%3A%2B15558986359&Body=%23282%3A+forged&NumMedia=0";
        Stream.of(
                        webhooks.post("/twilio", message),
                        webhooks.post("/twilio", message, "X-Twilio-Signature: "),
                        webhooks.post("/twilio", message, "X-Twilio-Signature: Zm9yZ2Vk"),
                        webhooks.post("/twilio?a=b", message, "X-Twilio-Signature: Zm9yZ2Vk"),
                        webhooks.post("/twilio", "{}", "X-Twilio-Signature: Zm9yZ2Vk"))
                .forEach(reply -> assertThat(reply.status()).isIn(400, 403));
        assertThat(Fingerprint.of(desk)).isEqualTo(before);
    }

    @Test
    void a_webhook_of_more_than_five_megabytes_is_refused() {
        assertThat(webhooks.post("/twilio", "Body=" + "x".repeat(6 * 1024 * 1024))
                        .status())
                .isIn(403, 413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET\r\n\r\n", "GET /phones HTTP/9.9\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"})
    void nonsense_gets_no_details(String request) {
        for (Knock door : List.of(pages, webhooks)) {
            assertThat(door.send(request).body()).doesNotContain("Exception", "\tat ", "Powered by");
        }
    }
}
