package dev.numberpool.testkit.broken;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Decider;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** In order too, but as different as the contract allows: UUIDs, no conversations of its own, each decider runs twice. */
class StrictStore extends HealthyStore {
    @Override
    public WidgetId widget(int n) {
        return WidgetId.of(new UUID(0, n));
    }

    @Override
    public ConversationId conversation(int n) {
        return ConversationId.of(new UUID(0, n));
    }

    @Override
    public boolean makesConversations() {
        return false;
    }

    @Override
    public Optional<Assignment> decide(Handover handover, Instant at, Decider decider) {
        if (widget(handover.widget()).isPresent()
                && find(handover.conversation()).isEmpty()) {
            throw new UnknownConversationException(handover.conversation(), "the host has no such row");
        }
        return super.decide(handover, at, snapshot -> {
            decider.decide(snapshot);
            return decider.decide(snapshot);
        });
    }
}
