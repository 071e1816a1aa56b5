package dev.numberpool.examples.supportdesk.site;

import dev.numberpool.Participant;

/**
 * Somebody who answers visitors.
 *
 * @param phone the number of the agent's WhatsApp
 * @param name the name that the desk shows
 */
public record Agent(String phone, String name) {
    /** The agent as numberpool knows agents. */
    public Participant participant() {
        return Participant.of(phone);
    }

    /** The name only. */
    @Override
    public String toString() {
        return name;
    }
}
