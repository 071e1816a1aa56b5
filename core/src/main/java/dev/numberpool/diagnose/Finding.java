package dev.numberpool.diagnose;

import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator should know. Its words hold neither whole numbers nor secrets.
 *
 * @param severity how urgent it is
 * @param code what it is, in a word that stays the same from release to release
 * @param widget the widget that it concerns, or null if several
 * @param number the number that it concerns, or null if none in particular. The words are said of it: it is their
 *     subject
 * @param what what is wrong
 * @param advice what to do
 */
public record Finding(
        Severity severity,
        Code code,
        @Nullable WidgetId widget,
        @Nullable PhoneNumber number,
        String what,
        String advice) {

    /** How urgent a finding is, the worst first. */
    public enum Severity {
        /** Messages fail, get lost, or find no number. */
        ERROR,
        /** It works less well than it could, or will fail when something else does. */
        WARNING,
        /** Worth knowing; nothing need be done. */
        NOTE
    }

    /** What can be found, in the order in which it is best mended. */
    public enum Code {
        /** No number can be assigned at all. */
        NO_NUMBER(
                "Neither the pool nor the fallback chain has a number: assigning fails.",
                "Activate a number of the pool, or set handover_whatsapp_number."),
        /** The pool cannot be read. */
        POOL_UNREADABLE(
                "The stored pool is no JSON list, so the widget counts as having none.",
                "Correct whatsapp_number_pool: a JSON array of objects with number, display_name and is_active."),
        /** No entry of the pool is active. */
        POOL_SWITCHED_OFF(
                "The pool has entries, but none is active, so the fallback numbers serve.",
                "Set is_active to true for each number that is to be used."),
        /** There is no pool. */
        NO_POOL(
                "There is no pool: all conversations share one number, and agents answer by code (#282: text).",
                "Nothing, if that is wanted. Otherwise put two or three numbers into whatsapp_number_pool."),
        /** The pool has one active number. */
        ONE_ACTIVE_NUMBER(
                "The pool has one active number: all conversations share it, and agents answer by code (#282: text).",
                "Nothing, if that is wanted. Otherwise add a second number."),
        /** An entry is skipped because it has no number. */
        ENTRY_UNUSABLE(
                "An entry of the pool has no usable number, so it is skipped.",
                "Write the number in E.164 format, as a JSON string like \"+15551234567\"."),
        /** An entry is skipped because its number stands in the pool already. */
        ENTRY_DUPLICATE(
                "A number stands in the pool twice; the second entry is skipped.", "Delete one of the two entries."),
        /** An entry does not say whether it is active. */
        ENTRY_SWITCH_UNCLEAR(
                "An entry has no is_active, or one that is neither true nor false, so it counts as switched off.",
                "Set is_active to true or false, without quotation marks."),
        /** Something else in the stored numbers cannot be used. */
        ENTRY_DOUBTFUL("Something else in the stored numbers cannot be used.", "Correct the entry."),
        /** A number is no E.164 number. */
        NUMBER_NOT_E164(
                "A number begins with 0, which no number in E.164 format does.",
                "Compare it with the provider's list; the country code stands where the 0 is."),
        /** Some numbers of the pool hardly ever get a conversation. */
        WEIGHTS_FAR_APART(
                "One weight of the pool is more than 100 times another: the lighter number hardly gets conversations.",
                "Make the weights more alike, or switch the lighter number off."),
        /** The default number is stored, but cannot be used. */
        DEFAULT_NUMBER_UNUSABLE(
                "The default number is stored, but is no number, so it is not used.",
                "Write handover_whatsapp_number in E.164 format, like +15551234567."),
        /** There is no default number. */
        DEFAULT_NUMBER_MISSING(
                "There is no default number: when the pool cannot serve, the number in the credentials has to.",
                "Set handover_whatsapp_number."),
        /** The fallback chain needs credentials, and there are none. */
        CREDENTIALS_MISSING(
                "There are neither a default number nor credentials: when the pool cannot serve, nothing does.",
                "Set handover_whatsapp_number, or store credentials that hold a number."),
        /** The credentials cannot be read. */
        CREDENTIALS_UNREADABLE(
                "The stored credentials cannot be read: no number comes from them, and the account is unknown.",
                "Check the key that they were encrypted with, or store them anew."),
        /** The credentials hold no number, and the chain needs one. */
        CREDENTIALS_WITHOUT_NUMBER(
                "There is no default number, and the credentials hold none either.",
                "Set handover_whatsapp_number, or put a number into the credentials."),
        /** The fallback chain needs the credentials, and nobody can read them here. */
        CREDENTIALS_NOT_CHECKED(
                "The fallback chain needs the credentials, but this diagnosis has no CredentialsReader.",
                "Give PoolDiagnosis.builder(…).credentials(…) the reader that the NumberPool has."),
        /** The provider's account cannot be read. */
        ACCOUNT_UNREADABLE(
                "The provider's list of senders cannot be read, so nothing was compared with it.",
                "See what the finding says of the cause, then look again."),
        /** Nobody knows the account of a widget. */
        ACCOUNT_UNKNOWN(
                "No account of the provider is known for the widget, so its numbers were not compared with one.",
                "Let the function that PoolDiagnosis.builder(…).senders(…) has answer for this widget."),
        /** A number is in none of the accounts. */
        SENDER_NOT_LISTED(
                "A number is no WhatsApp sender of the account: messages from it are refused (63007).",
                "Register the number in this account, or take it out of the widget."),
        /** A number is in another account than the widget's. */
        SENDER_IN_OTHER_ACCOUNT(
                "A number is a sender of another account than the widget's: messages from it are refused (63007).",
                "Keep all numbers of a widget in the account of its credentials."),
        /** A number stands in widgets of different accounts. */
        NUMBER_IN_TWO_ACCOUNTS(
                "A number stands in widgets of different accounts; only one of them can send from it.",
                "Take it out of the widgets of the other account."),
        /** A sender is offline. */
        SENDER_OFFLINE(
                "A number is offline at the provider: it neither sends nor receives.",
                "Mend what the provider names as the reason. Until then, poll the health or switch the number off."),
        /** A sender is not ready yet. */
        SENDER_NOT_READY(
                "A number is still being registered, verified or reviewed at the provider.",
                "Finish its registration. Until then, poll the health or switch the number off."),
        /** A sender is in a state that is not known. */
        SENDER_STATE_UNKNOWN(
                "The provider calls a number something that is not known here. It counts as not usable.",
                "Look the word up at the provider; a newer release may know it."),
        /** Recipients judge a number badly. */
        QUALITY_LOW(
                "WhatsApp rates the quality of a number as low: recipients block or report it.",
                "Find out what is sent from it; WhatsApp may limit what the account can send."),
        /** Messages to a number are posted nowhere. */
        INBOUND_NOT_SET(
                "A number has no address for what comes in: what agents answer is lost, unless a Messaging Service of the"
                        + " provider takes it.",
                "Set the sender's callback URL to the host's address for inbound messages."),
        /** Messages to a number are posted to a stranger. */
        INBOUND_ELSEWHERE(
                "Messages to a number are posted to another address than the host's.",
                "Set the sender's callback URL to the host's address for inbound messages."),
        /** Messages to the numbers of a widget are posted to different addresses. */
        INBOUND_DIFFERS(
                "Messages to the numbers of a widget are posted to different addresses.",
                "Make sure that every one of them is the host's."),
        /** Nobody learns what becomes of messages. */
        STATUS_CALLBACK_NOT_SET(
                "Nobody is told what becomes of messages from a number: late refusals (63016) stay unknown.",
                "Set statusCallback(…) of the gateway, or the sender's status callback URL."),
        /** Somebody else learns what becomes of messages. */
        STATUS_CALLBACK_ELSEWHERE(
                "What becomes of messages from a number is told to another address than the host's.",
                "Set statusCallback(…) of the gateway, or correct the sender's status callback URL."),
        /** The provider opens conversations of its own. */
        AUTOCREATION_ON(
                "The provider opens a conversation for whoever writes to a number, an agent too, which binds the pair"
                        + " (50416).",
                "Switch autocreation off for this address."),
        /** Nobody knows whether the provider opens conversations of its own. */
        AUTOCREATION_UNKNOWN(
                "Whether the provider opens conversations of its own could not be found out.",
                "Give the account's key the right to read address configurations, or look at them by hand."),
        /** No number of the pool works. */
        ALL_UNHEALTHY(
                "Every active number of the pool is marked as not working, so the fallback numbers serve.",
                "See the reasons; NumberPool.quarantine(number, Duration.ZERO, …) lifts the marks."),
        /** A number is marked as not working. */
        NUMBER_UNHEALTHY(
                "A number is marked as not working, so new conversations avoid it for a time.",
                "See the reason; NumberPool.quarantine(number, Duration.ZERO, …) lifts the mark."),
        /** Conversations use a number that the widget no longer has. */
        NUMBER_LEFT(
                "Active conversations use a number that the widget no longer has. They keep it.",
                "Keep the number at the provider until they have ended, or move them with NumberPool.drain(…)."),
        /** Agents have several conversations in one chat. */
        THREADS_SHARED(
                "Many conversations share a chat with another one of the same agent, and are answered by code.",
                "Add numbers to the pool."),
        /** Conversations that nobody closes. */
        CONVERSATIONS_IDLE(
                "Conversations that nobody has closed hold numbers.", "Call NumberPool.releaseIdle(…) every hour."),
        /** Conversations from before the pool. */
        NOT_ADOPTED(
                "Open conversations with an agent have no number: they were handed over before numberpool was there.",
                "Call NumberPool.adopt(…) for the widget.");

        private final String meaning;
        private final String advice;

        Code(String meaning, String advice) {
            this.meaning = meaning;
            this.advice = advice;
        }

        /** What it means, in general. */
        public String meaning() {
            return meaning;
        }

        /** What to do, in general. */
        public String advice() {
            return advice;
        }
    }

    /** Severity, code, widget, number masked, and what is wrong. */
    @Override
    public String toString() {
        return severity + " " + code + (widget == null ? "" : ", widget " + widget)
                + (number == null ? "" : ", " + number.masked()) + ": " + what;
    }
}
