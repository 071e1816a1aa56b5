package dev.numberpool.desk;

import org.jspecify.annotations.Nullable;

/**
 * Why a message did not arrive.
 *
 * @param kind what sort of failure it is, and so what can be done
 * @param code the provider's error code, or null if there is none
 */
public record Failure(Kind kind, @Nullable Integer code) {
    /** A failure without a provider's code. */
    public static Failure of(Kind kind) {
        return new Failure(kind, null);
    }

    /** What a failure concerns. */
    public enum Scope {
        /** Everything that is sent with the account's credentials. */
        ACCOUNT,
        /** Everything that is sent from this number. */
        SENDER,
        /** This participant on this number. */
        THREAD,
        /** This participant, whatever the number. */
        RECIPIENT,
        /** This message only. */
        MESSAGE
    }

    /** Whether the same message may be sent again. */
    public enum Retry {
        /** Not without a change. */
        NEVER,
        /** It was certainly not processed: after seconds. */
        SOON,
        /** It was certainly not delivered: after minutes. */
        LATER,
        /** Nobody knows whether it was processed: only after looking, never blindly. */
        RECONCILE
    }

    /** The sorts of failures. */
    public enum Kind {
        /** The credentials are refused. */
        AUTHENTICATION(Scope.ACCOUNT, Retry.NEVER, "check the account's credentials"),
        /** The account sends too fast; nothing was processed. */
        RATE_LIMITED(Scope.ACCOUNT, Retry.SOON, "it is sent again by flush()"),
        /** The number sends too fast for WhatsApp, in all or to this participant. */
        THROTTLED(Scope.THREAD, Retry.LATER, "it is sent again by flush(); a larger pool spreads the load"),
        /** The account's allowance is used up. */
        QUOTA(Scope.ACCOUNT, Retry.NEVER, "raise the account's limit, or wait for the next day"),
        /** The number is no WhatsApp sender of the account, is offline or is blocked. */
        SENDER_UNUSABLE(Scope.SENDER, Retry.NEVER, "check the number at the provider; reassign the conversation"),
        /** The participant's address is none that WhatsApp reaches. */
        INVALID_RECIPIENT(Scope.RECIPIENT, Retry.NEVER, "correct the agent's address, then transfer the conversation"),
        /** The participant has blocked the number or opted out. */
        RECIPIENT_REFUSED(Scope.THREAD, Retry.NEVER, "ask the agent to unblock the number, or transfer"),
        /** More than 24 hours since the participant's last message on the thread. */
        WINDOW_CLOSED(Scope.THREAD, Retry.NEVER, "it waits until the agent writes on this number"),
        /** The template is unknown, not approved, or its variables do not fit. */
        TEMPLATE(Scope.MESSAGE, Retry.NEVER, "correct the template at the provider"),
        /** The provider refuses the text or the media. */
        CONTENT(Scope.MESSAGE, Retry.NEVER, "send something else"),
        /** The participant and the number are bound to another conversation at the provider. */
        BINDING_CONFLICT(Scope.THREAD, Retry.NEVER, "close the other conversation, or reassign this one"),
        /** The provider is changing the same thing for somebody else. */
        CONCURRENT_CHANGE(Scope.MESSAGE, Retry.SOON, "it is sent again by flush()"),
        /** The conversation at the provider reaches somebody else, or the same person from another number. */
        OTHER_THREAD(Scope.MESSAGE, Retry.NEVER, "open the conversation of this thread, and answer there"),
        /** What the request refers to is closed or does not exist at the provider. */
        NOT_FOUND(Scope.MESSAGE, Retry.NEVER, "open it anew"),
        /** A limit of the provider on how many there may be. */
        LIMIT(Scope.ACCOUNT, Retry.NEVER, "remove what is not needed"),
        /** WhatsApp had a fault; the message is known not to have arrived. */
        CHANNEL_FAULT(Scope.MESSAGE, Retry.LATER, "it is sent again by flush()"),
        /** The request never reached the provider. */
        NOT_SENT(Scope.ACCOUNT, Retry.SOON, "it is sent again by flush()"),
        /** The provider did not answer a question; nothing was to be changed by it. */
        UNAVAILABLE(Scope.ACCOUNT, Retry.SOON, "ask again later"),
        /** The connection broke or timed out while the provider may have been processing. */
        UNKNOWN_OUTCOME(Scope.MESSAGE, Retry.RECONCILE, "wait for its delivery report; it is never sent again blindly"),
        /** Anything that is not known here. */
        UNCLASSIFIED(Scope.MESSAGE, Retry.NEVER, "look the provider's code up"),
        /** Found by the desk: the conversation ended or lost its agent before the message could go out. */
        CONVERSATION_ENDED(Scope.MESSAGE, Retry.NEVER, "assign the conversation again, then send a new message"),
        /** Found by the desk: the template that was to wake the agent did not arrive. */
        WAKE_UP_FAILED(Scope.THREAD, Retry.NEVER, "ask the agent to write on this number, or transfer"),
        /** Found by the desk: it was tried as often as is sensible. */
        GIVEN_UP(Scope.MESSAGE, Retry.NEVER, "send a new message later");

        private final Scope scope;
        private final Retry retry;
        private final String advice;

        Kind(Scope scope, Retry retry, String advice) {
            this.scope = scope;
            this.retry = retry;
            this.advice = advice;
        }

        /** What it concerns. */
        public Scope scope() {
            return scope;
        }

        /** Whether the same message may be sent again. */
        public Retry retry() {
            return retry;
        }

        /** What to do, in a few words. */
        public String advice() {
            return advice;
        }
    }

    /** Kind, code and advice. */
    @Override
    public String toString() {
        return kind + (code == null ? "" : " (" + code + ")") + ": " + kind.advice();
    }
}
