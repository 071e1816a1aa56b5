package dev.numberpool.diagnose;

import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects findings. */
final class Notebook {
    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).thenComparing(Finding::code);

    private final List<Finding> findings = new ArrayList<>();

    /** Says something of a widget, with the code's own advice. */
    void add(Severity severity, Code code, WidgetId widget, String what) {
        add(severity, code, widget, null, what);
    }

    /** Says something of a number, with the code's own advice. */
    void add(Severity severity, Code code, @Nullable WidgetId widget, @Nullable PhoneNumber number, String what) {
        add(new Finding(severity, code, widget, number, what, code.advice()));
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    List<Finding> worstFirst() {
        return findings.stream().sorted(WORST_FIRST).toList();
    }
}
