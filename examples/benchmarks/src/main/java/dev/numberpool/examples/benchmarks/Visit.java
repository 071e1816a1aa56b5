package dev.numberpool.examples.benchmarks;

import dev.numberpool.Assignment;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One conversation on its way from its beginning to its end. One caller at a time goes on with it. */
final class Visit {
    private static final Pattern NAME = Pattern.compile("([0-9]+)/([0-9]+)\\.");

    final long conversation;
    final Participant agent;
    /** How many messages are exchanged, the visitor's and the agent's in turn. */
    final int turns;

    volatile @Nullable Assignment assignment;

    int turn;
    /** Messages that the agent has to read before it goes on. */
    volatile int unread;
    /** The provider's id of the last one on the agent's phone. */
    volatile String lastShown = "";

    Visit(long conversation, Participant agent, int turns) {
        this.conversation = conversation;
        this.agent = agent;
        this.turns = turns;
    }

    /** What a text says about itself: the conversation that it is of, and its number. */
    record Name(long conversation, int number) {
        static Optional<Name> in(String text) {
            Matcher matcher = NAME.matcher(text);
            return matcher.find()
                    ? Optional.of(new Name(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                    : Optional.empty();
        }
    }

    String text(int number) {
        return "Could you tell me where my parcel is? " + conversation + "/" + number + ".";
    }

    /** Once it has been assigned. */
    SenderThread thread() {
        Assignment known = assignment;
        if (known == null) {
            throw new IllegalStateException("conversation " + conversation + " has no number yet");
        }
        return new SenderThread(agent, known.number());
    }
}
