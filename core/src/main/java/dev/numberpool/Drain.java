package dev.numberpool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The conversations of a number while they are moved off it, one after the other. */
final class Drain {
    private final PhoneNumber number;
    private final List<Assignment> moved = new ArrayList<>();
    private final List<String> stayed = new ArrayList<>();

    Drain(PhoneNumber number) {
        this.number = number;
    }

    /** @param move gives the conversation another number; empty if it ended meanwhile, which is as good */
    void move(ConversationId conversation, Supplier<Optional<Assignment>> move) {
        try {
            move.get().ifPresent(moved::add);
        } catch (NoNumberAvailableException e) {
            stayed.add("conversation '" + conversation + "' stays: " + String.join(", ", e.reasons()));
        }
    }

    /**
     * The new assignments.
     *
     * @throws NoNumberAvailableException if some conversations had to stay
     */
    List<Assignment> result() {
        if (!stayed.isEmpty()) {
            throw new NoNumberAvailableException(
                    "drain of " + number.masked() + " moved " + moved.size() + " conversations, not all", stayed);
        }
        return moved;
    }
}
