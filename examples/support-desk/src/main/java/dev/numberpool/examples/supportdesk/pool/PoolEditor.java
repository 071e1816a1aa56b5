package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.InvalidPoolException;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PoolConflictException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Edits a pool in a draft, and saves it if nobody else has changed the pool meanwhile. */
final class PoolEditor {
    private final Pages pages;
    private final NumberPool pool;
    private final WhatsApp whatsApp;
    private final PoolViews views;
    private final Runnable changed;

    PoolEditor(Pages pages, NumberPool pool, WhatsApp whatsApp, PoolViews views, Runnable changed) {
        this.pages = pages;
        this.pool = pool;
        this.whatsApp = whatsApp;
        this.views = views;
        this.changed = changed;
    }

    void routes(RoutesConfig routes) {
        routes.post("/pool/edit", this::begin);
        routes.post("/pool/draft", this::edit);
    }

    /** Begins a draft; with a number that left the pool, if the form names one. */
    private void begin(Context context) {
        Widget stored = pool.widget(PoolScreen.widget(context));
        Draft draft = Draft.of(Drafts.newId(), stored, whatsApp.clock().instant());
        String number = Objects.requireNonNullElse(context.formParam("number"), "");
        boolean isEmpty = stored.pool().isEmpty() && !stored.unreadable().containsKey(Widget.WHOLE);
        toDraft(context, number.isEmpty() && !isEmpty ? draft : draft.added(number));
    }

    /** A draft that the session no longer knows begins anew, so that a page that stayed open still works. */
    void show(Context context, WidgetId widget, String id) {
        Drafts drafts = Drafts.of(context);
        Draft draft = drafts.find(id)
                .filter(known -> known.base().id().equals(widget))
                .orElseGet(() -> drafts.keep(
                        Draft.of(id, pool.widget(widget), whatsApp.clock().instant())));
        show(context, draft);
    }

    private void show(Context context, Draft draft) {
        if (!draft.isComparing()) {
            pages.show(context, "Edit the pool", "pool", "pool/edit.jte", Map.of("view", views.edit(draft)));
            return;
        }
        Widget stored = pool.widget(draft.base().id());
        pages.show(
                context,
                "Two versions",
                "pool",
                "pool/conflict.jte",
                Map.of(
                        "comparison", Comparison.of(draft, stored),
                        "widget", stored.id().value(),
                        "draft", draft.id(),
                        "version", draft.base().version(),
                        "theirs", stored.version()));
    }

    private void edit(Context context) {
        String id = Objects.requireNonNullElse(context.formParam("draft"), "");
        Draft before = Drafts.of(context)
                .find(id)
                .orElseThrow(() -> new ConflictResponse("This edit is no longer kept here. Begin it anew."));
        Draft draft = new DraftForm(context).typed(before);
        if (!before.base().version().equals(context.formParam("version"))) {
            refuse(context, draft.comparing(true), 409);
            return;
        }
        String[] todo =
                Objects.requireNonNullElse(context.formParam("do"), "save").split(":", 2);
        String what = todo.length < 2 ? "" : todo[1];
        switch (todo[0]) {
            case "save" -> save(context, draft, new Reading(draft), draft.base().version());
            case "mine" ->
                save(context, draft, new Reading(draft), Objects.requireNonNullElse(context.formParam("theirs"), ""));
            case "discard", "theirs" -> discard(context, draft);
            default -> toDraft(context, lookedAtAgain(changed(draft, todo[0], what)));
        }
    }

    /** What was complained about may be mended by now. */
    private static Draft lookedAtAgain(Draft draft) {
        return draft.complaints().isEmpty() ? draft : draft.refused(new Reading(draft).complaints());
    }

    private Draft changed(Draft draft, String todo, String what) {
        return switch (todo) {
            case "add" -> draft.added("");
            case "up" -> draft.moved(what, -1);
            case "down" -> draft.moved(what, 1);
            case "remove" -> draft.removed(what);
            case "keep" -> draft.kept(what);
            case "drop" -> draft.dropping(Integer.parseInt(what), true);
            case "undrop" -> draft.dropping(Integer.parseInt(what), false);
            case "compare" -> draft.comparing(true);
            case "merge" -> Merge.onto(pool.widget(draft.base().id()), draft);
            case "apply" -> draft;
            default -> throw new BadRequestResponse("This page does not know how to do that. Reload it.");
        };
    }

    /** @param version what the pool must still be, or nothing is saved */
    private void save(Context context, Draft draft, Reading reading, String version) {
        if (!reading.complaints().isEmpty()) {
            refuse(context, draft.comparing(false).refused(reading.complaints()), 422);
            return;
        }
        try {
            Widget before = draft.base();
            Widget saved = pool.save(reading.widget().withVersion(version));
            Drafts.of(context).forget(draft);
            List<String> senders = PoolScreen.addSenders(whatsApp, saved);
            changed.run();
            Pages.done(context, PoolScreen.path(saved.id()), notice(before, saved, senders));
        } catch (PoolConflictException e) {
            refuse(context, draft.comparing(true), 409);
        } catch (InvalidPoolException e) {
            refuse(context, draft.comparing(false).refused(reading.complaints(e)), 422);
        }
    }

    private String notice(Widget before, Widget saved, List<String> senders) {
        if (before.version().equals(saved.version())) {
            return "Nothing was changed.";
        }
        List<String> added = new ArrayList<>(numbers(saved));
        added.removeAll(numbers(before));
        StringBuilder notice = new StringBuilder("The pool is saved.");
        if (!senders.isEmpty()) {
            notice.append(" Added to the simulated account: ")
                    .append(String.join(", ", senders))
                    .append('.');
        } else if (!added.isEmpty() && !(whatsApp instanceof SimulatedTwilio)) {
            notice.append(" Twilio must know ")
                    .append(String.join(", ", added))
                    .append(": see below what to set there.");
        }
        return notice.toString();
    }

    private static List<String> numbers(Widget widget) {
        return widget.pool().stream()
                .map(entry -> entry.number())
                .map(PhoneNumber::e164)
                .toList();
    }

    private void discard(Context context, Draft draft) {
        Drafts.of(context).forget(draft);
        Pages.done(
                context, PoolScreen.path(draft.base().id()), "Your edit is thrown away. The pool is as it was stored.");
    }

    private void refuse(Context context, Draft draft, int status) {
        context.status(status);
        show(context, Drafts.of(context).keep(draft));
    }

    private static void toDraft(Context context, Draft draft) {
        Draft kept = Drafts.of(context).keep(draft);
        context.redirect(PoolScreen.path(kept.base().id()) + "&draft=" + kept.id(), HttpStatus.SEE_OTHER);
    }
}
