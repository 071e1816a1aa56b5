package dev.numberpool.diagnose;

import dev.numberpool.WidgetId;
import java.time.Instant;
import java.util.List;

/**
 * What was looked at, and what was found.
 *
 * @param at when
 * @param findings what was found, the worst first
 * @param widgets the widgets that were looked at, in the store's order
 */
public record Diagnosis(Instant at, List<Finding> findings, List<Checked> widgets) {
    /**
     * A widget that was looked at.
     *
     * @param widget the widget
     * @param state its numbers and conversations in one sentence, without numbers and names
     */
    public record Checked(WidgetId widget, String state) {}

    /** Copies the lists. */
    public Diagnosis {
        findings = List.copyOf(findings);
        widgets = List.copyOf(widgets);
    }

    /** True if there is nothing worse than a note. */
    public boolean isHealthy() {
        return findings.stream().allMatch(finding -> finding.severity() == Finding.Severity.NOTE);
    }

    /** Plain text for operators: by widget, the worst first, at most 100 columns wide, ending with a line break. */
    public String report() {
        return new Report(this).text();
    }

    /** Counts only. */
    @Override
    public String toString() {
        return "Diagnosis[" + at + ", " + widgets.size() + " widgets, " + findings.size() + " findings]";
    }
}
