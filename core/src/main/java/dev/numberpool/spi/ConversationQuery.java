package dev.numberpool.spi;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations at the provider are asked for: those that meet every condition that is set. The conversations of
 * one participant are cheap; all others are found by looking at every conversation of the account.
 *
 * @param participant only those that this address takes part in, or null; aliases are other addresses
 * @param number only those on this number of ours, or null
 * @param includesClosed whether those that are closed are asked for, too
 */
public record ConversationQuery(
        @Nullable Participant participant, @Nullable PhoneNumber number, boolean includesClosed) {

    /** All conversations of the account. */
    public static ConversationQuery all() {
        return new ConversationQuery(null, null, true);
    }

    /** All conversations on a number. */
    public static ConversationQuery on(PhoneNumber number) {
        return new ConversationQuery(null, number, true);
    }

    /** All conversations of a participant, on any number. */
    public static ConversationQuery of(Participant participant) {
        return new ConversationQuery(participant, null, true);
    }

    /** All conversations of a participant on a number. */
    public static ConversationQuery on(SenderThread thread) {
        return new ConversationQuery(thread.participant(), thread.number(), true);
    }

    /** The same without those that are closed. */
    public ConversationQuery withoutClosed() {
        return new ConversationQuery(participant, number, false);
    }

    /** The conditions with addresses masked. */
    @Override
    public String toString() {
        return "ConversationQuery[participant=" + (participant == null ? "any" : participant.masked()) + ", number="
                + (number == null ? "any" : number.masked()) + ", includesClosed=" + includesClosed + "]";
    }
}
