package dev.numberpool.examples.supportdesk.phones;

import static dev.numberpool.examples.supportdesk.phones.BothSides.form;
import static dev.numberpool.examples.supportdesk.phones.BothSides.notice;
import static dev.numberpool.examples.supportdesk.phones.BothSides.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.web.LiveUpdates;
import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.WebServer;
import dev.numberpool.examples.supportdesk.whatsapp.RealTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.TwilioSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName("The screen of phones, without any")
class NothingToPlayWithTest {
    private TestDesk desk;

    @BeforeEach
    void open() {
        desk = TestDesk.empty();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void leads_from_an_empty_database_to_the_first_answer() {
        Visit visit = desk.visit();
        Answer empty = visit.open("/phones");
        assertThat(empty.page().select(".no-phone h2").text()).isEqualTo("No phones yet");
        assertThat(empty.text()).contains("Add an agent", "The website has no chat yet");
        assertThat(empty.page().select(".site a[href=/pool]")).hasSize(1);
        assertThat(empty.page().select("details[open] form[action=/phones/agent]"))
                .hasSize(1);
        String token = form(empty, "agent").select("[name=csrf]").val();
        Map<String, String> early = Map.of("csrf", token, "name", "Maria", "text", "Hello?");
        assertThat(problem(visit.post("/phones/visitor", early))).contains("no chat widget yet");

        desk.sql("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (1,"
                + " '[{\"number\": \"+15558986359\", \"display_name\": \"Support\", \"is_active\": true}]')");
        desk.twilio().own(List.of("+15558986359"));
        Answer ready = visit.open("/phones");
        assertThat(ready.text()).contains("Nobody is on the website.");
        Answer begun = visit.send(form(ready, "visitor"), Map.of("name", "Maria", "text", "Hello?"));
        assertThat(notice(begun)).isEqualTo("Maria has written, and has no human yet. Ask for one.");

        Answer nobody = visit.send(form(begun, "hand-over"), Map.of());
        assertThat(problem(nobody)).isEqualTo("There is no such agent. Add one first.");

        Answer agent = visit.send(form(nobody, "agent"), Map.of("name", "Layla", "text", "+201016666301"));
        desk.twilio().phone("+201016666301").write("+15558986359", "Good morning!");
        desk.twilio().twilio().webhooks().settle();
        Answer handedOver = visit.send(form(visit.open("/phones"), "hand-over"), Map.of());
        assertThat(agent.status()).isEqualTo(200);
        assertThat(notice(handedOver)).isEqualTo("Maria is with Layla now, on Support.");
    }

    @Test
    void with_real_phones_says_that_there_are_none_here() {
        desk.site().employ(new dev.numberpool.examples.supportdesk.site.Agent("+201016666301", "Layla"));
        RealTwilio twilio = new RealTwilio(
                new TwilioSettings("AC" + "0".repeat(32), "secret", URI.create("https://chat.example.com"), null));
        LiveUpdates live = new LiveUpdates();
        Handovers handovers = new Handovers(desk.libraryConnections(), desk.site(), twilio, live::changed);
        Pages pages = WebServer.pages(false);
        PhonesScreen screen = new PhonesScreen(pages, desk.jdbi(), desk.site(), handovers, twilio, 0, 0, live::changed);
        try (live;
                WebServer server = WebServer.start(0, pages, live, List.of(screen))) {
            Visit visit = new Visit(server.address());

            Answer page = visit.open("/phones");

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text())
                    .contains("There are no phones to play with here", "on their own phones", "Layla +201016666301")
                    .doesNotContain("Simulated time", "What happens here", "simulated Twilio");
            assertThat(page.page().select(".device, .bubbles, form[action=/phones/answer]"))
                    .isEmpty();
            String token = page.page().select("[name=csrf]").first().val();
            for (String kind : List.of("answer", "tap", "open", "pass")) {
                assertThat(visit.post("/phones/" + kind, Map.of("csrf", token)).status())
                        .isEqualTo(404);
            }
            visit.send(form(page, "agent"), Map.of("name", "Omar", "text", "+201016666302"));
            assertThat(visit.open("/phones").text()).contains("Omar +201016666302");
        }
    }
}
