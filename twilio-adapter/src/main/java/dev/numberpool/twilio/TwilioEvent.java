package dev.numberpool.twilio;

import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.InboundMessage;
import java.util.Map;

/** What a request to a webhook turned out to be. Everything but {@link Rejected} carries a signature of Twilio. */
public sealed interface TwilioEvent {
    /**
     * Somebody wrote to one of our numbers: for {@code HandoverDesk.receive}, then {@code tell}. Only Twilio's Programmable
     * Messaging says so; the same message in Twilio's Conversations arrives apart, with another id, as a
     * {@link ConversationEvent}.
     *
     * @param accountSid the account that was written to
     * @param message the message
     */
    record InboundEvent(String accountSid, InboundMessage message) implements TwilioEvent {}

    /**
     * What became of a message of ours: for {@code HandoverDesk.report}.
     *
     * @param accountSid the account that it was sent with
     * @param report what became of it
     */
    record StatusEvent(String accountSid, DeliveryReport report) implements TwilioEvent {}

    /**
     * Something happened to a conversation in Twilio's Conversations.
     *
     * @param accountSid the account it belongs to
     * @param type the event, like {@code onParticipantAdded}
     * @param fields everything that Twilio said, as it said it
     */
    record ConversationEvent(String accountSid, String type, Map<String, String> fields) implements TwilioEvent {
        /** Copies the fields. */
        public ConversationEvent {
            fields = Map.copyOf(fields);
        }

        /** Names of the fields only. */
        @Override
        public String toString() {
            return "ConversationEvent[" + type + ", fields=" + Fields.names(fields) + "]";
        }
    }

    /**
     * A genuine request that means nothing here: a message that is none of WhatsApp's or to a number that is not the
     * account's, a status that is not known, fields that are missing or contradict each other.
     *
     * @param accountSid the account it is about
     * @param reason why it means nothing, without values
     * @param fields everything that Twilio said; of a repeated field the first value
     */
    record UnknownEvent(String accountSid, String reason, Map<String, String> fields) implements TwilioEvent {
        /** Copies the fields. */
        public UnknownEvent {
            fields = Map.copyOf(fields);
        }

        /** The reason and the names of the fields. */
        @Override
        public String toString() {
            return "UnknownEvent[" + reason + ", fields=" + Fields.names(fields) + "]";
        }
    }

    /**
     * A request that is not to be believed; nothing of it was used.
     *
     * @param reason why
     */
    record Rejected(Reason reason) implements TwilioEvent {
        /** Why a request is rejected. */
        public enum Reason {
            /** Not a POST: set the webhook's method to POST at Twilio. */
            METHOD(405, "only POST is taken"),
            /** A body that is larger than any of Twilio's. */
            TOO_LARGE(413, "the body is too large"),
            /** Neither a form nor JSON, or in another charset than UTF-8. */
            CONTENT_TYPE(415, "a form or JSON in UTF-8 is taken"),
            /** A path, form or JSON that cannot be read. */
            MALFORMED(400, "the request cannot be read"),
            /** No {@code X-Twilio-Signature}, or more than one. */
            NOT_SIGNED(403, "the request is not signed"),
            /** No account that is known here, or one without an auth token. */
            UNKNOWN_ACCOUNT(403, "the signature is not right"),
            /**
             * Signed for something else: a forgery; or the public base URL or the auth token is not the one that Twilio
             * uses.
             */
            WRONG_SIGNATURE(403, "the signature is not right");

            private final int status;
            private final String text;

            Reason(int status, String text) {
                this.status = status;
                this.text = text;
            }

            int status() {
                return status;
            }

            /** What the caller is told: not whether an account exists. */
            String text() {
                return text;
            }
        }
    }
}
