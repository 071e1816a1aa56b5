package dev.numberpool.desk;

import dev.numberpool.Participant;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who is the same person: known aliases, and the variants of numbers in some countries. */
final class People {
    private final DeskPorts ports;

    People(DeskPorts ports) {
        this.ports = ports;
    }

    /** Every address of this person, the given one first. */
    Set<Participant> of(Participant participant) {
        Set<Participant> people = new LinkedHashSet<>();
        people.add(participant);
        for (Participant variant : PhoneVariants.of(participant)) {
            for (Participant alias : ports.log().aliases(variant)) {
                people.addAll(PhoneVariants.of(alias));
            }
        }
        return people;
    }

    /**
     * Learns that both addresses of a message are one person, unless the id is somebody else's.
     *
     * @param known every address of the sender so far
     * @return every address of the sender now
     */
    Set<Participant> learn(InboundMessage message, Set<Participant> known) {
        Participant from = message.from();
        Participant alias = message.alias();
        if (alias == null || known.contains(alias) || isPhone(alias) == isPhone(from)) {
            return known;
        }
        Participant person = isPhone(from) ? from : alias;
        Participant id = isPhone(from) ? alias : from;
        if (!ports.log().learn(person, id)) {
            ports.listener().tell(l -> l.contradicted(person, id));
        }
        return of(from);
    }

    private static boolean isPhone(Participant participant) {
        return participant.address().startsWith("+");
    }
}
