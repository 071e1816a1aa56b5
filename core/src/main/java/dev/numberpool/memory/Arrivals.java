package dev.numberpool.memory;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The inbound messages, and who handles them. Every access is under the log's lock. */
final class Arrivals {
    private final Map<String, InboundRow> claimed = new HashMap<>();
    /** In the order in which they were completed. */
    private final Map<String, InboundRow> completed = new LinkedHashMap<>();

    private long lastToken;

    Claim claim(String messageId, Instant at, Duration lease) {
        String token = Long.toString(++lastToken);
        if (completed.containsKey(messageId)) {
            return new Claim(messageId, token, Claim.State.COMPLETED);
        }
        InboundRow row = claimed.get(messageId);
        if (row != null && row.isLeased(at)) {
            return new Claim(messageId, token, Claim.State.IN_PROGRESS);
        }
        if (row == null) {
            claimed.put(messageId, new InboundRow(token, at.plus(lease)));
        } else {
            row.takeOver(token, at.plus(lease));
        }
        return new Claim(messageId, token, Claim.State.WON);
    }

    List<InboundMessage> takeHeld(Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
        List<InboundMessage> taken = new ArrayList<>();
        InboundRow taker = current(claim);
        if (taker == null) {
            return taken;
        }
        for (InboundRow row : completed.values()) {
            InboundMessage held = row.held;
            if (held != null
                    && held.to().equals(number)
                    && people.contains(held.from())
                    && !held.at().isBefore(since)
                    && !isTaken(row, at)) {
                row.takenBy = claim;
                taker.takes++;
                taken.add(held);
            }
        }
        return taken;
    }

    void complete(Claim claim, Completion completion, Instant at) {
        InboundRow row = current(claim);
        List<InboundRow> taken = completed.values().stream()
                .filter(held -> claim.equals(held.takenBy))
                .toList();
        if (row == null || taken.size() != row.takes) {
            throw new StoreException(
                    "the claim of message '" + claim.messageId()
                            + "' was taken over by somebody else after its lease was over; roll back what was done for it",
                    true);
        }
        taken.forEach(held -> held.release(completion.conversation()));
        row.complete(completion, at);
        claimed.remove(claim.messageId());
        completed.put(claim.messageId(), row);
    }

    void giveBack(Claim claim) {
        if (current(claim) != null) {
            claimed.remove(claim.messageId());
        }
    }

    Optional<InboundRow> completed(String messageId) {
        return Optional.ofNullable(completed.get(messageId));
    }

    Collection<InboundRow> completed() {
        return completed.values();
    }

    int removeIf(Predicate<InboundRow> condition) {
        int before = claimed.size() + completed.size();
        claimed.values().removeIf(condition);
        completed.values().removeIf(condition);
        return before - claimed.size() - completed.size();
    }

    /** Taken by a claim that can still be completed and whose lease holds. */
    private boolean isTaken(InboundRow row, Instant at) {
        InboundRow taker = row.takenBy == null ? null : current(row.takenBy);
        return taker != null && taker.isLeased(at);
    }

    private @Nullable InboundRow current(Claim claim) {
        InboundRow row = claimed.get(claim.messageId());
        return row != null && row.belongsTo(claim) ? row : null;
    }
}
