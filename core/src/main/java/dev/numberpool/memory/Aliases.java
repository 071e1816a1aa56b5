package dev.numberpool.memory;

import dev.numberpool.Participant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Whose id is whose. Every access is under the log's lock. */
final class Aliases {
    private final Map<Participant, Participant> persons = new HashMap<>();

    Set<Participant> of(Participant participant) {
        Participant person = person(participant);
        Set<Participant> addresses = new HashSet<>();
        addresses.add(participant);
        addresses.add(person);
        persons.forEach((id, owner) -> {
            if (owner.equals(person)) {
                addresses.add(id);
            }
        });
        return Set.copyOf(addresses);
    }

    boolean learn(Participant participant, Participant id) {
        Participant person = person(participant);
        if (person(id).equals(person)) {
            return true;
        }
        if (persons.containsKey(id) || persons.containsValue(id)) {
            return false;
        }
        persons.put(id, person);
        return true;
    }

    void forget(Participant participant) {
        persons.remove(participant);
        persons.values().removeIf(participant::equals);
    }

    private Participant person(Participant address) {
        return persons.getOrDefault(address, address);
    }
}
