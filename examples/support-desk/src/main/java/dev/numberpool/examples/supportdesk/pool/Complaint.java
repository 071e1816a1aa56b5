package dev.numberpool.examples.supportdesk.pool;

/**
 * Why a draft cannot be saved.
 *
 * @param key the entry; {@link #WHOLE} for the pool as a whole and its default number
 * @param field the field, such as {@code weight}; empty for the entry
 * @param message what is wrong and what to do
 */
public record Complaint(String key, String field, String message) {
    static final String WHOLE = "whole";
    static final String DEFAULT_NUMBER = "defaultNumber";
}
