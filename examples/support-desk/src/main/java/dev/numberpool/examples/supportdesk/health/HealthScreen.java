package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.examples.supportdesk.health.Breakage.Broken;
import dev.numberpool.examples.supportdesk.health.Breakage.Kind;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.Screen;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Whether all is well, and what to do if not. Showing it asks nobody but the database. */
public final class HealthScreen implements Screen {
    private static final String PATH = "/health";

    private final Pages pages;
    private final Health health;
    private final Overview overview;
    private final Site site;

    /** The screen of this desk. */
    public HealthScreen(Pages pages, Health health, Site site) {
        this.pages = pages;
        this.health = health;
        this.site = site;
        this.overview = new Overview(health, site);
    }

    @Override
    public void routes(RoutesConfig routes) {
        routes.get(PATH, this::show);
        routes.post(PATH + "/check", this::check);
        routes.post(PATH + "/reconcile", this::reconcile);
        routes.post(PATH + "/handled", this::handled);
        Breakage breakage = health.breakage();
        if (breakage != null) {
            routes.post(PATH + "/break", context -> change(context, breakage::breakIt, "It is broken."));
            routes.post(PATH + "/mend", context -> change(context, breakage::mend, "It is whole again."));
        }
    }

    private void show(Context context) {
        pages.show(context, "Health", "health", Map.of("health", overview.read()));
    }

    private void check(Context context) {
        boolean isDone = health.check();
        Pages.done(context, PATH, isDone ? "Checked." : "The check failed. The list of jobs says why.");
    }

    private void reconcile(Context context) {
        boolean isDone = health.reconcile();
        Pages.done(context, PATH, isDone ? "Compared with Twilio." : "That failed. The list of jobs says why.");
    }

    private void handled(Context context) {
        site.forget(needed(context, "id"));
        Pages.done(context, PATH, "Taken off the list.");
    }

    /** What the diagnosis would find in some minutes is found at once. */
    private void change(Context context, Consumer<Broken> change, String notice) {
        Kind kind = Stream.of(Kind.values())
                .filter(each -> each.name().equals(needed(context, "kind")))
                .findFirst()
                .orElseThrow(() -> new BadRequestResponse("There is no such thing to break."));
        String target = needed(context, "target");
        if (!overview.canBreak(kind, target)) {
            throw new BadRequestResponse("There is no such number or agent.");
        }
        change.accept(new Broken(kind, target));
        health.check();
        Pages.done(context, PATH, notice);
    }

    private static String needed(Context context, String name) {
        String value = context.formParam(name);
        if (value == null) {
            throw new BadRequestResponse("The form lacks " + name + ". Reload the page and try again.");
        }
        return value;
    }
}
