package dev.numberpool.testkit.broken;

import dev.numberpool.Participant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Logs that mix people up. */
final class BrokenAliases {
    private BrokenAliases() {}

    /** Leaves the address out that it was asked for. */
    @CaughtBy({"aPersonOfWhomNothingIsKnownHasOneAddress", "everyAddressOfAPersonLeadsToAllOfThem"})
    static final class LeavesTheAddressOut extends HealthyLog {
        @Override
        public Set<Participant> aliases(Participant participant) {
            Set<Participant> others = new HashSet<>(super.aliases(participant));
            others.remove(participant);
            return others;
        }
    }

    /** Finds ids by the phone number, but not the other way round. */
    @CaughtBy({"everyAddressOfAPersonLeadsToAllOfThem", "anIdThatBelongsToSomebodyElseStaysWhereItIs"})
    static final class LooksOneWay extends HealthyLog {
        @Override
        public Set<Participant> aliases(Participant participant) {
            boolean isId = participant.address().startsWith("US.");
            return isId ? Set.of(participant) : super.aliases(participant);
        }
    }

    /** Lets a person have one id at a time. */
    @CaughtBy("everyAddressOfAPersonLeadsToAllOfThem")
    static final class KeepsOneId extends HealthyLog {
        @Override
        public boolean learn(Participant person, Participant id) {
            super.aliases(person).stream()
                    .filter(address -> address.address().startsWith("US."))
                    .filter(address -> !address.equals(person))
                    .forEach(super::forget);
            return super.learn(person, id);
        }
    }

    /** Takes an id for a person of its own. */
    @CaughtBy("anIdIsLearntFromAnyAddressOfItsPerson")
    static final class KnowsPhoneNumbersOnly extends HealthyLog {
        @Override
        public boolean learn(Participant person, Participant id) {
            return person.address().startsWith("US.") || super.learn(person, id);
        }
    }

    /** Is surprised by what it knows. */
    @CaughtBy("learningWhatIsKnownChangesNothing")
    static final class RefusesWhatItKnows extends HealthyLog {
        @Override
        public boolean learn(Participant person, Participant id) {
            return !super.aliases(person).contains(id) && super.learn(person, id);
        }
    }

    /** Believes whoever comes last. */
    @CaughtBy({"anIdThatBelongsToSomebodyElseStaysWhereItIs", "ofManyWhoClaimAnIdForThemselvesOneGetsIt"})
    static final class MovesIds extends HealthyLog {
        @Override
        public boolean learn(Participant person, Participant id) {
            super.forget(id);
            super.learn(person, id);
            return true;
        }
    }

    /** Never forgets. */
    @CaughtBy({"aForgottenPersonHasNoOtherAddress", "aForgottenIdBelongsToNobody"})
    static final class ForgetsNothing extends HealthyLog {
        @Override
        public void forget(Participant participant) {
            // Once learnt, always known.
        }
    }

    /** Forgets the ids of a person, but not whose id it is. */
    @CaughtBy("aForgottenIdBelongsToNobody")
    static final class ForgetsPersonsOnly extends HealthyLog {
        @Override
        public void forget(Participant participant) {
            if (!participant.address().startsWith("US.")) {
                super.forget(participant);
            }
        }
    }

    /** Forgets everybody at once. */
    @CaughtBy("forgettingOnePersonLeavesTheOthersAlone")
    static final class ForgetsEverybody extends HealthyLog {
        private final Set<Participant> known = new HashSet<>();

        @Override
        public boolean learn(Participant person, Participant id) {
            known.add(person);
            return super.learn(person, id);
        }

        @Override
        public void forget(Participant participant) {
            known.forEach(super::forget);
        }
    }

    /** Compares as a folding collation does. */
    @CaughtBy("addressesAreComparedCharacterByCharacter")
    static final class FoldsCase extends HealthyLog {
        @Override
        public Set<Participant> aliases(Participant participant) {
            return super.aliases(lower(participant)).stream()
                    .map(address -> address.equals(lower(participant)) ? participant : address)
                    .collect(Collectors.toSet());
        }

        @Override
        public boolean learn(Participant person, Participant id) {
            return super.learn(person, lower(id));
        }

        private static Participant lower(Participant participant) {
            return Participant.of(participant.address().toLowerCase(Locale.ROOT));
        }
    }
}
