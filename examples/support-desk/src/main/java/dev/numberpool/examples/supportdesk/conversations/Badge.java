package dev.numberpool.examples.supportdesk.conversations;

/**
 * A few words in a coloured frame.
 *
 * @param tone {@code good}, {@code warn}, {@code bad}, {@code info}, or empty
 * @param text the words
 */
public record Badge(String tone, String text) {}
