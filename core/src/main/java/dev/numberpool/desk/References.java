package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a message refers to. The reference that was found first speaks for all that agree with it. */
final class References {
    private final List<Reference> found = new ArrayList<>();
    private final boolean hasUnknownQuote;

    References(boolean hasUnknownQuote) {
        this.hasUnknownQuote = hasUnknownQuote;
    }

    void add(Reference reference) {
        found.add(reference);
    }

    Set<ConversationId> all() {
        return found.stream().map(Reference::conversation).collect(Collectors.toSet());
    }

    /** True if they name different conversations, or one is named beside a quote that nobody knows. */
    boolean contradict() {
        return all().size() > 1 || (hasUnknownQuote && !found.isEmpty());
    }

    @Nullable
    Reference only() {
        return found.isEmpty() ? null : found.get(0);
    }
}
