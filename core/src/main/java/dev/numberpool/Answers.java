package dev.numberpool;

import dev.numberpool.spi.CredentialsReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers of the slow fallback steps during one call. They are collected between two tries of a decision, outside
 * its transaction, and hold only while the widget still says what they were made of.
 */
final class Answers {
    private final Handover handover;
    private final @Nullable CredentialsReader reader;
    private final Map<FallbackStep, Given> given = new HashMap<>();

    private record Given(Widget widget, StepAnswer answer) {}

    Answers(Handover handover, @Nullable CredentialsReader reader) {
        this.handover = handover;
        this.reader = reader;
    }

    /** The step's answer for this widget, or null if it has to be asked first. */
    @Nullable
    StepAnswer of(FallbackStep step, Widget widget) {
        if (!(step instanceof SlowStep slow)) {
            return step.answer(handover, widget, null);
        }
        Given known = given.get(slow);
        return known != null && slow.isAnsweredAlike(known.widget, widget) ? known.answer : null;
    }

    /** Asks a slow step. */
    void ask(FallbackStep step, Widget widget) {
        given.put(step, new Given(widget, step.answer(handover, widget, reader)));
    }
}
