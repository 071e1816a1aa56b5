package dev.numberpool.twilio.fake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One bubble of a chat on a phone.
 *
 * @param sid the message
 * @param number our number, with which this chat is
 * @param own true where the owner of the phone wrote it
 * @param text its text, or the caption of its media
 * @param media the types or sources of its media
 * @param quoted the message that it answers, or null
 */
public record ScreenLine(
        String sid,
        String number,
        boolean own,
        String text,
        List<String> media,
        @Nullable String quoted) {

    /** Id and direction: numbers and texts stay out. */
    @Override
    public String toString() {
        return sid + (own ? " written" : " shown");
    }
}
