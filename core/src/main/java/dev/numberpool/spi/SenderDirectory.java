package dev.numberpool.spi;

import dev.numberpool.PhoneNumber;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the messaging provider says of the sender numbers of one account. Read by
 * {@link dev.numberpool.diagnose.HealthPoll} and {@link dev.numberpool.diagnose.PoolDiagnosis}; an assignment never asks
 * it. Implementations are safe for use by many threads.
 */
public interface SenderDirectory {
    /** The provider's id of the account: two directories of the same account have the same. Nothing is called. */
    String accountId();

    /**
     * All WhatsApp senders of the account as they are now. Either all of them or none: half a list would make the other
     * half look lost.
     *
     * @throws dev.numberpool.desk.GatewayException if they cannot be read
     */
    List<Sender> senders();

    /**
     * The numbers for which the provider opens a conversation of its own when somebody writes to them (Twilio's
     * autocreation). Asked apart from {@link #senders}, because it costs further calls that a poll of the health does not
     * need. Empty for a provider that does no such thing.
     *
     * @throws dev.numberpool.desk.GatewayException if it cannot be found out
     */
    Set<PhoneNumber> openingConversations();

    /** Whether a sender can be used. */
    enum State {
        /** It sends and receives. */
        ONLINE,
        /** It did once, and does not now. */
        OFFLINE,
        /** It does not yet: it is being registered, verified or reviewed. */
        NOT_READY,
        /** The provider uses a word that is not known here, or none. Counts as not usable. */
        UNKNOWN
    }

    /**
     * One sender. What the provider says in words is stripped of control characters and of what looks like a phone number,
     * and cut after 200 characters.
     *
     * @param number the number
     * @param state whether it can be used
     * @param word the provider's own word for the state; empty if there is none
     * @param quality the provider's word for how recipients judge the number, such as {@code HIGH}, or null
     * @param messagingLimit how many people may be written to, in the provider's words, or null
     * @param offlineReasons why it is offline; empty if it is not, or nobody says
     * @param inbound where messages to the number are posted to, or null if nowhere
     * @param statusCallback where the states of messages are posted to that name no other place, or null if nowhere
     */
    record Sender(
            PhoneNumber number,
            State state,
            String word,
            @Nullable String quality,
            @Nullable String messagingLimit,
            List<String> offlineReasons,
            @Nullable URI inbound,
            @Nullable URI statusCallback) {

        /** Cleans the provider's words. */
        public Sender {
            word = ProviderWords.clean(word);
            quality = quality == null ? null : ProviderWords.clean(quality);
            messagingLimit = messagingLimit == null ? null : ProviderWords.clean(messagingLimit);
            offlineReasons = offlineReasons.stream().map(ProviderWords::clean).collect(Collectors.toUnmodifiableList());
        }

        /** True if messages can be sent from it and received on it. */
        public boolean isUsable() {
            return state == State.ONLINE;
        }

        /** What is wrong with it, in words that may stand in a log; empty if it is usable. */
        public String complaint() {
            String reasons = offlineReasons.isEmpty() ? "" : ": " + String.join("; ", offlineReasons);
            return switch (state) {
                case ONLINE -> "";
                case OFFLINE -> "offline at the provider" + reasons;
                case NOT_READY -> "not ready at the provider: " + word + reasons;
                case UNKNOWN ->
                    word.isEmpty()
                            ? "of no known state at the provider" + reasons
                            : "in a state at the provider that is not known here: " + word + reasons;
            };
        }

        /** Number masked, and the state; no addresses. */
        @Override
        public String toString() {
            return "Sender[" + number.masked() + ", " + state + "]";
        }
    }
}
