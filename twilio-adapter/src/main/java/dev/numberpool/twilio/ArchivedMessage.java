package dev.numberpool.twilio;

import com.twilio.rest.api.v2010.account.Message;
import dev.numberpool.desk.DeliveryState;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message as Twilio's archive lists it. Times have whole seconds.
 *
 * @param sid its id
 * @param from who wrote it, with the prefix {@code whatsapp:}
 * @param to who gets it, with the prefix
 * @param text its text or caption; of a template what was made of it
 * @param media how many media it has
 * @param isInbound whether somebody wrote it to us
 * @param status Twilio's word for how far it has come; empty if it is one that the SDK does not know
 * @param errorCode why it did not arrive, or null
 * @param createdAt when Twilio took it, or null
 * @param sentAt when it left or came in; null while it is queued
 */
record ArchivedMessage(
        String sid,
        String from,
        String to,
        String text,
        int media,
        boolean isInbound,
        String status,
        @Nullable Integer errorCode,
        @Nullable Instant createdAt,
        @Nullable Instant sentAt) {

    static ArchivedMessage of(Message message) {
        return new ArchivedMessage(
                Objects.requireNonNullElse(message.getSid(), ""),
                message.getFrom() == null
                        ? ""
                        : Objects.requireNonNullElse(message.getFrom().getEndpoint(), ""),
                Objects.requireNonNullElse(message.getTo(), ""),
                Objects.requireNonNullElse(message.getBody(), ""),
                number(message.getNumMedia()),
                isInbound(message),
                message.getStatus() == null ? "" : message.getStatus().toString(),
                message.getErrorCode(),
                instant(message.getDateCreated()),
                instant(message.getDateSent()));
    }

    private static boolean isInbound(Message message) {
        // Of a direction that the SDK does not know, the status tells which way it went.
        return message.getDirection() == null
                ? message.getStatus() == Message.Status.RECEIVED || message.getStatus() == Message.Status.RECEIVING
                : message.getDirection() == Message.Direction.INBOUND;
    }

    /** Whether Twilio says when it was written, in a way that the SDK can read. */
    boolean hasTime() {
        return sentAt != null || createdAt != null;
    }

    /** When it was written, as far as Twilio says; else long ago, so that nobody is sure whom it was for. */
    Instant at() {
        return Objects.requireNonNullElse(sentAt, Objects.requireNonNullElse(createdAt, Instant.EPOCH));
    }

    /** How far it has come; null for a status that is not known here. */
    @Nullable
    DeliveryState state() {
        return EventReader.state(status);
    }

    /** Whether it is known not to have arrived. */
    boolean hasFailed() {
        DeliveryState state = state();
        return state != null && state.isFailure();
    }

    /** Whether Twilio is still taking it in: text and media may be incomplete. */
    boolean isIncomplete() {
        return status.equals("receiving");
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    }

    private static @Nullable Instant instant(@Nullable ZonedDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Id and status only. */
    @Override
    public String toString() {
        return "ArchivedMessage[" + sid + ", " + status + "]";
    }
}
