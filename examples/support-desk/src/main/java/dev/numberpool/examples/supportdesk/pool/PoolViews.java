package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Usage;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.web.Times;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Makes the pages of a pool of what is stored and what happens now. */
final class PoolViews {
    private static final int WIDGETS = 200;

    private final Handovers handovers;
    private final WhatsApp whatsApp;
    private final UsageSamples samples;
    private final StoredProblems stored;

    PoolViews(Handovers handovers, WhatsApp whatsApp, UsageSamples samples, Jdbi jdbi) {
        this.handovers = handovers;
        this.whatsApp = whatsApp;
        this.samples = samples;
        this.stored = new StoredProblems(jdbi);
    }

    /** The widgets that there are, at most 200. */
    List<WidgetId> widgets() {
        return handovers.store().widgets(null, WIDGETS);
    }

    PoolView read(WidgetId id, List<Draft> drafts, Duration span) {
        Widget widget = handovers.pool().widget(id);
        Map<String, NumberUse> uses = uses(widget);
        Map<Integer, List<Found>> problems = stored.of(widget);
        Set<String> senders = senders();
        String fallback = Draft.text(widget.handoverNumber());
        Instant now = now();
        return new PoolView(
                head(widget, problems),
                Slot.of(widget.pool().size(), widget.unreadable()).stream()
                        .map(slot -> line(slot, widget, uses, problems, senders))
                        .toList(),
                new PoolView.Fallback(fallback, uses.get(fallback), isMissing(fallback, senders)),
                uses.values().stream()
                        .filter(use -> !use.inPool() && !use.number().equals(fallback))
                        .toList(),
                drafts.stream()
                        .map(draft -> new PoolView.Unsaved(draft.id(), Times.ago(draft.begun(), now)))
                        .toList(),
                chart(widget, uses, span),
                balance(widget, uses));
    }

    private PoolView.Line line(
            Slot slot,
            Widget widget,
            Map<String, NumberUse> uses,
            Map<Integer, List<Found>> problems,
            Set<String> senders) {
        List<Found> found = problems.getOrDefault(slot.index(), List.of());
        if (slot.entry() < 0) {
            return new PoolView.Line(slot.index(), null, null, slot.raw(), "", found, false);
        }
        PooledNumber entry = widget.pool().get(slot.entry());
        String number = entry.number().e164();
        return new PoolView.Line(
                slot.index(),
                Fields.of(entry),
                uses.get(number),
                null,
                String.join(", ", entry.properties().keySet()),
                found,
                isMissing(number, senders));
    }

    EditView edit(Draft draft) {
        Widget widget = handovers.pool().widget(draft.base().id());
        Map<String, NumberUse> uses = uses(widget);
        Map<Integer, List<Found>> problems = stored.of(draft.base());
        Map<String, Integer> storedIndex = indexes(draft.base());
        List<EditView.Line> lines = new ArrayList<>();
        for (Slot slot : Slot.of(draft.entries().size(), draft.base().unreadable())) {
            lines.add(
                    slot.entry() < 0
                            ? unreadable(slot, draft, problems)
                            : line(slot, draft, uses, problems, storedIndex));
        }
        String wasDefault = Draft.text(draft.base().handoverNumber());
        return new EditView(
                head(draft.base(), problems),
                draft.id(),
                draft.base().version(),
                lines,
                draft.defaultNumber(),
                wasDefault.equals(draft.defaultNumber()) ? null : wasDefault,
                draft.complaints(),
                !widget.version().equals(draft.base().version()),
                draft.dropped().contains(Widget.WHOLE));
    }

    private static EditView.Line unreadable(Slot slot, Draft draft, Map<Integer, List<Found>> problems) {
        return new EditView.Line(
                slot.index(),
                0,
                null,
                null,
                null,
                slot.raw(),
                draft.dropped().contains(slot.index()),
                problems.getOrDefault(slot.index(), List.of()),
                List.of());
    }

    private static EditView.Line line(
            Slot slot,
            Draft draft,
            Map<String, NumberUse> uses,
            Map<Integer, List<Found>> problems,
            Map<String, Integer> storedIndex) {
        DraftEntry entry = draft.entries().get(slot.entry());
        PooledNumber stored = entry.stored();
        String number = entry.fields().number();
        Integer index = storedIndex.get(number);
        return new EditView.Line(
                slot.index(),
                slot.entry() + 1,
                entry,
                stored == null ? null : Fields.of(stored),
                uses.get(number),
                null,
                false,
                index == null || stored == null ? List.of() : problems.getOrDefault(index, List.of()),
                draft.complaints().stream()
                        .filter(complaint -> complaint.key().equals(entry.key()))
                        .toList());
    }

