package dev.numberpool.twilio;

import static java.util.Objects.requireNonNull;

import com.twilio.rest.conversations.v1.Conversation;
import com.twilio.rest.conversations.v1.ConversationWithParticipants;
import com.twilio.rest.conversations.v1.ParticipantConversation;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.spi.ProviderConversation.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the conversation of a thread, or makes it. That there is one only is Twilio's doing: a pair of a person's address
 * and our number takes part in one conversation that is not closed, and a unique name is given once. Whoever comes second
 * is told so, and takes what the first one made. Everything is looked at again before it is taken: a refusal, a name and
 * an earlier look are hints, the binding is what counts.
 *
 * <p>A conversation is made with its participant in one request, so a crash leaves nothing that holds up the next call.
 */
final class ConversationOpener {
    /** How often to look again when others open, close and delete what was just found. */
    private static final int ROUNDS = 6;

    /** How many names to try that turn out to be taken by conversations that nobody lists. */
    private static final int NAMES = 10;

    private static final int NAME_TAKEN = 50353;
    private static final int PAIR_TAKEN = 50416;
    private static final int PAIR_OF_NEW_ONE_TAKEN = 50425;
    private static final int CLOSED = 50377;
    private static final int GONE = 20404;

    private final ConversationRequests requests;
    private final ConversationNames names;

    ConversationOpener(ConversationRequests requests, ConversationNames names) {
        this.requests = requests;
        this.names = names;
    }

    ProviderConversation open(Operation operation, SenderThread thread) {
        return operation
                .asked(ROUNDS, Optional::isPresent, () -> round(operation, thread))
                .orElseThrow(() -> new GatewayException(
                        Kind.CONCURRENT_CHANGE,
                        "the conversation of " + thread + " is being opened and closed by others all the time"));
    }

    /** One try; empty if what was found has changed meanwhile. */
    private Optional<ProviderConversation> round(Operation operation, SenderThread thread) {
        List<ParticipantConversation> known = known(operation, thread);
        Optional<ParticipantConversation> open = known.stream()
                .filter(row -> row.getConversationState() != ParticipantConversation.State.CLOSED)
                .findFirst();
        if (open.isPresent()) {
            return taken(operation, thread, open.get());
        }
        int count = names.next(thread, known.stream().map(ParticipantConversation::getConversationUniqueName));
        return made(operation, thread, count, NAMES);
    }

    private static List<ParticipantConversation> known(Operation operation, SenderThread thread) {
        List<ParticipantConversation> known = new ArrayList<>();
        ConversationReads.memberships(thread.participant(), () -> operation).forEachRemaining(row -> {
            if (ConversationReads.bindings(row).threads().contains(thread)) {
                known.add(row);
            }
        });
        return known;
    }

    private Optional<ProviderConversation> taken(
            Operation operation, SenderThread thread, ParticipantConversation row) {
        ProviderConversation view = ConversationReads.view(row);
        // Of one that is still being made this list has no state.
        return view.state() == State.OPEN ? Optional.of(view) : checked(operation, thread, row.getConversationSid());
    }

    private Optional<ProviderConversation> made(Operation operation, SenderThread thread, int count, int namesLeft) {
        String name = names.of(thread, count);
        try {
            return created(operation, thread, name);
        } catch (TwilioCallException e) {
            if (!is(e, NAME_TAKEN)) {
                return instead(operation, thread, e);
            }
        }
        Optional<ProviderConversation> named = named(operation, thread, name);
        return named.isPresent() || namesLeft == 1 ? named : made(operation, thread, count + 1, namesLeft - 1);
    }

    private Optional<ProviderConversation> created(Operation operation, SenderThread thread, String name) {
        ConversationWithParticipants made = Requests.change("a conversation of " + thread, () -> {
            ConversationWithParticipants answer = requests.open(thread, name).create(operation.client());
            requireNonNull(answer.getSid(), "sid");
            return answer;
        });
        return made.getState() == ConversationWithParticipants.State.ACTIVE
                ? Optional.of(ConversationReads.view(made, thread))
                : checked(operation, thread, made.getSid());
    }

