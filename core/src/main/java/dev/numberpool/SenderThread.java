package dev.numberpool;

/**
 * What WhatsApp shows as one chat: a participant and one of our numbers. A thread is <em>exclusive</em> while one active
 * assignment uses it and <em>shared</em> when more do. Threads do not belong to a widget.
 *
 * @param participant the agent or customer
 * @param number our number
 */
public record SenderThread(Participant participant, PhoneNumber number) {
    /** The thread with both addresses masked. */
    @Override
    public String toString() {
        return participant.masked() + " ↔ " + number.masked();
    }
}
