package dev.numberpool.diagnose;

import dev.numberpool.Widget;
import dev.numberpool.Widget.Problem.Kind;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;

/** Whether somebody answers when the pool cannot: the default number, then the number in the credentials. */
final class FallbackCheck {
    private final Facts facts;
    private final Widget widget;
    private final StoredCredentials credentials;
    private final Notebook notes;

    FallbackCheck(Facts facts, Notebook notes) {
        this.facts = facts;
        this.widget = facts.widget();
        this.credentials = facts.credentials();
        this.notes = notes;
    }

    void run() {
        boolean isNeeded = widget.handoverNumber() == null;
        if (isNeeded && !isDefaultUnusable()) {
            notes.add(
                    Severity.NOTE,
                    Code.DEFAULT_NUMBER_MISSING,
                    widget.id(),
                    "there is no default number (handover_whatsapp_number)");
        }
        addCredentials(isNeeded);
        if (isNeeded && facts.activeEntries().isEmpty() && credentials.holdNone()) {
            notes.add(
                    Severity.ERROR,
                    Code.NO_NUMBER,
                    widget.id(),
                    "no number can be assigned: no active entry in the pool, no usable default number, and "
                            + credentials.words());
        }
    }

    private boolean isDefaultUnusable() {
        return widget.problems().stream().anyMatch(problem -> problem.kind() == Kind.HANDOVER_NUMBER_UNUSABLE);
    }

    private void addCredentials(boolean isNeeded) {
        switch (credentials.state()) {
            case UNREADABLE -> add(Severity.WARNING, Code.CREDENTIALS_UNREADABLE, credentials.words());
            case MISSING -> {
                if (isNeeded) {
                    add(Severity.WARNING, Code.CREDENTIALS_MISSING, needed());
                }
            }
            case WITHOUT_NUMBER -> {
                if (isNeeded) {
                    add(Severity.WARNING, Code.CREDENTIALS_WITHOUT_NUMBER, needed());
                }
            }
            case NOT_CHECKED -> {
                if (isNeeded) {
                    boolean isNext = facts.activeEntries().isEmpty();
                    add(isNext ? Severity.WARNING : Severity.NOTE, Code.CREDENTIALS_NOT_CHECKED, needed());
                }
            }
            case WITH_NUMBER -> {
                // As it should be.
            }
        }
    }

    private String needed() {
        return "the fallback chain ends at the credentials, and " + credentials.words();
    }

    private void add(Severity severity, Code code, String what) {
        notes.add(severity, code, widget.id(), what);
    }
}
