package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.Assignment;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.pool.NumberView.Conversation;
import dev.numberpool.examples.supportdesk.pool.NumberView.Count;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the pages that say what would be done with a number. */
final class NumberViews {
    private static final int SHOWN = 200;

    private final Handovers handovers;
    private final Site site;
    private final PoolViews views;

    NumberViews(Handovers handovers, Site site, PoolViews views) {
        this.handovers = handovers;
        this.site = site;
        this.views = views;
    }

    /** The page on draining. */
    NumberView drain(WidgetId widget, PhoneNumber number) {
        List<DrainPlan.Move> moves = new DrainPlan(handovers.pool(), handovers.strategy(), number).moves();
        Map<String, String> names = agentNames();
        List<Conversation> conversations = moves.stream()
                .map(move -> conversation(move.assignment(), names, to(move), move.remark()))
                .toList();
        return view(widget, number, conversations, "", "", null);
    }

    private static String to(DrainPlan.Move move) {
        PhoneNumber to = move.to();
        return to == null ? "" : title(move.name(), to);
    }

    static String title(String name, PhoneNumber number) {
        return name.equals(number.e164()) ? name : name + " " + number.e164();
    }

    /** The page on quarantine, or on lifting it. */
    NumberView quarantine(WidgetId widget, PhoneNumber number, String reason, @Nullable String complaint) {
        Map<String, String> names = agentNames();
        List<Conversation> conversations = handovers.pool().assignmentsOn(number).stream()
                .map(assignment -> conversation(assignment, names, "", ""))
                .toList();
        return view(widget, number, conversations, outlook(widget, number), reason, complaint);
    }

    Map<String, String> agentNames() {
        return site.agents().stream().collect(Collectors.toMap(Agent::phone, Agent::name));
    }

    Conversation conversation(Assignment assignment, Map<String, String> names, String to, String remark) {
        Participant agent = assignment.agent();
        return new Conversation(
                assignment.conversation().value(),
                site.chat(assignment.conversation()).map(Chat::visitor).orElse("Visitor"),
                agent == null ? "nobody yet" : names.getOrDefault(agent.address(), agent.address()),
                assignment.widget().value(),
                to,
                remark);
    }

    private NumberView view(
            WidgetId widget,
            PhoneNumber number,
            List<Conversation> conversations,
            String outlook,
            String reason,
            @Nullable String complaint) {
        NumberUse use = views.uses(handovers.pool().widget(widget)).get(number.e164());
        int shown = Math.min(SHOWN, conversations.size());
        List<Conversation> moving =
                conversations.stream().filter(one -> !one.to().isEmpty()).toList();
        return new NumberView(
                widget.value(),
                number.e164(),
                use == null ? number.e164() : use.name(),
                use == null ? null : use.unhealthy(),
                use == null ? "" : use.until(),
                conversations.subList(0, shown),
                conversations.size() - shown,
                counts(moving, Conversation::to),
                conversations.size() - moving.size(),
                counts(conversations, Conversation::agent),
                poolsWith(number).stream().map(one -> one.id().value()).toList(),
                outlook,
                reason,
                complaint);
    }

    static List<Count> counts(List<Conversation> conversations, Function<Conversation, String> by) {
        Map<String, Long> counts =
                conversations.stream().collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.counting()));
        List<Count> list = new ArrayList<>();
        counts.forEach((name, count) -> list.add(new Count(name, count)));
        return list;
    }

    /** Widgets whose new conversations may get the number. */
    List<Widget> poolsWith(PhoneNumber number) {
        return views.widgets().stream()
                .map(handovers.pool()::widget)
                .filter(widget -> widget.pool().stream()
                        .anyMatch(entry -> entry.active() && entry.number().equals(number)))
                .toList();
    }

    private String outlook(WidgetId id, PhoneNumber number) {
        Widget widget = handovers.pool().widget(id);
        Map<String, NumberUse> uses = views.uses(widget);
        long others = widget.pool().stream()
                .filter(PooledNumber::active)
                .filter(entry -> !entry.number().equals(number))
                .map(entry -> uses.get(entry.number().e164()))
                .filter(use -> use != null && use.unhealthy() == null)
                .count();
        if (others > 0) {
            return "New conversations of widget " + id + " get one of "
                    + (others == 1 ? "1 other number." : others + " other numbers.");
        }
        PhoneNumber fallback = widget.handoverNumber();
        if (fallback != null) {
            return "No other number of the pool is in service: new conversations get the default number "
                    + fallback.e164() + ", and agents answer by code.";
        }
        return "No other number is in service and there is no default number: new conversations get the number that "
                + "failed longest ago, which may be this one.";
    }
}
