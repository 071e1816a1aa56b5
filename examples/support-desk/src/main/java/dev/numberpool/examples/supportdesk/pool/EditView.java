package dev.numberpool.examples.supportdesk.pool;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a pool is edited.
 *
 * @param head what both pages of a pool show
 * @param draft the draft's id
 * @param version what it was read from
 * @param lines the entries, with what cannot be read between them
 * @param defaultNumber what is typed as the default number
 * @param wasDefaultNumber what is stored, if that is something else
 * @param complaints why it could not be saved
 * @param isOutdated whether somebody has changed the pool meanwhile
 * @param isWholeDropped whether saving throws away a pool that is no list
 */
public record EditView(
        PoolView.Head head,
        String draft,
        String version,
        List<Line> lines,
        String defaultNumber,
        @Nullable String wasDefaultNumber,
        List<Complaint> complaints,
        boolean isOutdated,
        boolean isWholeDropped) {
    /**
     * One entry.
     *
     * @param index its index in the list, from 0
     * @param place its place among the entries, from 1; 0 for one that cannot be read
     * @param entry the entry, or null if it cannot be read
     * @param was its fields as they are stored, or null for a new one
     * @param use how much its number is used, or null
     * @param raw the text of what cannot be read, or null
     * @param isDropped whether saving throws it away
     * @param problems what is wrong with what is stored
     * @param complaints why it cannot be saved
     */
    public record Line(
            int index,
            int place,
            @Nullable DraftEntry entry,
            @Nullable Fields was,
            @Nullable NumberUse use,
            @Nullable String raw,
            boolean isDropped,
            List<Found> problems,
            List<Complaint> complaints) {
        /** Why this field cannot be saved, or null. */
        public @Nullable String complaint(String field) {
            return complaints.stream()
                    .filter(complaint -> complaint.field().equals(field))
                    .map(Complaint::message)
                    .findFirst()
                    .orElse(null);
        }

        /** Whether the fields that are folded away need a look. */
        public boolean isMoreOpen() {
            return complaint("notes") != null || complaint("id") != null;
        }
    }

    /** What is typed in the field that a complaint is about. */
    public String typed(Complaint complaint) {
        return lines.stream()
                .map(Line::entry)
                .filter(entry -> entry != null && entry.key().equals(complaint.key()))
                .map(entry -> typed(entry.fields(), complaint.field()))
                .findFirst()
                .orElse(complaint.field().equals(Complaint.DEFAULT_NUMBER) ? defaultNumber : "");
    }

    private static String typed(Fields fields, String field) {
        return switch (field) {
            case "number" -> fields.number();
            case "name" -> fields.name();
            case "id" -> fields.id();
            case "weight" -> fields.weight();
            default -> "";
        };
    }

    /** Where the entry of a complaint stands, as in {@code [3]}; empty for the whole. */
    public String place(Complaint complaint) {
        return lines.stream()
                .filter(line -> line.entry() != null && line.entry().key().equals(complaint.key()))
                .map(line -> "[" + line.index() + "]")
                .findFirst()
                .orElse("");
    }

    /** How many entries there are. */
    public long entries() {
        return lines.stream().filter(line -> line.entry() != null).count();
    }

    /** Why the default number cannot be saved, or null. */
    public @Nullable String defaultNumberComplaint() {
        return complaints.stream()
                .filter(complaint -> complaint.field().equals(Complaint.DEFAULT_NUMBER))
                .map(Complaint::message)
                .findFirst()
                .orElse(null);
    }
}
