package dev.numberpool;

import dev.numberpool.spi.CredentialsReader;
import org.jspecify.annotations.Nullable;

/** The widget's {@code handover_whatsapp_number}. */
record HandoverDefault() implements FallbackStep {
    @Override
    public String name() {
        return "handover default";
    }

    @Override
    public Assignment.Source source() {
        return Assignment.Source.HANDOVER_DEFAULT;
    }

    @Override
    public StepAnswer answer(Handover handover, Widget widget, @Nullable CredentialsReader reader) {
        PhoneNumber number = widget.handoverNumber();
        return number == null
                ? StepAnswer.none("handover_whatsapp_number is not set or not usable")
                : StepAnswer.of(number);
    }
}