    /** What to take after a refusal. */
    private Optional<ProviderConversation> instead(Operation operation, SenderThread thread, TwilioCallException e) {
        if (is(e, PAIR_TAKEN) || is(e, PAIR_OF_NEW_ONE_TAKEN)) {
            String holder = e.namedConversation();
            return holder == null ? Optional.empty() : checked(operation, thread, holder);
        }
        GatewayException refused = Requests.refused("a conversation of " + thread, e);
        if (refused.kind() == Kind.UNKNOWN_OUTCOME) {
            return Optional.of(foundAfter(operation, thread, refused));
        }
        throw refused;
    }

    /** Nobody knows whether it was made: if it is there, it was. */
    private static ProviderConversation foundAfter(Operation operation, SenderThread thread, GatewayException unknown) {
        try {
            return known(operation, thread).stream()
                    .map(ConversationReads::view)
                    .filter(view -> view.state() == State.OPEN)
                    .findFirst()
                    .orElseThrow(() -> unknown);
        } catch (GatewayException e) {
            if (e != unknown) {
                unknown.addSuppressed(e);
            }
            throw unknown;
        }
    }

    /** The conversation that has our name already; empty if another name is needed. */
    private Optional<ProviderConversation> named(Operation operation, SenderThread thread, String name) {
        Optional<Found> found = found(operation, name);
        if (found.isPresent() && found.get().bindings().isEmpty()) {
            // Its participant was taken out of it.
            return bound(operation, thread, found.get().row().getSid());
        }
        return found.filter(it -> it.bindings().threads().contains(thread)).map(Found::view);
    }

    private Optional<ProviderConversation> bound(Operation operation, SenderThread thread, String sid) {
        try {
            Requests.change(
                    "conversation " + sid, () -> requests.bind(sid, thread).create(operation.client()));
            return checked(operation, thread, sid);
        } catch (TwilioCallException e) {
            return is(e, CLOSED) || is(e, GONE) ? Optional.empty() : instead(operation, thread, e);
        }
    }

    /** The conversation, if it is ready and the thread takes part; empty if it has gone, was closed or is left by all. */
    private static Optional<ProviderConversation> checked(Operation operation, SenderThread thread, String sid) {
        Optional<Found> found =
                found(operation, sid).filter(it -> !it.bindings().isEmpty());
        if (found.isPresent() && !found.get().bindings().threads().contains(thread)) {
            throw new GatewayException(
                    Kind.BINDING_CONFLICT,
                    "Twilio says that conversation " + sid + " holds " + thread
                            + ", but others take part in it; is the address written as Twilio writes it?");
        }
        return found.map(Found::view);
    }

    private record Found(Conversation row, Bindings bindings) {
        ProviderConversation view() {
            return ConversationReads.view(row, bindings.threads());
        }
    }

    /** A conversation that is ready and open, with who takes part. */
    private static Optional<Found> found(Operation operation, String key) {
        Optional<Conversation> row = operation.asked(
                Integer.MAX_VALUE,
                answer -> answer.isEmpty() || answer.get().getState() != Conversation.State.INITIALIZING,
                () -> ConversationReads.conversation(operation, key));
        if (row.isEmpty() || row.get().getState() == Conversation.State.CLOSED) {
            return Optional.empty();
        }
        if (ConversationReads.view(row.get(), List.of()).state() != State.OPEN) {
            throw new GatewayException(
                    Kind.CONCURRENT_CHANGE,
                    "conversation " + row.get().getSid()
                            + " is not ready: it is still being made, or in a state that is" + " not known here");
        }
        return ConversationReads.bindings(operation, row.get().getSid())
                .map(bindings -> new Found(row.get(), bindings));
    }

    private static boolean is(TwilioCallException e, int code) {
        return e.code() != null && e.code() == code;
    }
}
