package dev.numberpool.examples.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Delivery;
import dev.numberpool.twilio.TwilioReconciler;
import dev.numberpool.twilio.fake.Call;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import dev.numberpool.twilio.fake.ScreenLine;
import dev.numberpool.twilio.fake.StatusHabit;
import dev.numberpool.twilio.fake.TwilioSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A host with Twilio, from the visitor's question to the agent's answer")
class TwilioHostTest {
    private static final ConversationId MARIA = ConversationId.of(282);
    private static final Participant LAYLA = Participant.of("+201016666301");

    private final FakeTwilio twilio = FakeTwilio.start();
    private final TestSite site = TestSite.start(twilio);
    private final FakePhone phone = twilio.phone(LAYLA.address()).profileName("Layla");
    private String number = "";

    @BeforeEach
    void a_visitor_asks_for_a_human() {
        Assignment assignment =
                site.host().handOver(Handover.of(WidgetId.of(7), MARIA).withAgent(LAYLA));
        number = assignment.number().e164();
    }

    @AfterEach
    void stop() {
        site.close();
        twilio.close();
    }

    @Test
    void the_agent_opens_the_chat_reads_and_answers() {
        twilio.webhooks().hold();
        Delivery first = site.host().send(MARIA, "m1", "Where is my parcel?", "Maria");
        twilio.webhooks().release();
        twilio.webhooks().settle();
        site.host().everyFiveSeconds();
        twilio.webhooks().settle();

        // Twilio has taken it, and then said that WhatsApp has not: Layla has never written to this number.
        assertThat(first).isInstanceOf(Delivery.Accepted.class);
        assertThat(phone.texts(number)).containsExactly("#282 is waiting for an answer.");

        twilio.clock().advance(Duration.ofMinutes(1));
        phone.tap(phone.screen(number).get(0).sid(), "Open the chat", "open");
        twilio.webhooks().settle();

        String question = phone.texts(number).get(2);
        assertThat(question).contains("Maria").endsWith("Where is my parcel?");

        phone.write(number, "It left this morning.");
        twilio.webhooks().settle();

        assertThat(site.visitorReads(MARIA)).containsExactly("It left this morning.");
        assertThat(site.told()).contains("282 m1 accepted", "282 m1 delivered");
        assertThat(phone.screen()).extracting(ScreenLine::number).containsOnly("whatsapp:" + number);
    }

    @Test
    void what_the_agent_quotes_reaches_the_visitor_who_wrote_it() {
        phone.write(number, "Good morning");
        site.host().send(MARIA, "m1", "Where is my parcel?", "Maria");
        twilio.webhooks().settle();

        ScreenLine question = phone.screen(number).get(1);
        phone.quote(question.sid(), "It left this morning.");
        twilio.webhooks().settle();

        assertThat(site.visitorReads(MARIA)).endsWith("It left this morning.");
    }

    @Test
    void a_webhook_that_comes_twice_is_shown_once() throws Exception {
        phone.write(number, "It left this morning.");
        twilio.webhooks().settle();
        Map<String, String> form = twilio.webhooks().sent().get(0).form();

        HttpResponse<String> again = post(
                form,
                TwilioSignature.ofForm(
                        twilio.authToken(), TestSite.publicUrl("/twilio").toString(), form));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("Content-Type")).hasValue("text/xml;charset=utf-8");
        assertThat(site.visitorReads(MARIA)).containsExactly("It left this morning.");
        assertThat(site.kept()).isEmpty();
    }

    @Test
    void a_stranger_who_posts_the_same_is_refused_and_nobody_reads_it() throws Exception {
        phone.write(number, "It left this morning.");
        twilio.webhooks().settle();
        Map<String, String> forged = Map.of(
                "AccountSid",
                twilio.accountSid(),
                "MessageSid",
                "SM" + "f".repeat(32),
                "From",
                "whatsapp:" + LAYLA,
                "To",
                "whatsapp:" + number,
                "Body",
                "Send your card number");

        HttpResponse<String> answer = post(
                forged,
                TwilioSignature.ofForm("a guess", TestSite.publicUrl("/twilio").toString(), forged));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(site.visitorReads(MARIA)).containsExactly("It left this morning.");
    }

    @Test
    void a_connection_that_breaks_after_the_question_is_sent_leads_to_no_second_one() {
        phone.write(number, "Good morning");
        twilio.webhooks().settle();
        twilio.faults().script("POST", "*/Messages.json", Fault.dropAfter());
        twilio.webhooks().statuses(StatusHabit.LATE);

        Delivery delivery = site.host().send(MARIA, "m1", "Where is my parcel?", "Maria");
        site.host().everyFiveSeconds();

        assertThat(delivery).isInstanceOf(Delivery.Unknown.class);
        assertThat(site.told()).containsExactly("282 m1 unknown");
        twilio.webhooks().release();
        twilio.webhooks().settle();
        assertThat(twilio.calls().to("POST", "*/Messages.json"))
                .extracting(Call::processed)
                .containsExactly(true);
        // The status callback has said what became of it.
        assertThat(site.told()).contains("282 m1 delivered");
    }

    @Test
    void what_the_agent_wrote_while_the_host_was_down_is_read_once() {
        TwilioReconciler reconciler = site.reconciler(twilio);
        site.host().reconcile(reconciler);
        site.goDown(twilio);
        phone.write(number, "It left this morning.");
        twilio.webhooks().settle();
        twilio.clock().advance(Duration.ofHours(1));

        TwilioReconciler.Result result = site.host().reconcile(reconciler);
        site.host().reconcile(reconciler);

        assertThat(result.received()).isEqualTo(1);
        assertThat(result.problems()).isEmpty();
        assertThat(site.visitorReads(MARIA)).containsExactly("It left this morning.");
    }

    @Test
    void a_day_later_the_agent_is_woken_before_anything_is_sent() {
        phone.write(number, "Good morning");
        twilio.webhooks().settle();
        twilio.clock().advance(Duration.ofHours(25));

        Delivery delivery = site.host().send(MARIA, "m1", "Where is my parcel?", "Maria");
        twilio.webhooks().settle();

        assertThat(delivery).isEqualTo(new Delivery.Parked(Delivery.Why.SERVICE_WINDOW, null));
        assertThat(phone.texts(number)).endsWith("Maria is waiting for an answer.");
    }

    private HttpResponse<String> post(Map<String, String> form, String signature)
            throws IOException, InterruptedException {
        URI url = site.local("/twilio");
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(TwilioSignature.HEADER, signature)
                .POST(HttpRequest.BodyPublishers.ofString(TestSite.encoded(form)))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
