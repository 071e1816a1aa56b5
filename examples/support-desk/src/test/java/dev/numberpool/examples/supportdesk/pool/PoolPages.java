package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import dev.numberpool.examples.supportdesk.site.Chat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jsoup.nodes.Element;

/** Somebody who looks at the pool of a widget of their own, and edits it. */
final class PoolPages {
    static final String FIRST = "+15558986401";
    static final String SECOND = "+15558986402";
    static final String THIRD = "+15558986403";

    private static final AtomicLong IDS = new AtomicLong(100);

    private final TestDesk desk;
    private final Visit visit;
    private final long widget;

    private PoolPages(TestDesk desk, Visit visit, long widget) {
        this.desk = desk;
        this.visit = visit;
        this.widget = widget;
    }

    /** On a new widget with this pool. */
    static PoolPages of(TestDesk desk, String pool) {
        long id = IDS.incrementAndGet();
        desk.sql("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (" + id + ", " + json(pool) + ")");
        return new PoolPages(desk, desk.visit(), id);
    }

    /** Three numbers with names. */
    static PoolPages ofThree(TestDesk desk) {
        return of(desk, "[" + entry(FIRST, "One") + ", " + entry(SECOND, "Two") + ", " + entry(THIRD, "Three") + "]");
    }

    static String entry(String number, String name) {
        return "{\"number\": \"" + number + "\", \"display_name\": \"" + name + "\", \"is_active\": true}";
    }

    private static String json(String text) {
        return "'" + text.replace("'", "''") + "'::jsonb";
    }

    /** Another person at the same pool. */
    PoolPages colleague() {
        return new PoolPages(desk, desk.visit(), widget);
    }

    WidgetId widget() {
        return WidgetId.of(widget);
    }

    String path() {
        return "/pool?widget=" + widget;
    }

    Answer read() {
        return visit.open(path());
    }

    Answer open(String path) {
        return visit.open(path);
    }

    Answer open(String page, String number) {
        return visit.open(Links.number(page, Long.toString(widget), number));
    }

    Answer edit() {
        return visit.send(form(read(), "/pool/edit"), Map.of());
    }

    /** Presses a button of the editor, after typing this. */
    Answer press(Answer page, String button, Map<String, String> typed) {
        Map<String, String> fields = new LinkedHashMap<>(typed);
        fields.put("do", button);
        return visit.send(form(page, "/pool/draft"), fields);
    }

    Answer press(Answer page, String button) {
        return press(page, button, Map.of());
    }

    Answer send(Answer page, String action, Map<String, String> typed) {
        return visit.send(form(page, action), typed);
    }

    /** Sends the form without its box that has this name. */
    Answer sendWithout(Answer page, String action, String box) {
        Element form = form(page, action).clone();
        form.select("input[name=" + box + "]").removeAttr("checked");
        return visit.send(form, Map.of());
    }

    static Element form(Answer page, String action) {
        return Objects.requireNonNull(
                page.page().selectFirst("form[action=" + action + "]"), () -> action + " is not in " + page.text());
    }

    /** What a field of the page holds. */
    static String value(Answer page, String id) {
        return Objects.requireNonNull(page.page().getElementById(id), id).val();
    }

    static String text(Answer page, String id) {
        return Objects.requireNonNull(page.page().getElementById(id), id).text();
    }

    /** The name of an entry's field on the page, as in {@code weight.e15558986401}. */
    static String field(String field, String number) {
        return field + ".e" + number.substring(1);
    }

    static String key(String number) {
        return "e" + number.substring(1);
    }

    String stored() {
        return Objects.requireNonNullElse(stored("whatsapp_number_pool"), "NULL");
    }

    String stored(String expression) {
        return desk.answer("SELECT (" + expression + ")::text FROM widget_configs WHERE id = " + widget);
    }

    /** An operator's SQL. */
    void store(String pool) {
        desk.sql("UPDATE widget_configs SET whatsapp_number_pool = " + json(pool) + " WHERE id = " + widget);
    }

    void defaultNumber(String number) {
        desk.sql("UPDATE widget_configs SET handover_whatsapp_number = '" + number + "' WHERE id = " + widget);
    }

    /** A visitor is handed over to an agent with this phone. */
    PhoneNumber handOver(String visitor, String agent) {
        Chat chat = desk.site().open(widget(), visitor, desk.twilio().clock().instant());
        return desk.handovers()
                .pool()
                .assign(Handover.of(widget(), chat.conversation()).withAgent(Participant.of(agent)))
                .number();
    }
}
