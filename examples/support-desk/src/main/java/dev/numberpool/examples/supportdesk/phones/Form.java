package dev.numberpool.examples.supportdesk.phones;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was sent with a form. */
final class Form {
    private final Function<String, @Nullable String> fields;

    Form(Function<String, @Nullable String> fields) {
        this.fields = fields;
    }

    /** What is to be shown after a form, with a few words on it. */
    record Done(Place place, String notice) {}

    /** Where the person was. */
    Place place() {
        return Place.of(fields);
    }

    /** A field as it was typed; empty if it is not there. */
    String text(String name) {
        return Objects.requireNonNullElse(fields.apply(name), "");
    }

    /**
     * A text that somebody has to type.
     *
     * @param what how people call it, such as {@code The message}
     * @throws Refusal if it is empty, too long, or cannot be stored
     */
    String needed(String name, String what, int longest) {
        String text = text(name).replace("\r\n", "\n").strip();
        if (text.codePoints().allMatch(each -> Character.isWhitespace(each) || Character.isSpaceChar(each))) {
            throw Refusal.invalid(what + " is empty.");
        }
        if (text.length() > longest) {
            throw Refusal.invalid(
                    what + " has " + text.length() + " characters; at most " + longest + " are possible.");
        }
        if (text.indexOf('\0') >= 0) {
            throw Refusal.invalid(what + " contains a character that cannot be stored.");
        }
        return text;
    }
}
