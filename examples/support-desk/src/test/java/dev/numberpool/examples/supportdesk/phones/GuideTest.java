package dev.numberpool.examples.supportdesk.phones;

import static dev.numberpool.examples.supportdesk.phones.BothSides.form;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a newcomer is told to try")
class GuideTest {
    @Test
    void can_be_done_step_by_step_and_is_ticked_off_as_it_is_done() {
        try (TestDesk desk = TestDesk.demonstration()) {
            desk.jobs().close();
            Visit visit = desk.visit();
            Answer page = visit.open("/phones");
            check(page, 0);

            page = visit.send(form(page, "answer"), Map.of("text", "Yes, in two parts."));
            check(page, 1);
            page = visit.send(form(page, "visitor"), Map.of("name", "Amal", "text", "Can I change the address?"));
            check(page, 2);
            page = visit.send(form(page, "hand-over"), Map.of("to", "201016666301"));
            check(page, 3);
            page = visit.send(form(visit.open("/phones?chat=284"), "hand-over"), Map.of("to", "201016666301"));
            check(page, 4);
            page = visit.send(form(page, "answer"), Map.of("text", "It left this morning."));
            check(page, 4);
            page = visit.send(page.page().select(".whom form").first(), Map.of());
            check(page, 5);
            page = visit.send(form(page, "pass"), Map.of());
            page = visit.send(form(page, "write"), Map.of("text", "Hello?"));
            check(page, 5);
            page = visit.send(form(page, "tap"), Map.of());
            check(page, 6);
            assertThat(page.page().select(".steps .next").text()).contains("You have seen it all");
        }
    }

    /** The first so many steps are done, and no other. */
    private static void check(Answer page, int done) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.page().select(".steps summary").text()).isEqualTo("Try this " + done + " of 6");
        assertThat(page.page().select(".steps li.done")).hasSize(done);
        assertThat(page.page().select(".steps li").subList(0, done)).allMatch(step -> step.hasClass("done"));
    }
}
