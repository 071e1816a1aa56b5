package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.Screen;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The pool of a widget: what its numbers do, and how they are changed. */
public final class PoolScreen implements Screen {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Map<String, Duration> SPANS =
            Map.of("10m", Duration.ofMinutes(10), "1h", HOUR, "24h", Duration.ofHours(24));

    private final Pages pages;
    private final Handovers handovers;
    private final WhatsApp whatsApp;
    private final Jdbi jdbi;
    private final PoolViews views;
    private final PoolEditor editor;
    private final NumberActions actions;

    /** The screen of this desk. */
    public PoolScreen(Pages pages, Handovers handovers, Site site, WhatsApp whatsApp, Jdbi jdbi, Runnable changed) {
        this.pages = pages;
        this.handovers = handovers;
        this.whatsApp = whatsApp;
        this.jdbi = jdbi;
        this.views = new PoolViews(handovers, whatsApp, new UsageSamples(jdbi, whatsApp.clock()), jdbi);
        this.editor = new PoolEditor(pages, handovers.pool(), whatsApp, views, changed);
        this.actions = new NumberActions(pages, handovers, new NumberViews(handovers, site, views), changed);
    }

    @Override
    public void routes(RoutesConfig routes) {
        routes.get("/pool", this::show);
        routes.post("/pool/widget", this::addWidget);
        routes.post("/pool/senders", this::addSenders);
        editor.routes(routes);
        actions.routes(routes);
        routes.exception(UnknownWidgetException.class, (e, context) -> {
            context.status(404);
            pages.show(context, "Not there", "pool", "pool/unknown.jte", Map.of());
        });
    }

    private void show(Context context) {
        List<WidgetId> widgets = views.widgets();
        if (widgets.isEmpty()) {
            pages.show(context, "Pool", "pool", "pool/none.jte", Map.of());
            return;
        }
        WidgetId widget = context.queryParam("widget") == null ? widgets.get(0) : widget(context);
        String draft = context.queryParam("draft");
        if (draft != null && !draft.isBlank()) {
            editor.show(context, widget, draft);
            return;
        }
        String span = Objects.requireNonNullElse(context.queryParam("span"), "1h");
        List<Draft> unsaved = Drafts.of(context).unsaved(widget);
        PoolView view = views.read(widget, unsaved, SPANS.getOrDefault(span, HOUR));
        String find = Objects.requireNonNullElse(context.queryParam("find"), "").strip();
        pages.show(context, "Pool", "pool", Map.of("view", view, "span", span, "find", find));
    }

    /** One more widget, with the next free id and no numbers. */
    private void addWidget(Context context) {
        long id = jdbi.withHandle(handle -> handle.createQuery("INSERT INTO widget_configs (id)"
                        + " SELECT coalesce(max(id), 0) + 1 FROM widget_configs RETURNING id")
                .mapTo(Long.class)
                .one());
        Pages.done(context, path(WidgetId.of(id)), "Widget " + id + " is there. Give it its first number.");
    }

    /** Makes senders of numbers that came into the pool by other ways than this page. */
    private void addSenders(Context context) {
        Widget widget = handovers.pool().widget(widget(context));
        List<String> added = addSenders(whatsApp, widget);
        Pages.done(context, path(widget.id()), "Added to the simulated account: " + String.join(", ", added) + ".");
    }

    /** Makes senders of those numbers that the simulated account lacks, and says which; none in real life. */
    static List<String> addSenders(WhatsApp whatsApp, Widget widget) {
        if (!(whatsApp instanceof SimulatedTwilio simulated)) {
            return List.of();
        }
        List<String> numbers = new ArrayList<>(
                widget.pool().stream().map(entry -> entry.number().e164()).toList());
        Optional.ofNullable(widget.handoverNumber()).ifPresent(number -> numbers.add(number.e164()));
        return simulated.own(numbers);
    }

    /** The widget that a page or a form names. */
    static WidgetId widget(Context context) {
        String sent = Objects.requireNonNullElse(sent(context, "widget"), "");
        try {
            return WidgetId.of(sent);
        } catch (IllegalArgumentException e) {
            throw new NotFoundResponse("There is no such widget.");
        }
    }

    /** A value from the form, or from the address. */
    static @Nullable String sent(Context context, String name) {
        String inForm = context.formParam(name);
        return inForm == null ? context.queryParam(name) : inForm;
    }

    static String path(WidgetId widget) {
        return "/pool?widget=" + URLEncoder.encode(widget.value(), StandardCharsets.UTF_8);
    }
}
