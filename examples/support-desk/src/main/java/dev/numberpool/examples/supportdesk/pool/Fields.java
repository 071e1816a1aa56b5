package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.PooledNumber;
import java.util.Objects;

/**
 * An entry as it stands in the form: texts as they were typed, right or wrong.
 *
 * @param number the number
 * @param name the name; empty for none
 * @param id how the host calls the entry; empty for none
 * @param weight the weight
 * @param notes the remark; empty for none
 * @param active whether new conversations may get it
 */
public record Fields(String number, String name, String id, String weight, String notes, boolean active) {
    static final Fields EMPTY = new Fields("", "", "", "1", "", true);

    static Fields of(PooledNumber entry) {
        String number = entry.number().e164();
        return new Fields(
                number,
                unlessSame(entry.displayName(), number),
                unlessSame(entry.id(), number),
                weight(entry.weight()),
                lines(Objects.requireNonNullElse(entry.notes(), "")),
                entry.active());
    }

    private static String unlessSame(String text, String number) {
        return text.equals(number) ? "" : text;
    }

    /** Such as {@code 2} or {@code 0.5}. */
    static String weight(double weight) {
        boolean isWhole = weight == Math.rint(weight) && weight < 1e15;
        return isWhole ? Long.toString((long) weight) : Double.toString(weight);
    }

    /** Browsers send line ends in a way of their own. */
    static String lines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** What to call it. */
    public String title() {
        return name.isBlank() ? number : name;
    }

    /** No number. */
    @Override
    public String toString() {
        return "Fields[active=" + active + "]";
    }
}
