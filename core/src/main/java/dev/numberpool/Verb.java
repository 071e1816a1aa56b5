package dev.numberpool;

import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Decider;
import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of a caller, as a decider that remembers what its last run came to. The store may run it again; only the last
 * run counts.
 */
abstract class Verb implements Decider {
    final Handover handover;
    final Instant at;
    final Chooser chooser;
    final Answers answers;
    private Outcome outcome = new Outcome.Outdated();

    Verb(Handover handover, Instant at, Chooser chooser, Answers answers) {
        this.handover = handover;
        this.at = at;
        this.chooser = chooser;
        this.answers = answers;
    }

    @Override
    public final Optional<Assignment> decide(Snapshot snapshot) {
        ConversationRecord conversation = snapshot.conversation();
        if (!conversation.widget().equals(handover.widget())) {
            throw new UnknownConversationException(
                    handover.conversation(),
                    "belongs to widget '" + conversation.widget() + "', not to widget '" + handover.widget() + "'");
        }
        if (!conversation.open()) {
            throw new ConversationClosedException(handover.conversation());
        }
        outcome = run(snapshot);
        return outcome.record();
    }

    final Outcome outcome() {
        return outcome;
    }

    /** Decides on an open conversation of the right widget. */
    abstract Outcome run(Snapshot snapshot);

    /** The result of choosing, as what is to be recorded. */
    final Outcome settle(Chosen chosen, @Nullable Assignment before) {
        if (chosen instanceof Question question) {
            return new Outcome.Asking(question);
        }
        Choice choice = (Choice) chosen;
        Choice.Pick pick = choice.pick();
        return pick == null ? new Outcome.Nothing(choice) : new Outcome.Settled(before, assignment(pick), choice, pick);
    }

    private Assignment assignment(Choice.Pick pick) {
        return new Assignment(
                handover.widget(),
                handover.conversation(),
                pick.number(),
                pick.displayName(),
                pick.source(),
                handover.agent(),
                at,
                true);
    }

    /** The active assignment, which verbs that move a conversation need. */
    final Assignment active(Snapshot snapshot) {
        Assignment active = snapshot.conversation().active();
        if (active == null) {
            throw PoolEngine.notHandedOver(handover.conversation());
        }
        return active;
    }
}
