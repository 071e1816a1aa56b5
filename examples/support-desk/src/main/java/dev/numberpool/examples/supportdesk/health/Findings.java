package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.diagnose.Diagnosis;
import dev.numberpool.diagnose.Finding;
import dev.numberpool.diagnose.Finding.Severity;
import dev.numberpool.examples.supportdesk.web.Times;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the last diagnosis found.
 *
 * @param madeAt how long ago that was; null if nobody has looked yet
 * @param groups what was found, the worst first
 * @param widgets what was looked at, in a sentence each
 */
public record Findings(@Nullable String madeAt, List<Group> groups, List<String> widgets) {
    /**
     * Findings of one severity.
     *
     * @param title the severity in a word
     * @param tone the class of its badge
     * @param findings what was found
     */
    public record Group(String title, String tone, List<Row> findings) {}

    /**
     * One finding.
     *
     * @param id stays the same while the finding does
     * @param number whole: whoever mends it has to know; null if it is about none in particular
     * @param what what is wrong
     * @param advice what to do
     * @param code its name in the documentation
     * @param meaning what the code means in general
     * @param widget the widget, or null if several
     */
    public record Row(
            String id,
            @Nullable String number,
            String what,
            String advice,
            String code,
            String meaning,
            @Nullable String widget) {
        /** Code only. */
        @Override
        public String toString() {
            return code;
        }
    }

    static Findings of(@Nullable Diagnosis diagnosis, Instant now) {
        if (diagnosis == null) {
            return new Findings(null, List.of(), List.of());
        }
        List<Group> groups = Stream.of(Severity.values())
                .map(severity -> group(severity, diagnosis.findings()))
                .filter(group -> !group.findings().isEmpty())
                .toList();
        List<String> widgets = diagnosis.widgets().stream()
                .map(checked -> "Widget " + checked.widget() + ": " + checked.state())
                .toList();
        return new Findings(Times.ago(diagnosis.at(), now), groups, widgets);
    }

    private static Group group(Severity severity, List<Finding> all) {
        List<Finding> findings =
                all.stream().filter(finding -> finding.severity() == severity).toList();
        List<Row> rows = IntStream.range(0, findings.size())
                .mapToObj(place -> row(findings.get(place), severity + "-" + place))
                .toList();
        return switch (severity) {
            case ERROR -> new Group("Errors", "bad", rows);
            case WARNING -> new Group("Warnings", "warn", rows);
            case NOTE -> new Group("Notes", "info", rows);
        };
    }

    private static Row row(Finding finding, String place) {
        return new Row(
                "finding-" + finding.code() + "-" + place,
                finding.number() == null ? null : finding.number().e164(),
                finding.what(),
                finding.advice(),
                finding.code().name(),
                finding.code().meaning(),
                finding.widget() == null ? null : finding.widget().value());
    }

    /** How many there are of a tone. */
    int count(String tone) {
        return groups.stream()
                .filter(group -> group.tone().equals(tone))
                .mapToInt(group -> group.findings().size())
                .sum();
    }
}
