package dev.numberpool.jdbc;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides one request after the other, each on what the ones before have left, as if each had its own transaction. What a
 * decider throws is the answer to its request alone.
 */
final class DecisionRound {
    private final Present present;
    private final RunningFacts facts;
    private final Session session;
    private final List<ConversationTable.Write> writes = new ArrayList<>();
    private final List<Leaving> leavings = new ArrayList<>();
    private final List<HistoryTables.Met> customers = new ArrayList<>();
    private long sequence;

    /**
     * A round.
     *
     * @param size how many requests there will be
     */
    DecisionRound(Session session, Present present, int size) {
        this.session = session;
        this.present = present;
        this.facts = present.facts();
        this.sequence = present.sequence() - size;
        present.conversations().values().forEach(row -> facts.begun(row.known().active()));
    }

    /** What is to be written, in the order of the decisions. */
    List<ConversationTable.Write> writes() {
        return writes;
    }

    /** The new choices among them. */
    List<ConversationTable.Write> choices() {
        return writes.stream().filter(write -> write.answer().isNew()).toList();
    }

    /** Who leaves a thread for another one. */
    List<Leaving> leavings() {
        return leavings;
    }

    /** Which customers have got which numbers. */
    List<HistoryTables.Met> customers() {
        return customers;
    }

    DecisionResult decide(DecisionRequest request) {
        sequence++;
        ConversationTable.Row row = present.conversations().get(request.conversation());
        if (row == null && !session.schema().mayInsert()) {
            return DecisionResult.failed(ConversationTable.unknown(session, request.conversation()));
        }
        ConversationTable.Row before = row == null ? missing(request.handover()) : row;
        Assignment known = before.known().assignment();
        if (known != null && request.attempt().equals(before.attempt())) {
            // An earlier try was committed although its answer was lost.
            return DecisionResult.of(Optional.of(known.asNew(true)));
        }
        Assignment active = before.known().active();
        Handover handover = request.handover();
        facts.ended(active);
        try {
            Optional<Assignment> answer = request.decider()
                    .decide(new Snapshot(
                            before.known(), present.widget(), facts.of(handover.agent(), handover.customer())));
            answer.ifPresent(given -> take(request, before, row == null, given));
            facts.begun(answer.orElse(active));
            return DecisionResult.of(answer);
        } catch (RuntimeException | Error e) {
            facts.begun(active);
            return DecisionResult.failed(e);
        }
    }

    private static ConversationTable.Row missing(Handover handover) {
        return new ConversationTable.Row(
                ConversationRecord.open(handover.widget(), handover.conversation()), null, null);
    }

    private void take(DecisionRequest request, ConversationTable.Row before, boolean isMissing, Assignment answer) {
        writes.add(new ConversationTable.Write(before, isMissing, answer, sequence, request.attempt()));
        if (answer.isNew()) {
            Assignment left = before.known().active();
            if (left != null && !isSameThread(left, answer)) {
                Leaving leaving = Leaving.of(left, answer.assignedAt());
                leavings.add(leaving);
                facts.left(leaving);
            }
            facts.used(request.handover(), answer, sequence);
            if (request.handover().customer() != null) {
                customers.add(
                        new HistoryTables.Met(request.handover().customer(), answer.number(), answer.assignedAt()));
            }
        }
    }

    private static boolean isSameThread(Assignment one, Assignment other) {
        return one.number().equals(other.number()) && Objects.equals(one.agent(), other.agent());
    }
}
