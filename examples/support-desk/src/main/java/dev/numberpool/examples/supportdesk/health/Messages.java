package dev.numberpool.examples.supportdesk.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are not where they should be.
 *
 * @param sections by what is the matter with them; those without messages are left out
 */
public record Messages(List<Section> sections) {
    /**
     * Messages with which the same is the matter.
     *
     * @param id its anchor
     * @param title its heading
     * @param brief the same in the summary, behind a number
     * @param explanation what that means
     * @param tone the class of its badge
     * @param total how many there are, also those that are not shown
     * @param rows the messages
     */
    public record Section(
            String id, String title, String brief, String explanation, String tone, long total, List<Row> rows) {}

    /**
     * A message.
     *
     * @param id stays the same while the message does
     * @param subject whose it is
     * @param route from where to where
     * @param text what was written, or the beginning of it; null if that is no matter
     * @param since since when
     * @param why what is the matter
     * @param next what happens next, or what to do
     * @param handled the id under which somebody can say that it has been seen to, or null
     */
    public record Row(
            String id,
            String subject,
            String route,
            @Nullable String text,
            String since,
            String why,
            String next,
            @Nullable String handled) {
        /** Without text, names and addresses. */
        @Override
        public String toString() {
            return id;
        }
    }
}
