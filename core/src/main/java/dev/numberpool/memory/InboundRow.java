package dev.numberpool.memory;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An inbound message in the log: claimed, completed, or completed and held. */
final class InboundRow {
    private String token;
    private Instant leaseEnd;

    @Nullable
    Instant completedAt;

    @Nullable
    Participant from;

    @Nullable
    ConversationId conversation;

    /** The message while it is held; of others, the text is forgotten. */
    @Nullable
    InboundMessage held;

    /** The claim that last took the held message. */
    @Nullable
    Claim takenBy;

    /** How many held messages the claim has taken. */
    int takes;

    InboundRow(String token, Instant leaseEnd) {
        this.token = token;
        this.leaseEnd = leaseEnd;
    }

    boolean isLeased(Instant at) {
        return leaseEnd.isAfter(at);
    }

    void takeOver(String newToken, Instant newLeaseEnd) {
        token = newToken;
        leaseEnd = newLeaseEnd;
        takes = 0;
    }

    boolean belongsTo(Claim claim) {
        return completedAt == null && token.equals(claim.token());
    }

    void complete(Completion completion, Instant at) {
        completedAt = at;
        from = completion.message().from();
        conversation = completion.conversation();
        held = completion.isHeld() ? completion.message() : null;
    }

    /** Waits no longer: somebody has said for whom it is. */
    void release(@Nullable ConversationId released) {
        conversation = released;
        held = null;
        takenBy = null;
    }

    boolean isOlderThan(Instant before) {
        return (completedAt == null ? leaseEnd : completedAt).isBefore(before);
    }
}
