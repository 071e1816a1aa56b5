package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.numberpool.examples.supportdesk.Crowd.Talk;
import dev.numberpool.examples.supportdesk.DeskProcess.Holding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in a process of its own, with 192 MB of heap. Every second 20 messages are written, so each conversation has
 * one in ten seconds, half of them by visitors, half by agents; WhatsApp itself takes one in six seconds on a chat in the
 * long run. {@code -Dload.rate} asks for another number. Meanwhile somebody has all four screens open and clicks. How
 * long it takes until a click is answered and shown is printed, not judged: desk, database, crowd, and a browser that draws
 * without a graphics card share this machine.
 */
@Tag("load")
@DisplayName("A minute with 20 agents in 200 conversations")
class LoadTest {
    private static final int AGENTS = 20;
    private static final int CHATS = 200;
    private static final int NUMBERS = 20;
    private static final int MESSAGES_A_SECOND = Integer.getInteger("load.rate", 20);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What is on the phone; the first text to each was refused, because its agent had not written yet. */
    private static final String ON_PHONES =
            "desk_phone_message WHERE content_sid IS NULL AND error_code IS DISTINCT FROM 63016";

    @TempDir
    private static Path folder;

    private static DeskProcess desk;
    private static Jdbi jdbi;
    private static Chromium chromium;
    private static Tab tab;
    private static Person person;
    private static List<Talk> talks;
    private static Chatter chatter;
    private static Holding atFirst;
    private static Holding halfway;
    private static Holding atLast;

    @BeforeAll
    static void spend_the_minute() throws Exception {
        chromium = Chromium.start();
        desk = DeskProcess.start(folder, 192);
        jdbi = desk.jdbi();
        prepare();
        Crowd crowd = new Crowd(desk.address());
        talks = begin(crowd);
        tab = new Tab(chromium.browser(), desk.address(), Look.LIGHT.options());
        person = new Person(tab, talks);
        person.clickOnce(); // what is slow only once, in the browser and in the desk
        atFirst = desk.holding();
        chatter = Chatter.start(crowd, talks, MESSAGES_A_SECOND, MINUTE);
        person.clickFor(MINUTE.dividedBy(2));
        halfway = desk.holding();
        person.clickFor(MINUTE.dividedBy(2));
        chatter.awaitEnd();
        atLast = desk.holding();
        Until.isTrue(MINUTE, () -> count("desk_line WHERE from_visitor AND state NOT IN ('delivered', 'read')") == 0);
        report();
    }

