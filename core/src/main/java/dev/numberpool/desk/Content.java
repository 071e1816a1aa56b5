package dev.numberpool.desk;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a message says. */
public sealed interface Content {
    /**
     * Free text, media, or both: delivered only within the service window.
     *
     * @param text the text; empty if there is only media
     * @param media what goes with it, in order
     */
    record Text(String text, List<Media> media) implements Content {
        /** Copies the media. */
        public Text {
            requireNonNull(text, "text");
            media = List.copyOf(media);
        }

        /** Lengths only. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters, media=" + media.size() + "]";
        }
    }

    /**
     * A template that WhatsApp has approved: delivered outside the service window too.
     *
     * @param id the provider's id of the template; at Twilio the content SID, {@code HX…}
     * @param variables the values of its placeholders by name, mostly {@code 1}, {@code 2} …
     */
    record Template(String id, Map<String, String> variables) implements Content {
        /** Copies the variables. */
        public Template {
            requireNonNull(id, "id");
            variables = Collections.unmodifiableMap(new TreeMap<>(variables));
        }

        /** The id and the variables' names. */
        @Override
        public String toString() {
            return "Template[" + id + ", variables=" + variables.keySet() + "]";
        }
    }
}
