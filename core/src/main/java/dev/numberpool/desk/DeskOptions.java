package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How the desk was configured. */
record DeskOptions(
        CodeScheme codes,
        DeskTexts texts,
        @Nullable WakeUp wakeUp,
        Function<WidgetId, Optional<Participant>> defaultAgent,
        Predicate<PhoneNumber> ownNumbers,
        Duration lease,
        int answersPerHour) {

    String codeOf(ConversationId conversation) {
        return CodeWriter.checked(codes.write(conversation));
    }
}