    private static void prepare() {
        String pool = IntStream.range(0, NUMBERS)
                .mapToObj(
                        "{\"number\": \"+155589864%1$02d\", \"display_name\": \"Team %1$d\", \"is_active\": true}"
                                ::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO widget_configs (id, whatsapp_number_pool, handover_whatsapp_number)"
                            + " VALUES (7, ?::jsonb, '+15558986499')",
                    pool);
            handle.execute(
                    "INSERT INTO desk_agent SELECT '+2010166664' || lpad(i::text, 2, '0'), 'Agent ' || i"
                            + " FROM generate_series(1, ?) i",
                    AGENTS);
        });
        Visit operator = new Visit(desk.address());
        operator.send(operator.open("/pool").page().selectFirst("form[action=/pool/senders]"), Map.of());
    }

    private static List<Talk> begin(Crowd crowd) throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Talk>> all = IntStream.range(0, CHATS)
                    .mapToObj(i -> (Callable<Talk>)
                            () -> crowd.begin("Visitor " + i, "2010166664%02d".formatted(1 + i % AGENTS)))
                    .toList();
            List<Talk> begun = new ArrayList<>();
            for (Future<Talk> talk : people.invokeAll(all)) {
                begun.add(talk.get());
            }
            return begun;
        } finally {
            people.shutdown();
        }
    }

    private static void report() {
        System.out.println(chatter);
        System.out.println(person);
        System.out.printf("at first: %s%nhalfway: %s%nat last: %s%n", atFirst, halfway, atLast);
    }

    @AfterAll
    static void close() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
        if (desk != null) {
            desk.close();
        }
    }

    @Test
    void everybody_could_write() {
        assertThat(chatter.failures()).isEmpty();
        assertThat(chatter.written()).isEqualTo(Math.toIntExact(MESSAGES_A_SECOND * MINUTE.toSeconds()));
    }

    @Test
    void each_visitor_has_what_the_agent_wrote_and_nothing_else() {
        for (Talk talk : talks) {
            assertThat(lines(talk, true)).isEqualTo(talk.ofVisitor());
            assertThat(lines(talk, false)).isEqualTo(talk.ofAgent());
        }
        assertThat(count("desk_line")).isEqualTo(written());
        assertThat(count("desk_undelivered")).isZero();
    }

    @Test
    void each_agent_has_what_the_visitor_wrote_in_a_chat_of_its_own() {
        Until.isTrue(Duration.ofSeconds(30), () -> count(ON_PHONES) == written());
        for (Talk talk : talks) {
            assertThat(onPhone(talk, false)).isEqualTo(talk.ofVisitor());
            assertThat(onPhone(talk, true)).isEqualTo(talk.ofAgent());
        }
        assertThat(count(ON_PHONES + " AND status NOT IN ('received', 'delivered', 'read')"))
                .isZero();
    }

    @Test
    void no_agent_has_two_chats_on_one_number_and_no_number_has_many_more_than_another() {
        assertThat(count("(SELECT DISTINCT assigned_agent, assigned_whatsapp_number FROM widget_conversations) pairs"))
                .isEqualTo(CHATS);
        assertThat(chatsPerNumber().values())
                .hasSize(NUMBERS)
                .allSatisfy(chats -> assertThat(chats).isBetween(8, 12));
    }

    @Test
    void the_screens_show_what_the_database_has() {
        Visit visit = new Visit(desk.address());
        Document conversations = visit.open("/conversations").page();
        Document pool = visit.open("/pool").page();
        chatsPerNumber().forEach((number, chats) -> {
            assertThat(conversations
                            .selectFirst(".conv-chip:has(.conv-hint:containsOwn(" + number + ")) .conv-count")
                            .ownText())
                    .isEqualTo("" + chats);
            assertThat(pool.selectFirst("#number-" + number.substring(1) + " .pool-count")
                            .text())
                    .isEqualTo("" + chats);
        });
        Document phones = visit.open("/phones").page();
        unreadPerAgent()
                .forEach((agent, unread) -> assertThat(phones.selectFirst("#person-" + agent + " .unread")
                                .ownText())
                        .isEqualTo("" + unread));
        assertThat(visit.open("/health").page().select(".health-items")).isEmpty();
    }

    @Test
    void pages_that_were_open_all_the_time_show_what_new_ones_show() {
        for (Page open : person.pages()) {
            Page fresh = tab.openBehind(open.url());
            Tab.bringToFront(open);
            Until.isTrue(Duration.ofSeconds(20), () -> {
                fresh.reload();
                return content(open).equals(content(fresh));
            });
            fresh.close();
        }
        assertThat(tab.complaints()).isEmpty();
    }

    /** What the simulated phones hold grows with each message, as it does on a phone; some 1 000 bytes are allowed for it. */
    @Test
    void memory_threads_and_connections_are_flat() {
        long messages = MESSAGES_A_SECOND * MINUTE.toSeconds();
        assertThat(atLast.heap()).isLessThan(atFirst.heap() + 5_000_000 + 1_000 * messages);
        assertThat(atLast.heap()).isLessThan(halfway.heap() + 2_000_000 + 1_000 * messages / 2);
        assertThat(atLast.threads()).isLessThan(halfway.threads() + 10);
        assertThat(atLast.files()).isLessThan(halfway.files() + 20);
    }

    private static long written() {
        return talks.stream()
                .mapToLong(talk -> talk.ofVisitor().size() + talk.ofAgent().size())
                .sum();
    }

    /** Without what was said of the last click, which a new page does not know. */
    private static String content(Page page) {
        return page.locator("main")
                .innerText()
                .replace(page.locator("#notice").innerText(), "")
                .strip();
    }

    private static long count(String rows) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + rows)
                .mapTo(Long.class)
                .one());
    }

    private static List<String> lines(Talk talk, boolean ofVisitor) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT text FROM desk_line WHERE conversation_id = ? AND from_visitor = ? ORDER BY id")
                .bind(0, talk.chat())
                .bind(1, ofVisitor)
                .mapTo(String.class)
                .list());
    }

    /** Without the line that names a new visitor. */
    private static List<String> onPhone(Talk talk, boolean ofAgent) {
        String phone = "whatsapp:+" + talk.agent();
        String number = "whatsapp:+" + talk.number();
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT regexp_replace(body, '^— New chat: [^\\n]* —\\n', '')" + " FROM "
                                + ON_PHONES + " AND sender = ? AND recipient = ? ORDER BY substr(sid, 3)")
                        .bind(0, ofAgent ? phone : number)
                        .bind(1, ofAgent ? number : phone)
                        .mapTo(String.class)
                        .list());
    }

    private static Map<String, Integer> chatsPerNumber() {
        return perKey("SELECT assigned_whatsapp_number AS key, count(*) AS value FROM widget_conversations GROUP BY 1");
    }

    private static Map<String, Integer> unreadPerAgent() {
        return perKey("SELECT substr(recipient, 11) AS key, count(*) AS value FROM desk_phone_message"
                + " WHERE NOT inbound AND status = 'delivered' GROUP BY 1");
    }

    private static Map<String, Integer> perKey(String query) {
        return jdbi.withHandle(handle -> handle.createQuery(query)
                .setMapKeyColumn("key")
                .setMapValueColumn("value")
                .collectInto(new GenericType<>() {}));
    }
}
