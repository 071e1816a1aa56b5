package dev.numberpool.examples.supportdesk.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit;
import dev.numberpool.examples.supportdesk.handover.Jobs;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeSender;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName("The screen of health")
class HealthScreenTest {
    private static final String LAYLA = "+201016666301";
    private static final String FIRST = "+15558986359";
    private static final String SECOND = "+15558986360";

    private static final String POOL = """
            [{"number": "+15558986359", "display_name": "Support Team 1", "is_active": true},
             {"number": "+15558986360", "display_name": "Support Team 2", "is_active": true}]""";

    private static final TestDesk desk = TestDesk.demonstration();

    private final Visit visit = desk.visit();

    @BeforeAll
    static void open() {
        desk.jobs().close(); // nothing runs by itself, and time stands still
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void all_is_well() {
        FakeTwilio twilio = desk.twilio().twilio();
        twilio.faults().clear();
        twilio.webhooks().release();
        desk.twilio().reachable(true);
        for (FakeSender sender : twilio.senders().all()) {
            sender.status("ONLINE").throughput(Integer.MAX_VALUE, Duration.ofSeconds(1));
        }
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = '" + POOL + "'");
        desk.sql("UPDATE widget_conversations SET assigned_whatsapp_number = NULL, status = 'open' WHERE id > 283");
        desk.twilio().pass(Duration.ofHours(1)); // nothing cools down
        for (String number : List.of(FIRST, SECOND)) {
            layla().unblock(number).write(number, "Good morning!");
        }
        settle();
        for (String table : List.of("numberpool_message", "numberpool_held", "desk_undelivered", "desk_line")) {
            desk.sql("DELETE FROM " + table);
        }
    }

    @Test
    void says_after_a_check_that_all_is_well() {
        Document checked = press("/health/check");

        assertThat(summary(checked)).isEqualTo("All is well");
        assertThat(section(checked, "diagnosis").text()).contains("Made just now", "Widget 7");
        assertThat(section(checked, "messages").text()).contains("Every message has arrived");
        assertThat(checked.select("nav [aria-current=page]").text()).isEqualTo("Health");
    }

    @Test
    void asks_twilio_nothing_when_it_is_opened() {
        press("/health/check");
        desk.twilio().forgetCalls();

        page();
        page();

        assertThat(desk.twilio().twilio().calls().all()).isEmpty();
    }

    @Test
    void names_a_number_that_is_offline_whole_with_what_to_do_until_it_is_mended() {
        desk.twilio().twilio().senders().add(FIRST).offline(63020, "Account restricted");

        Document broken = press("/health/check");

        Element finding =
                Objects.requireNonNull(section(broken, "diagnosis").selectFirst("[id^=finding-SENDER_OFFLINE]"));
        assertThat(finding.text()).contains(FIRST, "offline", "Account restricted", "docs/findings.md");
        assertThat(finding.select(".health-advice").text()).containsIgnoringCase("mend what the provider names");
        assertThat(section(broken, "diagnosis").text()).contains("Errors");
        assertThat(summary(broken)).contains("to look at");
        assertThat(broken.select(".health-items a[href=#diagnosis]").text()).contains("1 error");

        desk.twilio().twilio().senders().add(FIRST).status("ONLINE");
        assertThat(summary(press("/health/check"))).isEqualTo("All is well");
    }

    @Test
    void says_which_windows_are_open_which_are_closed_and_who_waits_because_of_it() {
        assertThat(window(FIRST).text()).contains("Layla", LAYLA, "open", "until", "Maria", "nobody");

        desk.twilio().pass(Duration.ofHours(25));
        write("Maria", "Are you still there?");

        assertThat(window(FIRST).text()).contains("closed", "since", "Maria (1 message)");
        assertThat(window(SECOND).text()).contains("closed", "nobody");
        Element waiting = section(page(), "waiting");
        assertThat(waiting.text())
                .contains("Message from Maria", "Are you still there?", "service window is closed")
                .contains("as soon as Layla writes to " + FIRST);
        assertThat(page().select(".health-items").text()).contains("1 visitor chat behind a closed window");

        layla().write(FIRST, "Yes, I am.");
        settle();

        assertThat(page().getElementById("waiting")).isNull();
        assertThat(window(FIRST).text()).contains("open", "nobody");
    }

    @Test
    void says_of_a_window_that_nobody_knows() {
        desk.sql("DELETE FROM numberpool_thread WHERE number = '" + FIRST + "'");

        assertThat(window(FIRST).text()).contains("unknown", "nothing on record");
    }

    @Test
    void says_why_a_throttled_message_waits_and_when_it_is_tried_again() {
        desk.twilio().twilio().senders().add(FIRST).throughput(0, Duration.ofHours(1));

        write("Maria", "One");
        write("Maria", "Two");

        String waiting = section(page(), "waiting").text();
        assertThat(waiting).contains("Twilio did not take it: THROTTLED (63018)", "Tried again at");
    }

    @Test
    void names_the_visitors_whom_a_held_answer_may_be_for() {
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = whatsapp_number_pool - 1");
        handOver("Sofia");
        layla().write(FIRST, "Tomorrow.");
        settle();

        Element held = section(page(), "held");

        assertThat(held.text())
                .contains("Answer of Layla", "Tomorrow.", "Maria (#282)", "Sofia (#284)")
                .contains("Held until", "Layla writes #282 or #284 alone");
        assertThat(page().getElementById("undelivered")).isNull();

        layla().write(FIRST, "#284");
        settle();
        assertThat(page().getElementById("held")).isNull();
        assertThat(page().getElementById("undelivered")).isNull();
    }

    @Test
    void keeps_an_answer_that_nobody_released_until_somebody_has_seen_to_it() {
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = whatsapp_number_pool - 1");
        handOver("Sofia");
        layla().write(FIRST, "Tomorrow.");
        settle();

        desk.twilio().pass(Duration.ofMinutes(16));

        Document page = page();
        assertThat(page.getElementById("held")).isNull();
        Element lost = section(page, "undelivered");
        assertThat(lost.text()).contains("Tomorrow.", "Was held, and nobody said for whom it is.");

        Element form = Objects.requireNonNull(lost.selectFirst("form"));
        Document after = visit.send(form, Map.of()).page();
        assertThat(after.getElementById("undelivered")).isNull();
    }

    @Test
    void shows_what_was_written_to_a_number_on_which_nobody_has_a_chat() {
        desk.twilio().phone("+201016666303").write(SECOND, "Is anybody there?");
        settle();

        Element lost = section(page(), "undelivered");

        assertThat(lost.text()).contains("Answer of Nadia", "Is anybody there?", "For no chat.");
    }

    @Test
    void says_which_message_did_not_arrive_with_code_kind_and_what_to_do() {
        layla().block(FIRST);
        write("Maria", "Hello?");

        Element failed = section(page(), "failed");

        assertThat(failed.text())
                .contains("Message from Maria", "Hello?", FIRST + " → Layla")
                .contains("Sent, but not delivered: RECIPIENT_REFUSED (63014)")
                .contains("Ask the agent to unblock the number");
    }

    @Test
    void forgets_failures_after_a_day() {
        layla().block(FIRST);
        write("Maria", "Hello?");

        desk.twilio().pass(Duration.ofHours(25));

        assertThat(page().getElementById("failed")).isNull();
    }

    @Test
    void says_what_becomes_of_a_message_whose_end_nobody_knows_until_reconciliation_finds_it() {
        breakIt("CONNECTION", "");
        desk.twilio().twilio().webhooks().hold(); // or the report that it was delivered would settle it
        write("Maria", "Hello?");

        Element unknown = section(page(), "unknown");
        assertThat(unknown.text()).contains("Message from Maria", "Hello?", "Never sent again blindly");

        mend("CONNECTION");
        desk.twilio().pass(Duration.ofMinutes(3));
        Document after = press("/health/reconcile");

        assertThat(after.getElementById("unknown")).isNull();
        assertThat(section(after, "reconciliation").text()).contains("1 message that was sent has news");
        assertThat(layla().texts(FIRST))
                .filteredOn(text -> text.contains("Hello?"))
                .hasSize(1);
    }

    @Test
    void brings_by_reconciliation_what_a_lost_webhook_did_not() {
        press("/health/reconcile");
        desk.twilio().pass(Duration.ofMinutes(1));
        breakIt("WEBHOOKS", "");
        layla().write(FIRST, "On its way.");
        settle();
        assertThat(linesOf("Maria")).noneMatch(text -> text.contains("On its way."));
        desk.twilio().pass(Duration.ofMinutes(1));

        Document after = press("/health/reconcile");

        assertThat(section(after, "reconciliation").text())
                .contains("came through no webhook, and was received now", "just now", FIRST);
        assertThat(linesOf("Maria")).anyMatch(text -> text.contains("On its way."));

        mend("WEBHOOKS");
        layla().write(FIRST, "By webhook.");
        settle();
        assertThat(linesOf("Maria")).anyMatch(text -> text.contains("By webhook."));
    }

    @Test
    void says_what_reconciliation_could_not_compare() {
        desk.twilio().pass(Duration.ofMinutes(1));
        desk.twilio().twilio().faults().always("GET", "*/Messages.json*", Fault.error(403, 20003, "No"));

        Document after = press("/health/reconcile");

        assertThat(section(after, "reconciliation").select(".message").text()).contains("cannot be read");
        assertThat(after.select(".health-items").text()).contains("reconciliation incomplete");
    }

    @Test
    void shows_a_job_that_fails_with_its_words_while_the_others_go_on() {
        desk.sql("ALTER TABLE desk_line RENAME COLUMN from_visitor TO by_visitor");

        Jobs.Run failed = desk.jobs().now("unsent lines");
        desk.jobs().now("flush");

        assertThat(failed.failure()).isNotNull();
        Element job = row(page(), "job-unsent-lines");
        assertThat(job.text()).contains("fails", "Failed just now", "from_visitor");
        assertThat(row(page(), "job-flush").text()).contains("just now").doesNotContain("fails");
        assertThat(page().select(".health-items").text()).contains("1 failing job");

        desk.sql("ALTER TABLE desk_line RENAME COLUMN by_visitor TO from_visitor");
        desk.jobs().now("unsent lines");
        assertThat(row(page(), "job-unsent-lines").text())
                .contains("from_visitor") // still to be read, but no trouble any more
                .doesNotContain("fails");
        assertThat(page().select(".health-items").text()).doesNotContain("failing job");
    }

    @Test
    void breaks_and_mends_what_a_learner_wants_to_see() {
        assertThat(breakIt("OFFLINE", FIRST).select("[id^=finding-SENDER_OFFLINE]"))
                .hasSize(1);
        assertThat(breakIt("AUTOCREATION", SECOND).select("[id^=finding-AUTOCREATION_ON]"))
                .hasSize(1);
        breakIt("BLOCKED", LAYLA + " " + SECOND);
        write("Youssef", "Hello?");
        assertThat(section(page(), "failed").text()).contains("63014");

        mend("OFFLINE");
        mend("AUTOCREATION");
        Document mended = mend("BLOCKED");

        assertThat(section(mended, "diagnosis").text()).contains("Nothing found");
        assertThat(mended.select(".health-broken")).isEmpty();
        write("Youssef", "Again.");
        assertThat(section(page(), "failed").select("li")).hasSize(1);
    }

    @Test
    void refuses_to_break_what_it_does_not_know() {
        String token = page().select("input[name=csrf]").get(0).val();

        assertThat(visit.post("/health/break", Map.of("csrf", token, "kind", "OFFLINE", "target", "+1234567"))
                        .status())
                .isEqualTo(400);
        assertThat(visit.post("/health/break", Map.of("csrf", token, "kind", "NOTHING", "target", ""))
                        .status())
                .isEqualTo(400);
        assertThat(visit.post("/health/break", Map.of("kind", "OFFLINE", "target", FIRST))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void escapes_hostile_names_and_texts() {
        try {
            hostile_names_and_texts();
        } finally {
            desk.sql("UPDATE widget_conversations SET visitor_name = 'Maria' WHERE id = 282");
            desk.sql("UPDATE desk_agent SET name = 'Layla' WHERE phone = '" + LAYLA + "'");
        }
    }

    private void hostile_names_and_texts() {
        String hostile = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";
        desk.sql("UPDATE widget_conversations SET visitor_name = '" + hostile.replace("'", "''") + "' WHERE id = 282");
        desk.sql("UPDATE desk_agent SET name = '" + hostile.replace("'", "''") + "' WHERE phone = '" + LAYLA + "'");
        desk.sql("UPDATE widget_conversations SET assigned_display_name = '" + hostile.replace("'", "''") + "'");
        layla().block(SECOND);
        write("Youssef", hostile);
        desk.twilio().phone("+201016666303").write(SECOND, hostile);
        desk.twilio().pass(Duration.ofHours(25));
        desk.handovers().write(desk.site().chat(ConversationId.of(282)).orElseThrow(), hostile);
        settle();

        Document page = press("/health/check");

        assertThat(page.select("main script, main img, main [onerror]")).isEmpty();
        assertThat(section(page, "messages").text()).contains(hostile);
        assertThat(section(page, "windows").text()).contains(hostile);
    }

    @Test
    void shows_no_token_and_no_account() {
        layla().block(FIRST);
        write("Maria", "Hello?");
        press("/health/check");

        String html = press("/health/reconcile").html();

        assertThat(html).doesNotContain(FakeTwilio.AUTH_TOKEN).doesNotContain(FakeTwilio.ACCOUNT_SID);
    }

    @Test
    void has_a_page_for_a_desk_without_anything() {
        try (TestDesk empty = TestDesk.empty()) {
            empty.jobs().close();
            Document page = empty.visit().open("/health").page();

            assertThat(section(page, "messages").text()).contains("Every message has arrived");
            assertThat(section(page, "windows").text()).contains("No chat is in use");
            assertThat(summary(page)).isEqualTo("Not checked yet");
            assertThat(section(page, "diagnosis").text()).contains("not been looked at since the start");
            empty.jobs().now("diagnosis");
            assertThat(summary(empty.visit().open("/health").page())).isEqualTo("All is well");
        }
    }

    private Document page() {
        Visit.Answer answer = visit.open("/health");
        assertThat(answer.status()).isEqualTo(200);
        return answer.page();
    }

    private Document press(String action) {
        Element form = Objects.requireNonNull(page().selectFirst("form[action=" + action + "]"));
        return visit.send(form, Map.of()).page();
    }

    private Document breakIt(String kind, String target) {
        Element form =
                Objects.requireNonNull(page().selectFirst("#lesson-" + kind + " form[action=/health/break]"), kind);
        return visit.send(form, Map.of("target", target)).page();
    }

    private Document mend(String kind) {
        Element form =
                Objects.requireNonNull(page().selectFirst("#lesson-" + kind + " form[action=/health/mend]"), kind);
        return visit.send(form, Map.of()).page();
    }

    private static String summary(Document page) {
        return page.select(".health-headline").text();
    }

    private static Element section(Document page, String id) {
        @Nullable Element section = page.getElementById(id);
        assertThat(section).as("section " + id).isNotNull();
        return Objects.requireNonNull(section);
    }

    private static Element row(Document page, String id) {
        return section(page, id);
    }

    private Element window(String number) {
        return row(page(), "window-" + (LAYLA + "-" + number).replace("+", ""));
    }

    private FakePhone layla() {
        return desk.twilio().phone(LAYLA);
    }

    private Chat chat(String visitor) {
        return desk.site().openChats().stream()
                .filter(chat -> chat.visitor().equals(visitor))
                .findFirst()
                .orElseThrow();
    }

    private void write(String visitor, String text) {
        desk.handovers().write(chat(visitor), text);
        settle();
    }

    private void handOver(String visitor) {
        assertThat(chat(visitor).widget()).isEqualTo(WidgetId.of(7));
        desk.handovers().handOver(chat(visitor), Participant.of(LAYLA));
        settle();
    }

    private List<String> linesOf(String visitor) {
        return desk.site().lines(chat(visitor).conversation(), 50).stream()
                .map(line -> line.text())
                .toList();
    }

    private void settle() {
        desk.twilio().twilio().webhooks().settle();
    }
}
