package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.Assignment;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PoolConflictException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.pool.DrainResult.Outcome;
import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.Times;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with one number: each has a page that says what would happen, and a button that does it. */
final class NumberActions {
    private static final int LONGEST_REASON = 200;
    private static final Duration LONGEST_TIME = Duration.ofDays(30);

    private final Pages pages;
    private final Handovers handovers;
    private final NumberPool pool;
    private final NumberViews views;
    private final Runnable changed;

    NumberActions(Pages pages, Handovers handovers, NumberViews views, Runnable changed) {
        this.pages = pages;
        this.handovers = handovers;
        this.pool = handovers.pool();
        this.views = views;
        this.changed = changed;
    }

    void routes(RoutesConfig routes) {
        routes.get("/pool/drain", this::showDrain);
        routes.post("/pool/drain", this::drain);
        routes.get("/pool/drained", this::showDrained);
        routes.get("/pool/quarantine", context -> showQuarantine(context, "", null));
        routes.post("/pool/quarantine", this::quarantine);
        routes.post("/pool/lift", this::lift);
    }

    private void showDrain(Context context) {
        NumberView view = views.drain(PoolScreen.widget(context), number(context));
        pages.show(context, "Move conversations", "pool", "pool/drain.jte", Map.of("view", view));
    }

    private void drain(Context context) {
        PhoneNumber number = number(context);
        if (context.formParam("switchOff") != null) {
            views.poolsWith(number).forEach(widget -> switchOff(widget, number));
        }
        List<Assignment> before = pool.assignmentsOn(number);
        List<String> reasons = handovers.drain(number);
        DrainResult result = result(PoolScreen.widget(context), number, before, reasons);
        context.sessionAttribute("pool.drained", result);
        Pages.done(context, "/pool/drained", result.summary());
    }

    private void switchOff(Widget widget, PhoneNumber number) {
        try {
            pool.save(widget.withPool(widget.pool().stream()
                    .map(entry -> entry.number().equals(number) ? entry.withActive(false) : entry)
                    .toList()));
        } catch (PoolConflictException e) {
            throw new ConflictResponse("Somebody saved the pool of widget " + widget.id()
                    + " at the same moment. No conversation was moved; try again.");
        }
    }

    private DrainResult result(WidgetId widget, PhoneNumber number, List<Assignment> before, List<String> reasons) {
        Map<String, String> names = views.agentNames();
        List<Outcome> outcomes = new ArrayList<>();
        for (Assignment assignment : before) {
            Optional<Assignment> now = pool.assignmentOf(assignment.conversation());
            String to = now.map(after -> NumberViews.title(after.displayName(), after.number()))
                    .orElse("");
            boolean hasMoved = now.isPresent() && !now.get().number().equals(number);
            outcomes.add(new Outcome(views.conversation(assignment, names, to, ""), hasMoved, now.isEmpty()));
        }
        return new DrainResult(widget.value(), number.e164(), outcomes, reasons);
    }

    private void showDrained(Context context) {
        DrainResult result = context.sessionAttribute("pool.drained");
        if (result == null) {
            context.redirect("/pool");
            return;
        }
        pages.show(context, "Conversations moved", "pool", "pool/drained.jte", Map.of("result", result));
    }

    private void showQuarantine(Context context, String reason, @Nullable String complaint) {
        NumberView view = views.quarantine(PoolScreen.widget(context), number(context), reason, complaint);
        pages.show(context, "Quarantine", "pool", "pool/quarantine.jte", Map.of("view", view));
    }

    private void quarantine(Context context) {
        PhoneNumber number = number(context);
        Duration time = time(context);
        String reason =
                Objects.requireNonNullElse(context.formParam("reason"), "").strip();
        String complaint = complaint(reason);
        if (complaint != null) {
            context.status(422);
            showQuarantine(context, reason, complaint);
            return;
        }
        pool.quarantine(number, time, reason);
        changed.run();
        Pages.done(
                context,
                PoolScreen.path(PoolScreen.widget(context)),
                number.e164() + " gets no new conversations for " + Times.span(time) + ". "
                        + staying(pool.assignmentsOn(number).size()));
    }

    private static String staying(int conversations) {
        return switch (conversations) {
            case 0 -> "No conversation is on it.";
            case 1 -> "The conversation on it goes on there.";
            default -> "The " + conversations + " conversations on it go on there.";
        };
    }

    private static @Nullable String complaint(String reason) {
        if (reason.isEmpty()) {
            return "Say why: whoever finds the number out of service tomorrow wants to know.";
        }
        if (reason.length() > LONGEST_REASON) {
            return "At most " + LONGEST_REASON + " characters are possible; these are " + reason.length() + ".";
        }
        return reason.chars().anyMatch(Character::isISOControl)
                ? "There is a character in it that cannot be stored. Type it anew."
                : null;
    }

    private static Duration time(Context context) {
        String minutes = Objects.requireNonNullElse(context.formParam("minutes"), "");
        Duration time = minutes.matches("[0-9]{1,6}") ? Duration.ofMinutes(Long.parseLong(minutes)) : Duration.ZERO;
        if (time.isZero() || time.compareTo(LONGEST_TIME) > 0) {
            throw new BadRequestResponse("A quarantine lasts 1 minute to 30 days.");
        }
        return time;
    }

    private void lift(Context context) {
        PhoneNumber number = number(context);
        pool.quarantine(number, Duration.ZERO, "");
        changed.run();
        Pages.done(
                context,
                PoolScreen.path(PoolScreen.widget(context)),
                number.e164() + " is in service again, if it is enabled in the pool.");
    }

    private static PhoneNumber number(Context context) {
        String sent = Objects.requireNonNullElse(PoolScreen.sent(context, "number"), "");
        try {
            return PhoneNumber.of(sent);
        } catch (IllegalArgumentException e) {
            throw new BadRequestResponse("The address names no number. Go back to the pool and choose one.");
        }
    }
}