    private static Map<String, Integer> indexes(Widget widget) {
        Map<String, Integer> indexes = new HashMap<>();
        for (Slot slot : Slot.of(widget.pool().size(), widget.unreadable())) {
            if (slot.entry() >= 0) {
                indexes.put(widget.pool().get(slot.entry()).number().e164(), slot.index());
            }
        }
        return indexes;
    }

    PoolView.Head head(Widget widget, Map<Integer, List<Found>> problems) {
        return new PoolView.Head(
                widget.id().value(),
                widgets().stream().map(WidgetId::value).toList(),
                problems.getOrDefault(Widget.WHOLE, List.of()),
                widget.unreadable().containsKey(Widget.WHOLE),
                whatsApp.publicUrl().resolve("/twilio").toString());
    }

    /** How much each number of the pool, and each that still carries conversations, is used. */
    Map<String, NumberUse> uses(Widget widget) {
        Usage usage = handovers.pool().usage(widget.id());
        Map<PhoneNumber, Health> health = new HashMap<>();
        for (NumberFacts facts : handovers.store().usage(widget.id())) {
            if (facts.health() != null && !facts.health().isOver(now())) {
                health.put(facts.number(), facts.health());
            }
        }
        Map<PhoneNumber, Double> shares = shares(widget, usage);
        int busiest =
                usage.numbers().stream().mapToInt(Usage.OfNumber::active).max().orElse(0);
        Map<String, NumberUse> uses = new LinkedHashMap<>();
        for (Usage.OfNumber row : usage.numbers()) {
            double share = shares.getOrDefault(row.number(), -1.0);
            uses.put(row.number().e164(), NumberUse.of(row, health.get(row.number()), now(), busiest, share));
        }
        return uses;
    }

    /** How many conversations each number would carry if they were spread by weight. */
    private static Map<PhoneNumber, Double> shares(Widget widget, Usage usage) {
        Set<PhoneNumber> serving = usage.numbers().stream()
                .filter(row -> row.inPool() && row.enabled() && row.unhealthy() == null)
                .map(Usage.OfNumber::number)
                .collect(Collectors.toSet());
        List<PooledNumber> entries = widget.pool().stream()
                .filter(entry -> serving.contains(entry.number()))
                .toList();
        double weights = entries.stream().mapToDouble(PooledNumber::weight).sum();
        int total = usage.numbers().stream()
                .filter(row -> serving.contains(row.number()))
                .mapToInt(Usage.OfNumber::active)
                .sum();
        Map<PhoneNumber, Double> shares = new HashMap<>();
        entries.forEach(entry -> shares.put(entry.number(), total * entry.weight() / weights));
        return shares;
    }

    private static String balance(Widget widget, Map<String, NumberUse> uses) {
        List<Integer> active = widget.pool().stream()
                .filter(PooledNumber::active)
                .map(entry -> uses.get(entry.number().e164()))
                .filter(use -> use != null && use.unhealthy() == null)
                .map(NumberUse::active)
                .sorted()
                .toList();
        int total = uses.values().stream().mapToInt(NumberUse::active).sum();
        if (total == 0) {
            return "No conversation is active.";
        }
        String all = total == 1 ? "1 conversation is active" : total + " conversations are active";
        if (active.isEmpty()) {
            return all + ", none of them on a number that new ones may get.";
        }
        int least = active.get(0);
        int most = active.get(active.size() - 1);
        return all + ". Each number in service carries " + (least == most ? "" + least : least + " to " + most) + ".";
    }

    private UsageChart chart(Widget widget, Map<String, NumberUse> uses, Duration span) {
        Instant now = now();
        Map<String, String> names = new LinkedHashMap<>();
        uses.values().forEach(use -> names.put(use.number(), use.name()));
        return UsageChart.of(samples.since(widget.id(), now.minus(span), UsageChart.step(span)), names, now, span);
    }

    /** The senders of the simulated account; empty in real life, where nobody is asked for each page. */
    private Set<String> senders() {
        return whatsApp instanceof SimulatedTwilio simulated ? simulated.owned() : Set.of();
    }

    private boolean isMissing(String number, Set<String> senders) {
        return whatsApp instanceof SimulatedTwilio && !number.isEmpty() && !senders.contains(number);
    }

    private Instant now() {
        return whatsApp.clock().instant();
    }
}
