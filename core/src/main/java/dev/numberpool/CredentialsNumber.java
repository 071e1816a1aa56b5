package dev.numberpool;

import dev.numberpool.spi.CredentialsReader;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The number in the widget's credentials; they are decrypted only when the chain gets here. */
record CredentialsNumber() implements SlowStep {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialsNumber.class);

    @Override
    public String name() {
        return "credentials";
    }

    @Override
    public Assignment.Source source() {
        return Assignment.Source.CREDENTIALS;
    }

    @Override
    public boolean isAnsweredAlike(Widget before, Widget now) {
        return Objects.equals(before.credentials(), now.credentials());
    }

    @Override
    public StepAnswer answer(Handover handover, Widget widget, @Nullable CredentialsReader reader) {
        String stored = widget.credentials();
        if (stored == null || stored.isBlank()) {
            return StepAnswer.none("the widget has no credentials");
        }
        if (reader == null) {
            return StepAnswer.none("no CredentialsReader is configured (NumberPool.builder(…).credentials(…))");
        }
        try {
            PhoneNumber number = reader.read(widget.id(), stored).number();
            return number == null ? StepAnswer.none("the credentials hold no number") : StepAnswer.of(number);
        } catch (RuntimeException e) {
            // The exception may quote what it could not decrypt: only its class is told.
            LOG.warn(
                    "The credentials of widget {} cannot be read: {}",
                    widget.id(),
                    e.getClass().getName());
            return StepAnswer.none(
                    "the credentials cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
