package dev.numberpool.desk;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the visitor wrote, on its way to the agent.
 *
 * @param id the host's id of the message, unique within the conversation, at most 200 characters: a second call with it
 *     sends nothing
 * @param text the text; empty if there is only media
 * @param media what goes with it, in order
 * @param visitor the visitor's name for the header of the first message, or null for the conversation's code alone
 */
public record Message(
        String id, String text, List<Media> media, @Nullable String visitor) {
    /** In front of the message ids that the desk makes for itself. */
    static final String OWN_ID = "numberpool:";

    private static final int LONGEST_ID = 200;

    /** The longest text, in UTF-16 units: about 65 WhatsApp messages. */
    public static final int MAX_LENGTH = 100_000;

    /**
     * Checks the message and copies its media.
     *
     * @throws IllegalArgumentException if the id is not usable, the text is longer than {@link #MAX_LENGTH}, or there is
     *     neither text nor media
     */
    public Message {
        requireNonNull(text, "text");
        media = List.copyOf(media);
        if (id.isBlank() || id.length() > LONGEST_ID || id.startsWith(OWN_ID)) {
            throw new IllegalArgumentException("id of a message has " + id.length() + " characters; 1 to " + LONGEST_ID
                    + " are possible, not only blanks, and not beginning with '" + OWN_ID + "'");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("message '" + id + "' has " + text.length() + " characters; at most "
                    + MAX_LENGTH + " are possible; send it as a file");
        }
        if (text.isBlank() && media.isEmpty()) {
            throw new IllegalArgumentException("message '" + id + "' has neither text nor media");
        }
    }

    /** A text. */
    public static Message of(String id, String text) {
        return new Message(id, text, List.of(), null);
    }

    /** The same message from a visitor of this name. */
    public Message from(@Nullable String visitor) {
        return new Message(id, text, media, visitor);
    }

    /** The same message with these media after those that it has. */
    public Message with(Media... more) {
        return new Message(id, text, appended(media, more), visitor);
    }

    static List<Media> appended(List<Media> media, Media... more) {
        return Stream.concat(media.stream(), Stream.of(more)).toList();
    }

    /** Id and lengths. */
    @Override
    public String toString() {
        return "Message[" + id + ", " + text.length() + " characters, media=" + media.size() + "]";
    }
}
