package dev.numberpool.examples.supportdesk.pool;

import static dev.numberpool.examples.supportdesk.pool.PoolPages.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.PhoneNumber;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.site.Agent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Draining and quarantine")
class NumberActionsTest {
    private static final TestDesk DESK = TestDesk.empty();
    private static final String LAYLA = "+201016666301";
    private static final String OMAR = "+201016666302";

    @BeforeAll
    static void agents() {
        DESK.site().employ(new Agent(LAYLA, "Layla"));
        DESK.site().employ(new Agent(OMAR, "Omar"));
    }

    @AfterAll
    static void close() {
        DESK.close();
    }

    @Test
    void draining_tells_first_who_would_go_where_and_then_does_just_that() {
        String from = "+15558986501";
        PoolPages pool = PoolPages.of(DESK, "[" + entry(from, "Old line") + "]");
        pool.handOver("Maria", LAYLA);
        pool.handOver("Youssef", LAYLA);
        pool.handOver("Sofia", OMAR);
        pool.store("[" + entry(from, "Old line") + ", " + entry("+15558986502", "Two") + ", "
                + entry("+15558986503", "Three") + "]");

        Answer plan = pool.open("/pool/drain", from);

        assertThat(plan.text())
                .contains("3 active conversations would get another number")
                .contains("Layla (2), Omar (1).")
                .contains("The number is on in the pool of widget " + pool.widget());
        List<String> foretold = plan.page()
                .select("tbody tr[id^=conversation-] td:nth-child(3)")
                .eachText();
        assertThat(foretold).doesNotContain("stays").hasSize(3);
        assertThat(on(from)).hasSize(3);
        List<Assignment> before = on(from);

        Answer done = pool.send(plan, "/pool/drain", Map.of());

        assertThat(done.text()).contains("3 conversations have moved.");
        assertThat(done.page().select("tbody td:nth-child(3)").eachText()).isEqualTo(foretold);
        assertThat(on(from)).isEmpty();
        assertThat(before.stream().map(NumberActionsTest::now).toList())
                .isEqualTo(foretold.stream()
                        .map(text -> text.substring(text.indexOf('+')))
                        .toList());
        assertThat(pool.stored("whatsapp_number_pool -> 0 -> 'is_active'")).isEqualTo("false");
    }

    @Test
    void draining_leaves_the_number_on_if_it_is_told_so() {
        String from = "+15558986511";
        PoolPages pool = PoolPages.of(DESK, "[" + entry(from, "One") + ", " + entry("+15558986512", "Two") + "]");

        pool.sendWithout(pool.open("/pool/drain", from), "/pool/drain", "switchOff");

        assertThat(pool.stored("whatsapp_number_pool -> 0 -> 'is_active'")).isEqualTo("true");
    }

    @Test
    void draining_tells_who_has_to_stay_and_why() {
        String only = "+15558986521";
        PoolPages pool = PoolPages.of(DESK, "[" + entry(only, "Only one") + "]");
        pool.handOver("<b>Maria</b>", LAYLA);

        Answer plan = pool.open("/pool/drain", only);
        assertThat(plan.text()).contains("have to stay", "It stays: there is no other number for it.", "<b>Maria</b>");

        Answer done = pool.send(plan, "/pool/drain", Map.of());
        assertThat(done.text()).contains("0 conversations have moved. 1 had to stay.", "Why some had to stay", "pool:");
        assertThat(on(only)).hasSize(1);
    }

    @Test
    void draining_foretells_the_default_number_if_the_pool_has_no_other() {
        String only = "+15558986531";
        PoolPages pool = PoolPages.of(DESK, "[" + entry(only, "Only one") + "]");
        pool.defaultNumber("+15558986532");
        pool.handOver("Maria", LAYLA);

        Answer plan = pool.open("/pool/drain", only);

        assertThat(plan.text()).contains("the default number +15558986532", "answers by code");
        pool.send(plan, "/pool/drain", Map.of());
        assertThat(on("+15558986532")).hasSize(1);
    }

    @Test
    void quarantine_tells_first_what_stays_and_who_serves_then_does_it_and_can_be_lifted() {
        String number = "+15558986541";
        PoolPages pool = PoolPages.of(DESK, "[" + entry(number, "One") + ", " + entry("+15558986542", "Two") + "]");
        pool.handOver("Maria", LAYLA);

        Answer page = pool.open("/pool/quarantine", number);
        assertThat(page.text())
                .contains(
                        "The conversation on it stays there and goes on.",
                        "get one of 1 other number.",
                        "Maria",
                        "Layla");
        assertThat(pool.read().text()).doesNotContain("out of service");

        Answer done = pool.send(page, "/pool/quarantine", Map.of("minutes", "240", "reason", "under <review>"));
        assertThat(done.text())
                .contains(number + " gets no new conversations for 4 h. The conversation on it goes on there.")
                .contains("out of service", "under <review>");
        assertThat(pool.handOver("Youssef", OMAR)).isEqualTo(PhoneNumber.of("+15558986542"));

        Answer lift = pool.open("/pool/quarantine", number);
        assertThat(lift.text())
                .contains("Back in service", "under <review>", "may be given to new conversations at once");
        assertThat(pool.send(lift, "/pool/lift", Map.of()).text())
                .contains(number + " is in service again")
                .doesNotContain("out of service");
    }

    @Test
    void quarantine_foretells_what_becomes_of_new_conversations_without_another_number() {
        String number = "+15558986551";
        PoolPages pool = PoolPages.of(DESK, "[" + entry(number, "One") + "]");
        assertThat(pool.open("/pool/quarantine", number).text()).contains("failed longest ago, which may be this one");

        pool.defaultNumber("+15558986552");
        assertThat(pool.open("/pool/quarantine", number).text())
                .contains("new conversations get the default number +15558986552");
    }

    @Test
    void quarantine_needs_a_reason_and_a_time_and_keeps_what_was_typed() {
        String number = "+15558986561";
        PoolPages pool = PoolPages.of(DESK, "[" + entry(number, "One") + "]");
        Answer page = pool.open("/pool/quarantine", number);

        assertThat(pool.send(page, "/pool/quarantine", Map.of()).status()).isEqualTo(422);
        Answer tooLong = pool.send(page, "/pool/quarantine", Map.of("reason", "x".repeat(201)));
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(PoolPages.value(tooLong, "reason")).hasSize(201);
        assertThat(pool.send(page, "/pool/quarantine", Map.of("reason", "x", "minutes", "0"))
                        .status())
                .isEqualTo(400);
        assertThat(pool.read().text()).doesNotContain("out of service");
    }

    @Test
    void a_page_on_no_number_says_so() {
        PoolPages pool = PoolPages.ofThree(DESK);
        for (String page : List.of("/pool/drain", "/pool/quarantine")) {
            assertThat(pool.open(page, "sales").status()).isEqualTo(400);
        }
    }

    private static List<Assignment> on(String number) {
        return DESK.handovers().pool().assignmentsOn(PhoneNumber.of(number));
    }

    private static String now(Assignment assignment) {
        return DESK.handovers()
                .pool()
                .assignmentOf(assignment.conversation())
                .orElseThrow()
                .number()
                .e164();
    }
}
