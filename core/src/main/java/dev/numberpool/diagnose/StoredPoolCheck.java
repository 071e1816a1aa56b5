package dev.numberpool.diagnose;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with the numbers as they are stored. */
final class StoredPoolCheck {
    private static final double FAR_APART = 100;

    private final Facts facts;
    private final Widget widget;
    private final Notebook notes;

    StoredPoolCheck(Facts facts, Notebook notes) {
        this.facts = facts;
        this.widget = facts.widget();
        this.notes = notes;
    }

    void run() {
        widget.problems().forEach(this::addProblem);
        addLeadingZeros();
        addWhatServes();
        addWeights();
    }

    private void addProblem(Widget.Problem problem) {
        switch (problem.kind()) {
            case POOL_UNREADABLE -> add(Severity.ERROR, Code.POOL_UNREADABLE, problem);
            case HANDOVER_NUMBER_UNUSABLE -> add(Severity.WARNING, Code.DEFAULT_NUMBER_UNUSABLE, problem);
            case ENTRY_UNUSABLE -> add(Severity.WARNING, Code.ENTRY_UNUSABLE, problem);
            case DUPLICATE -> add(Severity.WARNING, Code.ENTRY_DUPLICATE, problem);
            case SWITCH_UNCLEAR -> add(Severity.WARNING, Code.ENTRY_SWITCH_UNCLEAR, problem);
            case WEIGHT_UNUSABLE -> add(Severity.WARNING, Code.ENTRY_DOUBTFUL, problem);
            case PROPERTY_UNUSABLE -> add(Severity.NOTE, Code.ENTRY_DOUBTFUL, problem);
            case OTHER -> addUnsorted(problem);
            case NUMBER_NOT_E164 -> {
                // Said of every number below, also of those that are in no entry.
            }
        }
    }

    /** A store that does not say of what sort the problem is: whether the entry was skipped can be seen. */
    private void addUnsorted(Widget.Problem problem) {
        if (!widget.unreadable().containsKey(problem.index())) {
            add(Severity.WARNING, Code.ENTRY_DOUBTFUL, problem);
        } else if (problem.index() == Widget.WHOLE) {
            add(Severity.ERROR, Code.POOL_UNREADABLE, problem);
        } else {
            add(Severity.WARNING, Code.ENTRY_UNUSABLE, problem);
        }
    }

    private void add(Severity severity, Code code, Widget.Problem problem) {
        notes.add(severity, code, widget.id(), problem.toString());
    }

    private void addLeadingZeros() {
        Set<PhoneNumber> numbers = new LinkedHashSet<>();
        widget.pool().forEach(entry -> numbers.add(entry.number()));
        numbers.addAll(facts.carrying().keySet());
        numbers.stream()
                .filter(number -> !number.isE164())
                .forEach(number -> notes.add(
                        Severity.WARNING,
                        Code.NUMBER_NOT_E164,
                        widget.id(),
                        number,
                        "begins with 0, which no number in E.164 format does"));
    }

    private void addWhatServes() {
        int active = facts.activeEntries().size();
        int entries = widget.pool().size() + widget.unreadable().size();
        if (widget.unreadable().containsKey(Widget.WHOLE) && widget.pool().isEmpty()) {
            return;
        }
        if (entries == 0) {
            notes.add(
                    Severity.NOTE,
                    Code.NO_POOL,
                    widget.id(),
                    "there is no pool: conversations share one number and are answered by code");
        } else if (active == 0) {
            notes.add(
                    Severity.WARNING,
                    Code.POOL_SWITCHED_OFF,
                    widget.id(),
                    "none of the pool's " + Words.entries(entries)
                            + " is active and usable: the fallback number serves");
        } else if (active == 1) {
            notes.add(
                    Severity.NOTE,
                    Code.ONE_ACTIVE_NUMBER,
                    widget.id(),
                    "the pool has one active number: conversations share it and are answered by code");
        }
    }

    private void addWeights() {
        List<Double> weights = facts.activeEntries().stream()
                .map(PooledNumber::weight)
                .sorted()
                .toList();
        if (weights.size() > 1 && weights.get(weights.size() - 1) > FAR_APART * weights.get(0)) {
            notes.add(
                    Severity.NOTE,
                    Code.WEIGHTS_FAR_APART,
                    widget.id(),
                    "the weights of the pool reach from " + weights.get(0) + " to " + weights.get(weights.size() - 1)
                            + ": the lightest number hardly gets conversations");
        }
    }
}
