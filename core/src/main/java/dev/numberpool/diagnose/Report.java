package dev.numberpool.diagnose;

import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Finding.Severity;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The text of a diagnosis. */
final class Report {
    private static final String INDENT = "  %-8s ";

    private final Diagnosis diagnosis;
    private final Map<Optional<WidgetId>, List<Finding>> byWidget;
    private final Lines lines = new Lines();

    Report(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
        this.byWidget = diagnosis.findings().stream()
                .collect(Collectors.groupingBy(finding -> Optional.ofNullable(finding.widget())));
    }

    String text() {
        lines.add(
                "",
                diagnosis.at().truncatedTo(ChronoUnit.SECONDS) + ": "
                        + Words.count(diagnosis.widgets().size(), "widget") + ", " + counts(diagnosis.findings())
                        + ".");
        groups().forEach(this::addGroup);
        return lines.text();
    }

    /** What concerns several widgets, and each widget; the worst first. */
    private Map<Optional<WidgetId>, String> groups() {
        Map<Optional<WidgetId>, String> states = new LinkedHashMap<>();
        if (byWidget.containsKey(Optional.<WidgetId>empty())) {
            states.put(Optional.empty(), "");
        }
        diagnosis.widgets().forEach(checked -> states.put(Optional.of(checked.widget()), checked.state()));
        Map<Optional<WidgetId>, String> sorted = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            states.forEach((group, state) -> {
                if (worst(group).equals(Optional.of(severity))) {
                    sorted.put(group, state);
                }
            });
        }
        states.forEach(sorted::putIfAbsent);
        return sorted;
    }

    private Optional<Severity> worst(Optional<WidgetId> group) {
        return findingsOf(group).stream().map(Finding::severity).min(Comparator.naturalOrder());
    }

    private void addGroup(Optional<WidgetId> group, String state) {
        String title = group.map(widget -> "Widget " + widget).orElse("All widgets");
        lines.addBlank();
        lines.add("", title + ": " + counts(findingsOf(group)));
        findingsOf(group).forEach(this::addFinding);
        if (!state.isEmpty()) {
            lines.add(String.format(Locale.ROOT, INDENT, ""), state);
        }
    }

    private void addFinding(Finding finding) {
        String subject = finding.number() == null ? "" : finding.number().masked() + " ";
        lines.add(
                String.format(Locale.ROOT, INDENT, finding.severity()),
                subject + finding.what() + " [" + finding.code() + "]");
        lines.add(String.format(Locale.ROOT, INDENT, "") + "-> ", finding.advice());
    }

    private List<Finding> findingsOf(Optional<WidgetId> group) {
        return byWidget.getOrDefault(group, List.of());
    }

    private static String counts(List<Finding> findings) {
        StringJoiner words = new StringJoiner(", ");
        words.setEmptyValue("all well");
        for (Severity severity : Severity.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            if (count > 0) {
                words.add(Words.count(count, severity.name().toLowerCase(Locale.ROOT)));
            }
        }
        return words.toString();
    }
}
