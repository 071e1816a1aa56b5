package dev.numberpool.spi;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the messaging provider keeps it.
 *
 * @param id the provider's id
 * @param threads whom it reaches on WhatsApp, each with our number; mostly one. Empty if nobody takes part by WhatsApp. Of
 *     a query for one participant, only that participant's
 * @param state whether it can be answered
 * @param created when it was made, or null if the provider does not say
 * @param updated when it last changed, or null
 */
public record ProviderConversation(
        String id,
        List<SenderThread> threads,
        State state,
        @Nullable Instant created,
        @Nullable Instant updated) {

    /** Whether a conversation can be answered. */
    public enum State {
        /** It can, also after a long silence. */
        OPEN,
        /** It was closed, and stays so. */
        CLOSED,
        /** The provider is still making it, or says something that is not known here. */
        UNKNOWN
    }

    /** Copies the threads, each once. */
    public ProviderConversation {
        if (id.isBlank()) {
            throw new IllegalArgumentException("the id of a conversation is empty");
        }
        threads = List.copyOf(new LinkedHashSet<>(threads));
    }

    /** Whom it reaches and on which number; empty if that is nobody or several. */
    public Optional<SenderThread> thread() {
        return threads.size() == 1 ? Optional.of(threads.get(0)) : Optional.empty();
    }

    /**
     * The pool's entry of the conversation's number, active or not.
     *
     * @param pool the entries of a widget, say; the first one with the number counts
     * @return the entry; empty if the number is in none, or there is no number or more than one
     */
    public Optional<PooledNumber> entryIn(Collection<PooledNumber> pool) {
        List<PhoneNumber> numbers =
                threads.stream().map(SenderThread::number).distinct().toList();
        return numbers.size() != 1
                ? Optional.empty()
                : pool.stream()
                        .filter(entry -> entry.number().equals(numbers.get(0)))
                        .findFirst();
    }

    /**
     * Collects conversations by participant, in the order in which they come. One with several participants stands under
     * each of them; one with nobody on WhatsApp under none.
     */
    public static Collector<ProviderConversation, ?, Map<Participant, List<ProviderConversation>>> byParticipant() {
        return Collector.of(
                LinkedHashMap::new,
                (groups, conversation) -> conversation.threads().stream()
                        .map(SenderThread::participant)
                        .distinct()
                        .forEach(participant -> groups.computeIfAbsent(participant, key -> new ArrayList<>())
                                .add(conversation)),
                (left, right) -> {
                    right.forEach(
                            (participant, conversations) -> left.computeIfAbsent(participant, key -> new ArrayList<>())
                                    .addAll(conversations));
                    return left;
                });
    }

    /** Addresses masked. */
    @Override
    public String toString() {
        return "ProviderConversation[" + id + ", " + threads + ", " + state + ", updated=" + updated + "]";
    }
}
