package dev.numberpool.twilio.fake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the fake holds it at one moment. Addresses carry the prefix {@code whatsapp:}.
 *
 * @param sid its id, {@code SM…} or with media {@code MM…}
 * @param from who sent it
 * @param to who gets it
 * @param body its text; for a template what was made of it
 * @param contentSid the template, or null
 * @param media ids of its media, {@code ME…}
 * @param inbound true where a person wrote it to one of our numbers
 * @param status Twilio's word for where it is, such as {@code queued} or {@code delivered}
 * @param errorCode why it did not arrive, or null
 * @param created when it came about
 * @param sent when it left or came in, or null while it is queued
 * @param statusCallback where its status callbacks go, or null
 * @param quoted the message that it answers, or null
 */
public record FakeMessage(
        String sid,
        String from,
        String to,
        String body,
        @Nullable String contentSid,
        List<String> media,
        boolean inbound,
        String status,
        @Nullable Integer errorCode,
        Instant created,
        @Nullable Instant sent,
        @Nullable String statusCallback,
        @Nullable String quoted) {

    FakeMessage with(String newStatus, @Nullable Integer newErrorCode, @Nullable Instant newSent) {
        return new FakeMessage(
                sid,
                from,
                to,
                body,
                contentSid,
                media,
                inbound,
                newStatus,
                newErrorCode,
                created,
                newSent,
                statusCallback,
                quoted);
    }

    /** Id and status: numbers and texts stay out. */
    @Override
    public String toString() {
        return sid + " " + status + (errorCode == null ? "" : " " + errorCode);
    }
}
