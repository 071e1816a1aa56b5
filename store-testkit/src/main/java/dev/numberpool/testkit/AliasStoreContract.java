package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.Participant;
import dev.numberpool.spi.AliasStore;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What an {@link AliasStore} knows of people's addresses. Extend it beside {@link OutboxContract}:
 *
 * <pre>{@code
 * final class MyAliasStoreTest extends AliasStoreContract {
 *     @Override
 *     protected MessageLogFixture fixture() {
 *         return new MyMessageLogFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class AliasStoreContract extends LogContract {
    /** For subclasses. */
    protected AliasStoreContract() {}

    @Test
    void aPersonOfWhomNothingIsKnownHasOneAddress() {
        Participant person = newPerson();
        assertEquals(Set.of(person), log.aliases(person));
    }

    @Test
    void everyAddressOfAPersonLeadsToAllOfThem() {
        Participant person = newPerson();
        Participant id = newUsername();
        Participant otherId = newUsername();
        assertTrue(log.learn(person, id), "the first id");
        assertTrue(log.learn(person, otherId), "the second id");
        Set<Participant> all = Set.of(person, id, otherId);
        all.forEach(address -> assertEquals(all, log.aliases(address), "addresses of " + address.masked()));
    }

    @Test
    void anIdIsLearntFromAnyAddressOfItsPerson() {
        Participant person = newPerson();
        Participant id = newUsername();
        Participant otherId = newUsername();
        log.learn(person, id);
        assertTrue(log.learn(id, otherId), "an id of the person with that address");
        assertEquals(Set.of(person, id, otherId), log.aliases(person));
    }

    @Test
    void learningWhatIsKnownChangesNothing() {
        Participant person = newPerson();
        Participant id = newUsername();
        log.learn(person, id);
        assertTrue(log.learn(person, id), "it belongs to nobody else");
        assertEquals(Set.of(person, id), log.aliases(id));
    }

    @Test
    void anIdThatBelongsToSomebodyElseStaysWhereItIs() {
        Participant owner = newPerson();
        Participant other = newPerson();
        Participant id = newUsername();
        log.learn(owner, id);
        assertFalse(log.learn(other, id), "it belongs to somebody else");
        assertEquals(Set.of(owner, id), log.aliases(id), "the owner's");
        assertEquals(Set.of(other), log.aliases(other), "the other one's");
    }

    @Test
    void aForgottenPersonHasNoOtherAddress() {
        Participant person = newPerson();
        Participant id = newUsername();
        log.learn(person, id);
        log.forget(person);
        assertEquals(Set.of(person), log.aliases(person), "the person's");
        assertEquals(Set.of(id), log.aliases(id), "the id's");
        assertTrue(log.learn(newPerson(), id), "it belongs to nobody any more");
    }

    @Test
    void aForgottenIdBelongsToNobody() {
        Participant person = newPerson();
        Participant id = newUsername();
        log.learn(person, id);
        log.forget(id);
        assertEquals(Set.of(id), log.aliases(id), "the id's");
        assertEquals(Set.of(person), log.aliases(person), "the person's");
    }

    @Test
    void forgettingOnePersonLeavesTheOthersAlone() {
        Participant person = newPerson();
        Participant id = newUsername();
        log.learn(person, id);
        log.forget(newPerson());
        assertEquals(Set.of(person, id), log.aliases(person));
    }

    @Test
    void addressesAreComparedCharacterByCharacter() {
        Participant id = Participant.of("US.a" + StoreContract.newId());
        Participant shouted = Participant.of(id.address().toUpperCase(Locale.ROOT));
        Participant person = newPerson();
        log.learn(person, id);
        assertEquals(Set.of(shouted), log.aliases(shouted), "nobody's yet");
        assertTrue(log.learn(newPerson(), shouted), "another id");
    }

    @Test
    void ofManyWhoClaimAnIdForThemselvesOneGetsIt() {
        Participant id = newUsername();
        List<Boolean> learnt = together(List.of(log), each -> each.learn(newPerson(), id));
        assertEquals(1, learnt.stream().filter(isLearnt -> isLearnt).count(), "people who own the id");
        assertEquals(2, log.aliases(id).size(), "addresses of its owner");
    }

    @Test
    void whatOneProcessLearnsTheOtherOneKnows() {
        AliasStore second = otherProcess();
        Participant person = newPerson();
        Participant id = newUsername();
        assertEquals(Set.of(id), second.aliases(id), "before");
        log.learn(person, id);
        assertEquals(Set.of(person, id), second.aliases(id), "learnt");
        log.forget(person);
        assertEquals(Set.of(id), second.aliases(id), "forgotten");
    }

    private static Participant newUsername() {
        return Participant.of("US." + StoreContract.newId());
    }
}
