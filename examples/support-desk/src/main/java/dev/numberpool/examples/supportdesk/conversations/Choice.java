package dev.numberpool.examples.supportdesk.conversations;

/**
 * Something that can be chosen by following a link.
 *
 * @param label its name
 * @param hint more about it, or empty
 * @param count how many chats it stands for; -1 if that is not counted
 * @param href where it leads
 * @param isCurrent whether it is what is shown
 */
public record Choice(String label, String hint, int count, String href, boolean isCurrent) {}
