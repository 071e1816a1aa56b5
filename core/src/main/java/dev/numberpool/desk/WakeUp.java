package dev.numberpool.desk;

import dev.numberpool.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the template that asks an agent to open the service window: "new chat from Maria, tap to open". It is sent
 * once for each assignment, before the first message that would not arrive, and again only if the window closes again. Its quick-reply button is not delivered to
 * the visitor; a button payload such as {@code #282} says which conversation it opens.
 */
@FunctionalInterface
public interface WakeUp {
    /**
     * The template for an assignment.
     *
     * @param assignment the conversation with its number and agent
     * @param visitor the visitor's name, cleaned so that every provider takes it as a variable, or null
     * @param code the conversation's code, without {@code #}
     */
    Content.Template template(Assignment assignment, @Nullable String visitor, String code);
}
