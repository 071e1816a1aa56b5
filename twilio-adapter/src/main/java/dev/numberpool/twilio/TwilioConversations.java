package dev.numberpool.twilio;

import static java.util.Objects.requireNonNull;

import com.twilio.rest.conversations.v1.Conversation;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ConversationDirectory;
import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.spi.ProviderConversation.State;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The conversations of one account in Twilio's Conversations API (v1, "classic").
 *
 * <p>What Twilio really does:
 *
 * <ul>
 *   <li>A pair of a person's address and our number takes part in at most one conversation that is not closed. The same
 *       person on another number of ours is another conversation.
 *   <li>A conversation is made for somebody who writes only if autocreation is switched on for that number; sending a
 *       message by {@link TwilioMessagingGateway} never makes one.
 *   <li>A conversation does not name its participants: listing C of them costs ⌈C/100⌉ requests for the list and one for
 *       each conversation. The conversations of one person come with the person's number, in one request for each 50.
 *   <li>Who takes part by WhatsApp has a binding to an address and one of our numbers; who has an identity only uses
 *       Twilio's own client, has no binding, and is not shown here.
 * </ul>
 *
 * <p>Requests that only read are made up to three times if Twilio is busy or breaks down; those that change something
 * once. A reply costs two requests: who takes part is looked at first. That a reply was taken does not mean that it
 * arrives: a closed service window, for one, shows in the delivery receipt only.
 *
 * <p>Safe for use by many threads, also virtual ones. It starts none; a listing is faster if it may use those of an
 * {@linkplain Builder#executor executor}.
 */
public final class TwilioConversations implements ConversationDirectory {
    private static final int CLOSED = 50377;
    private static final int UNKNOWN_RESOURCE = 20404;

    private final Operations operations;
    private final ConversationRequests requests;
    private final ConversationOpener opener;
    private final int lookUpsAtATime;
    private final Executor executor;

    private TwilioConversations(Builder builder) {
        HttpOptions options = builder.settings.options();
        operations = new Operations(builder.account, new SingleAttemptHttpClient(options), options.totalTimeout());
        requests = new ConversationRequests(builder.tellsWebhooks);
        opener = new ConversationOpener(requests, new ConversationNames(builder.account.secret()));
        lookUpsAtATime = options.maxConcurrent();
        executor = builder.executor;
    }

    /** The conversations of an account. */
    public static Builder builder(TwilioAccount account) {
        return new Builder(account);
    }

    /**
     * {@inheritDoc}
     *
     * <p>For one participant, a request for each 50 conversations, closed ones among them; one that the participant is in
     * on two numbers comes twice. Otherwise a request for each
     * 100 conversations of the account and one for each conversation that may be asked for, as the stream is consumed:
     * pages one after the other, participants, too, unless there is an {@linkplain Builder#executor executor}. Twilio cannot
     * look for a number, so asking for one costs as much as asking for all.
     */
    @Override
    public Stream<ProviderConversation> conversations(ConversationQuery query) {
        Participant participant = query.participant();
        return (participant == null ? listed(query) : ofParticipant(participant))
                .filter(conversation -> isAskedFor(query, conversation));
    }

    private static boolean isAskedFor(ConversationQuery query, ProviderConversation conversation) {
        boolean isOnNumber = query.number() == null
                || conversation.threads().stream()
                        .anyMatch(thread -> thread.number().equals(query.number()));
        return isOnNumber && (query.includesClosed() || conversation.state() != State.CLOSED);
    }

    private Stream<ProviderConversation> ofParticipant(Participant participant) {
        return stream(() -> ConversationReads.mapped(
                ConversationReads.memberships(participant, operations::start), ConversationReads::view));
    }

    private Stream<ProviderConversation> listed(ConversationQuery query) {
        LookAhead<Conversation, ProviderConversation> lookUps = new LookAhead<>(
                ConversationReads.conversations(query.includesClosed(), operations::start),
                this::withParticipants,
                lookUpsAtATime,
                executor);
        return stream(() -> lookUps).onClose(lookUps::cancel);
    }

    private Optional<ProviderConversation> withParticipants(Conversation row) {
        return ConversationReads.bindings(operations.start(), row.getSid())
                .map(bindings -> ConversationReads.view(row, bindings.threads()));
    }

    private static <T> Stream<T> stream(Supplier<Iterator<T>> items) {
        return StreamSupport.stream(
                () -> Spliterators.spliteratorUnknownSize(items.get(), Spliterator.ORDERED | Spliterator.NONNULL),
                Spliterator.ORDERED | Spliterator.NONNULL,
                false);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Two requests.
     */
    @Override
    public Optional<ProviderConversation> conversation(String id) {
        Operation operation = operations.start();
        return ConversationReads.conversation(operation, ConversationReads.checkedSid(id))
                .flatMap(row -> ConversationReads.bindings(operation, row.getSid())
                        .map(bindings -> ConversationReads.view(row, bindings.threads())));
    }

    /**
     * {@inheritDoc}
     *
     * <p>One request for a conversation that is there, two for a new one, some more if others open it at the same time.
     * A new one gets a unique name, a keyed hash of the thread, that shows no address. All of it within the total
     * time-out, of which half may go by waiting for a conversation that Twilio is still making.
     *
     * @throws GatewayException among others, {@link Kind#CONCURRENT_CHANGE} if it is still being made;
     *     {@link Kind#BINDING_CONFLICT} if Twilio says that a conversation holds this thread, but it is not there;
     *     {@link Kind#UNKNOWN_OUTCOME} if it was perhaps made, and cannot be found now
     */
    @Override
    public ProviderConversation open(SenderThread thread) {
        return opener.open(operations.start(), thread);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Text of at most 1 600 UTF-16 units, or a template; no media.
     *
     * @throws GatewayException {@link Kind#OTHER_THREAD} if the conversation reaches anybody but this thread, or nobody;
     *     {@link Kind#NOT_FOUND} if it is closed or unknown; {@link Kind#UNKNOWN_OUTCOME} if it was perhaps sent
     * @throws IllegalArgumentException if the author is blank, the word {@code null}, which the SDK drops, or the
     *     participant's own address
     */
    @Override
    public String reply(String conversation, SenderThread thread, String author, Content content) {
        checkAuthor(author, thread);
        var message = requests.reply(ConversationReads.checkedSid(conversation), author, content);
        Operation operation = operations.start();
        checkReach(operation, conversation, thread);
        try {
            return Requests.change(
                    "a reply in conversation " + conversation,
                    () -> requireNonNull(message.create(operation.client()).getSid(), "sid"));
        } catch (TwilioCallException e) {
            String closed = is(e, CLOSED) ? ", which is closed" : "";
            throw Requests.refused("a reply in conversation " + conversation + closed, e);
        }
    }

    private static void checkAuthor(String author, SenderThread thread) {
        if (author.isBlank() || author.equals("null")) {
            throw new IllegalArgumentException("a reply needs the name of its author, and not 'null'");
        }
        if (Participant.of(author).equals(thread.participant())) {
            throw new IllegalArgumentException(
                    "the author of a reply is the participant; Twilio would send it to nobody");
        }
    }

    private static void checkReach(Operation operation, String conversation, SenderThread thread) {
        Bindings bindings = ConversationReads.bindings(operation, conversation)
                .orElseThrow(() -> new GatewayException(
                        Kind.NOT_FOUND, "there is no conversation " + conversation + "; nothing was sent"));
        if (bindings.reachesOnly(thread)) {
            return;
        }
        String reached = bindings.isEmpty()
                ? "nobody on WhatsApp"
                : bindings.threads() + (bindings.hasOthers() ? " and others" : "");
        throw new GatewayException(
                Kind.OTHER_THREAD,
                "conversation " + conversation + " reaches " + reached + ", not just " + thread + "; nothing was sent");
    }

    @Override
    public void close(String conversation) {
        String sid = ConversationReads.checkedSid(conversation);
        Operation operation = operations.start();
        try {
            Requests.change(
                    "closing conversation " + sid, () -> requests.close(sid).update(operation.client()));
        } catch (TwilioCallException e) {
            if (!is(e, CLOSED) && !is(e, UNKNOWN_RESOURCE)) {
                throw Requests.refused("closing conversation " + sid, e);
            }
        }
    }

    private static boolean is(TwilioCallException e, int code) {
        return e.code() != null && e.code() == code;
    }

    /** Options; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final TwilioAccount account;
        private final HttpSettings settings = new HttpSettings(Duration.ofSeconds(10), 8);
        private boolean tellsWebhooks;
        /** Takes nothing: what nobody has begun, the consumer does itself when it needs it. */
        private Executor executor = lookUp -> {};

        private Builder(TwilioAccount account) {
            this.account = requireNonNull(account, "account");
        }

        /**
         * Whether Twilio is to tell the account's webhooks of what is done here, as of what others do. Default: false, as
         * everything that comes through its API.
         */
        public Builder tellsWebhooks(boolean tells) {
            tellsWebhooks = tells;
            return this;
        }

        /**
         * What runs look-ups of a listing ahead of its consumer, up to {@link #maxConcurrentRequests} of them; the consumer
         * makes those itself that have not begun when it needs them. Default: nothing, so one is made after the other, as
         * no thread is started here. With virtual threads: {@code Executors.newVirtualThreadPerTaskExecutor()}.
         */
        public Builder executor(Executor lookUps) {
            executor = requireNonNull(lookUps, "executor");
            return this;
        }

        /**
         * How long one call may take in all, with all its requests; of a listing, each page and each look-up. No request
         * is begun in the second half of it, so that the answer can still be heard. Default: 10 s.
         */
        public Builder totalTimeout(Duration time) {
            settings.totalTimeout(time);
            return this;
        }

        /** How long a connection may take; at most the total time-out. Default: 2 s. */
        public Builder connectTimeout(Duration time) {
            settings.connectTimeout(time);
            return this;
        }

        /**
         * How many requests may be under way at a time, of all calls together; with an executor, so many look-ups are made ahead
         * in a listing, too. Default: 8. Twilio answers 429 when an account has too many of them, and does not publish the
         * limit.
         *
         * @throws IllegalArgumentException unless it is at least 1
         */
        public Builder maxConcurrentRequests(int number) {
            settings.maxConcurrentRequests(number);
            return this;
        }

        /**
         * What stands in for Twilio, by host ({@code conversations.twilio.com}): a fake for tests, a region. Default:
         * nothing.
         *
         * @throws IllegalArgumentException if a host is none that is called, or an address is not https; http is
         *     possible on this machine
         */
        public Builder endpoints(Map<String, URI> addresses) {
            settings.endpoints(addresses);
            return this;
        }

        /**
         * The directory; nothing is called yet.
         *
         * @throws IllegalArgumentException if connecting may take longer than the whole
         */
        public TwilioConversations build() {
            return new TwilioConversations(this);
        }
    }
}
