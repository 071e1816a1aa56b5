package dev.numberpool.examples.supportdesk.site;

import java.time.Instant;

/**
 * What an agent wrote that reached no visitor.
 *
 * @param id the provider's id
 * @param agent who wrote it
 * @param number to which number of ours
 * @param text what was written
 * @param outcome why it reached nobody, in a word
 * @param writtenAt when
 */
public record Undelivered(String id, String agent, String number, String text, String outcome, Instant writtenAt) {
    /** Without text and addresses. */
    @Override
    public String toString() {
        return id + " " + outcome;
    }
}
