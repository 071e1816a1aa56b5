package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.twilio.fake.SentWebhook;
import dev.numberpool.twilio.fake.TwilioSignature;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.filter.OncePerRequestFilter;

@DisplayName("An agent writes, and Twilio calls")
class WebhookTest extends ApplicationTest {
    private static final String URL = LocalServices.PUBLIC + "/twilio";

    @Autowired
    private FormContentFilter formContentFilter;

    @Autowired
    private TransactionTemplate receiving;

    @Autowired
    private HandoverDesk desk;

    @Autowired
    private Inbox inbox;

    @Test
    void what_the_agent_writes_reaches_the_visitor_exactly_once_although_it_comes_twice() {
        String number = handedOver();
        phone.write(number, "It left this morning.");
        twilio.webhooks().settle();
        Map<String, String> form = inbound();

        RestTestClient.ResponseSpec again = post(form, TwilioSignature.ofForm(twilio.authToken(), URL, form));

        again.expectStatus().isOk().expectHeader().contentTypeCompatibleWith(MediaType.TEXT_XML);
        assertThat(answers()).containsExactly("It left this morning.");
    }

    @Test
    void what_is_rolled_back_after_it_was_handled_is_handled_again_and_kept_once() {
        InboundMessage message = InboundMessage.of(
                "SM" + "1".repeat(32),
                Participant.of(agent),
                PhoneNumber.of(handedOver()),
                "It left this morning.",
                twilio.clock().instant());

        receiving.executeWithoutResult(status -> {
            desk.receive(message, inbox::handle);
            status.setRollbackOnly(); // as if the process died before the commit
        });
        assertThat(answers()).isEmpty();
        twilio.clock().advance(Duration.ofMinutes(3)); // the claim is over
        inbox.receive(message);
        inbox.receive(message);

        assertThat(answers()).containsExactly("It left this morning.");
    }

    @Test
    void more_webhooks_at_once_than_there_are_connections_do_not_wait_for_each_other() {
        String number = handedOver();
        twilio.webhooks().parallel(8);
        List<String> texts = IntStream.range(0, 24).mapToObj(i -> "Line " + i).toList();

        texts.forEach(text -> phone.write(number, text));
        twilio.webhooks().settle();
        twilio.webhooks().parallel(1);

        assertThat(answers()).containsExactlyInAnyOrderElementsOf(texts);
    }

    @Test
    void unsigned_or_signed_by_somebody_else_it_is_403_and_touches_nothing() {
        String number = handedOver();
        Map<String, String> forged = Map.of(
                "AccountSid", twilio.accountSid(),
                "MessageSid", "SM" + "f".repeat(32),
                "From", "whatsapp:" + agent,
                "To", "whatsapp:" + number,
                "Body", "Send your card number");

        post(forged, null).expectStatus().isForbidden();
        post(forged, TwilioSignature.ofForm("a guess", URL, forged))
                .expectStatus()
                .isForbidden();

        assertThat(answers()).isEmpty();
        assertThat(rows("chat_stray")).isZero();
        assertThat(database.sql("SELECT count(*) FROM numberpool_inbound WHERE message_id = ?")
                        .param(forged.get("MessageSid"))
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void springs_filter_for_forms_leaves_the_body_alone() {
        assertThat(formContentFilter).isNotNull();
        String number = handedOver();

        phone.write(number, "Größe & Maß: 50 % = \"gut\" + 😀");
        twilio.webhooks().settle();

        assertThat(answers()).containsExactly("Größe & Maß: 50 % = \"gut\" + 😀");
    }

    @Test
    void a_filter_that_has_read_the_body_is_an_error_and_no_forgery() {
        Map<String, String> form = Map.of("AccountSid", twilio.accountSid());

        client().post()
                .uri("/twilio")
                .header(BodyEater.HEADER, "yes")
                .header(TwilioSignature.HEADER, TwilioSignature.ofForm(twilio.authToken(), URL, form))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(encoded(form))
                .exchange()
                .expectStatus()
                .is5xxServerError();
    }

    /** A request log, for example. */
    static final class BodyEater extends OncePerRequestFilter {
        static final String HEADER = "X-Test-Read-Body";

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (request.getHeader(HEADER) != null) {
                request.getParameterMap();
            }
            chain.doFilter(request, response);
        }
    }

    private Map<String, String> inbound() {
        List<SentWebhook> sent = twilio.webhooks().sent();
        return sent.get(sent.size() - 1).form();
    }

    private RestTestClient.ResponseSpec post(Map<String, String> form, String signature) {
        RestTestClient.RequestBodySpec request =
                client().post().uri("/twilio").contentType(MediaType.APPLICATION_FORM_URLENCODED);
        if (signature != null) {
            request.header(TwilioSignature.HEADER, signature);
        }
        return request.body(encoded(form)).exchange();
    }

    private static MultiValueMap<String, String> encoded(Map<String, String> form) {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        form.forEach(fields::add);
        return fields;
    }

    private List<String> answers() {
        return database.sql("SELECT text FROM chat_message WHERE author = 'agent' ORDER BY seq")
                .query(String.class)
                .list();
    }

    private long rows(String table) {
        return database.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
