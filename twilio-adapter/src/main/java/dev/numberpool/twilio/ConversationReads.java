package dev.numberpool.twilio;

import com.twilio.rest.conversations.v1.Conversation;
import com.twilio.rest.conversations.v1.ConversationWithParticipants;
import com.twilio.rest.conversations.v1.ParticipantConversation;
import com.twilio.rest.conversations.v1.conversation.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.spi.ProviderConversation.State;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads conversations and who takes part in them. */
final class ConversationReads {
    /** The largest pages that Twilio gives; a larger number is refused. */
    private static final long CONVERSATIONS_A_PAGE = 100;

    private static final long PARTICIPANTS_A_PAGE = 100;
    private static final long MEMBERSHIPS_A_PAGE = 50;

    private static final Pattern SID = Pattern.compile("CH[0-9a-fA-F]{32}");
    private static final int UNKNOWN_RESOURCE = 20404;

    private ConversationReads() {}

    /**
     * The id, which goes into the path of an address.
     *
     * @throws GatewayException if it is none of Twilio's
     */
    static String checkedSid(String id) {
        if (!SID.matcher(id).matches()) {
            throw new GatewayException(Kind.NOT_FOUND, "not the id of a conversation at Twilio (CH…)");
        }
        return id;
    }

    /** All conversations, without those who take part. */
    static Rows<Conversation> conversations(boolean includesClosed, Supplier<Operation> operations) {
        return new Rows<>(
                "the list of conversations",
                Conversation.reader().setPageSize(CONVERSATIONS_A_PAGE),
                row -> includesClosed || row.getState() != Conversation.State.CLOSED,
                operations);
    }

    /** The conversations of a person on WhatsApp, each with that person's binding. */
    static Rows<ParticipantConversation> memberships(
            dev.numberpool.Participant participant, Supplier<Operation> operations) {
        return new Rows<>(
                "the conversations of " + participant.masked(),
                ParticipantConversation.reader()
                        .setAddress(WhatsApp.address(participant))
                        .setPageSize(MEMBERSHIPS_A_PAGE),
                row -> true,
                operations);
    }

    /** A conversation by its id or unique name; empty if there is none. */
    static Optional<Conversation> conversation(Operation operation, String key) {
        return unlessUnknown(() -> Requests.ask(
                "conversation " + key, () -> Conversation.fetcher(key).fetch(operation.client())));
    }

    /** Who takes part; empty if there is no such conversation. */
    static Optional<Bindings> bindings(Operation operation, String sid) {
        Rows<Participant> participants = new Rows<>(
                "the participants of conversation " + sid,
                Participant.reader(sid).setPageSize(PARTICIPANTS_A_PAGE),
                row -> true,
                () -> operation);
        return unlessUnknown(() -> Bindings.of(mapped(participants, Participant::getMessagingBinding)));
    }

    /** What was asked for, or empty if Twilio says that it does not exist. */
    private static <T> Optional<T> unlessUnknown(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (GatewayException e) {
            if (e.code() != null && e.code() == UNKNOWN_RESOURCE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static ProviderConversation view(Conversation row, List<SenderThread> threads) {
        return new ProviderConversation(
                row.getSid(), threads, state(row.getState()), at(row.getDateCreated()), at(row.getDateUpdated()));
    }

    /** One that was just made, for this thread. */
    static ProviderConversation view(ConversationWithParticipants row, SenderThread thread) {
        return new ProviderConversation(
                row.getSid(), List.of(thread), State.OPEN, at(row.getDateCreated()), at(row.getDateUpdated()));
    }

    static ProviderConversation view(ParticipantConversation row) {
        return new ProviderConversation(
                row.getConversationSid(),
                bindings(row).threads(),
                state(row.getConversationState()),
                at(row.getConversationDateCreated()),
                at(row.getConversationDateUpdated()));
    }

    static Bindings bindings(ParticipantConversation row) {
        return Bindings.of(
                Collections.singletonList(row.getParticipantMessagingBinding()).iterator());
    }

    /** A state that the SDK does not know comes as null. */
    private static State state(Conversation.@Nullable State state) {
        if (state == null) {
            return State.UNKNOWN;
        }
        return switch (state) {
            case ACTIVE, INACTIVE -> State.OPEN;
            case CLOSED -> State.CLOSED;
            case INITIALIZING -> State.UNKNOWN;
        };
    }

    /** The same; this list of states lacks the one of a conversation that is still being made. */
    private static State state(ParticipantConversation.@Nullable State state) {
        if (state == null) {
            return State.UNKNOWN;
        }
        return state == ParticipantConversation.State.CLOSED ? State.CLOSED : State.OPEN;
    }

    private static @Nullable Instant at(@Nullable ZonedDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static <A, B> Iterator<B> mapped(Iterator<A> items, Function<? super A, ? extends B> function) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return items.hasNext();
            }

            @Override
            public B next() {
                return function.apply(items.next());
            }
        };
    }
}
