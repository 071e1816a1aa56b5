package dev.numberpool.diagnose;

import dev.numberpool.Assignment;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.WidgetStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the conversations of a widget show: numbers that do not work or have left, threads that are shared, idleness. */
final class UseCheck {
    private final Facts facts;
    private final WidgetId id;
    private final NumberStore numbers;
    private final WidgetStore widgets;
    private final Thresholds thresholds;
    private final Notebook notes;

    UseCheck(Facts facts, NumberStore numbers, WidgetStore widgets, Thresholds thresholds, Notebook notes) {
        this.facts = facts;
        this.id = facts.id();
        this.numbers = numbers;
        this.widgets = widgets;
        this.thresholds = thresholds;
        this.notes = notes;
    }

    void run(Sharing sharing) {
        addHealth();
        addLeft();
        int idle = addIdle();
        addSharing(sharing, idle);
        addNotAdopted();
    }

    private void addHealth() {
        List<PooledNumber> entries = facts.activeEntries();
        long broken = 0;
        for (PooledNumber entry : entries) {
            Health health = facts.healthOf(entry.number());
            if (health != null) {
                broken++;
                notes.add(
                        Severity.WARNING,
                        Code.NUMBER_UNHEALTHY,
                        id,
                        entry.number(),
                        "gets no new conversations until " + health.until() + ": " + health.reason());
            }
        }
        if (broken > 0 && broken == entries.size()) {
            notes.add(
                    Severity.ERROR,
                    Code.ALL_UNHEALTHY,
                    id,
                    "no active number of the pool works at present: the fallback number serves");
        }
    }

    private void addLeft() {
        Map<PhoneNumber, Integer> left = new LinkedHashMap<>();
        facts.active().stream()
                .filter(assignment -> !facts.has(assignment))
                .forEach(assignment -> left.merge(assignment.number(), 1, Integer::sum));
        left.forEach((number, conversations) -> notes.add(
                Severity.WARNING,
                Code.NUMBER_LEFT,
                id,
                number,
                "is no longer the widget's, but " + Words.count(conversations, "active conversation")
                        + (conversations == 1 ? " uses it" : " use it")));
    }

    /** Returns how many are idle. */
    private int addIdle() {
        Instant before = facts.at().minus(thresholds.idleAfter());
        List<Assignment> idle = numbers.active(new ActiveQuery(id, null, null, before, Integer.MAX_VALUE));
        if (!idle.isEmpty()) {
            notes.add(
                    Severity.WARNING,
                    Code.CONVERSATIONS_IDLE,
                    id,
                    Words.count(idle.size(), "active conversation") + " without a message from the agent for more than "
                            + Words.days(thresholds.idleAfter()) + ", the oldest from "
                            + idle.get(0).assignedAt());
        }
        return idle.size();
    }

    private void addSharing(Sharing sharing, int idle) {
        if (sharing.share() > thresholds.sharedShare()) {
            notes.add(new Finding(
                    Severity.WARNING,
                    Code.THREADS_SHARED,
                    id,
                    null,
                    sharing.words(),
                    (idle == 0 ? "" : "First release what nobody closes. ")
                            + sharing.advice(facts.activeEntries().size())));
        }
    }

    private void addNotAdopted() {
        if (thresholds.handedOver().isEmpty()) {
            return;
        }
        int waiting = widgets.withoutNumber(id, thresholds.handedOver()).size();
        if (waiting > 0) {
            notes.add(
                    Severity.WARNING,
                    Code.NOT_ADOPTED,
                    id,
                    Words.count(waiting, "open conversation") + " that an agent has, without a number");
        }
    }
}
