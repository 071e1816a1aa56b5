package dev.numberpool.desk;

import static java.util.Objects.requireNonNull;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote to one of our numbers.
 *
 * @param id the provider's id of the message; the same message has the same id however often it is delivered
 * @param from who wrote
 * @param to the number that it was written to
 * @param text text or caption; empty if there is none
 * @param media what came with it, in order
 * @param quoted the provider's id of the message that this one replies to, or null
 * @param button the payload of the button that was tapped, or null
 * @param at when it was written as far as the provider says, else when it came in
 * @param alias another address of the same person that the same signed message carries, or null
 * @param replayed whether it comes from the provider's archive because no webhook brought it
 */
public record InboundMessage(
        String id,
        Participant from,
        PhoneNumber to,
        String text,
        List<Media> media,
        @Nullable String quoted,
        @Nullable String button,
        Instant at,
        @Nullable Participant alias,
        boolean replayed) {

    /** Checks the id and copies the media. */
    public InboundMessage {
        if (id.isBlank() || id.length() > 255) {
            throw new IllegalArgumentException("id of an inbound message has " + id.length()
                    + " characters; 1 to 255 are possible, and not only blanks");
        }
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(text, "text");
        requireNonNull(at, "at");
        media = List.copyOf(media);
    }

    /** A plain text. */
    public static InboundMessage of(String id, Participant from, PhoneNumber to, String text, Instant at) {
        return new InboundMessage(id, from, to, text, List.of(), null, null, at, null, false);
    }

    /** The same message as a reply to another one. */
    public InboundMessage quoting(String providerId) {
        return new InboundMessage(id, from, to, text, media, providerId, button, at, alias, replayed);
    }

    /** The same message with these media after those that it has. */
    public InboundMessage with(Media... more) {
        return new InboundMessage(
                id, from, to, text, Message.appended(media, more), quoted, button, at, alias, replayed);
    }

    /** The same message as the tap on a button. */
    public InboundMessage tapped(String payload) {
        return new InboundMessage(id, from, to, text, media, quoted, payload, at, alias, replayed);
    }

    /** The same message with another address of its sender. */
    public InboundMessage knownAs(Participant other) {
        return new InboundMessage(id, from, to, text, media, quoted, button, at, other, replayed);
    }

    /** The same message as one that no webhook brought. */
    public InboundMessage asReplayed() {
        return new InboundMessage(id, from, to, text, media, quoted, button, at, alias, true);
    }

    /** The chat that it was written in. */
    public SenderThread thread() {
        return new SenderThread(from, to);
    }

    /** No text, addresses masked. */
    @Override
    public String toString() {
        return "InboundMessage[" + id + ", " + thread() + ", " + text.length() + " characters, media=" + media.size()
                + ", quoted=" + quoted + ", at=" + at + (replayed ? ", replayed" : "") + "]";
    }
}
