package dev.numberpool;

import dev.numberpool.spi.CredentialsReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A step that the host added. */
record HostStep(String name, Fallback step) implements SlowStep {
    private static final Logger LOG = LoggerFactory.getLogger(HostStep.class);

    @Override
    public Assignment.Source source() {
        return Assignment.Source.HOST;
    }

    @Override
    public boolean isAnsweredAlike(Widget before, Widget now) {
        return before.version().equals(now.version());
    }

    @Override
    public StepAnswer answer(Handover handover, Widget widget, @Nullable CredentialsReader reader) {
        try {
            return step.number(handover, widget)
                    .map(number -> StepAnswer.of(number))
                    .orElseGet(() -> StepAnswer.none("has no number"));
        } catch (RuntimeException e) {
            LOG.warn("The fallback step '{}' failed for widget {}", name, widget.id(), e);
            return StepAnswer.none("failed (" + e.getClass().getSimpleName() + ")");
        }
    }
}
