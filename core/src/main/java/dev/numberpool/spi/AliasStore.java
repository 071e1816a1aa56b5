package dev.numberpool.spi;

import dev.numberpool.Participant;
import java.util.Set;

/** Which addresses belong to one person. */
public interface AliasStore {
    /** All addresses of the person who has this one, itself among them. */
    Set<Participant> aliases(Participant participant);

    /**
     * Remembers that an id belongs to the person with this address. A person may have several ids, an id one person.
     *
     * @return false if the id belongs to somebody else already; nothing is changed
     */
    boolean learn(Participant person, Participant id);

    /** Forgets every id of this person, and whose id it is. */
    void forget(Participant participant);
}
