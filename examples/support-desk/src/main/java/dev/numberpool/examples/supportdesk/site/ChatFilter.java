package dev.numberpool.examples.supportdesk.site;

import org.jspecify.annotations.Nullable;

/**
 * Which chats are listed: those that meet every condition that is set.
 *
 * @param status how far they are
 * @param number only those on this number; {@link #NONE} for those without one, null for any
 * @param agent only those with this agent; null for any
 * @param text only those whose visitor's name contains this, or whose number it is; null for any
 */
public record ChatFilter(
        Status status,
        @Nullable String number,
        @Nullable String agent,
        @Nullable String text) {
    /** Stands for chats without a number. */
    public static final String NONE = "none";

    /** How far a chat is. The SQL of each is on the columns of the view {@code desk_conversation}. */
    public enum Status {
        /** Not closed. */
        OPEN("is_open"),
        /** Not closed, and nobody has it. */
        WAITING("is_open AND number IS NULL"),
        /** Not closed, and it has a number. */
        WITH_AGENT("is_open AND number IS NOT NULL"),
        /** Closed. */
        CLOSED("NOT is_open"),
        /** Any. */
        ALL("TRUE");

        private final String condition;

        Status(String condition) {
            this.condition = condition;
        }

        String condition() {
            return condition;
        }
    }

    /** The same filter for chats on any number. */
    public ChatFilter onAnyNumber() {
        return new ChatFilter(status, null, agent, text);
    }

    /** Without what was searched for, and without addresses. */
    @Override
    public String toString() {
        return "chats " + status;
    }
}
