package dev.numberpool.spi;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person's threads with a number.
 *
 * @param active the active assignments on them, of any widget, the oldest first
 * @param left the conversations that have left them since the time that was asked for and are not back: released, moved,
 *     or closed by the host. One that was closed and that no decision has dated yet counts as in
 *     {@link ConversationRecord#leftAt}, as of now if nothing came in
 * @param lastInboundAt when the person last wrote on them, or null
 * @param windowClosedAt when free text was last refused on them, or null
 */
public record ThreadRecord(
        List<Assignment> active,
        Set<ConversationId> left,
        @Nullable Instant lastInboundAt,
        @Nullable Instant windowClosedAt) {
    /** Copies the lists. */
    public ThreadRecord {
        active = List.copyOf(active);
        left = Set.copyOf(left);
    }
}
