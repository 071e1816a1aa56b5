package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.InvalidPoolException;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PoolConflictException;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.WidgetStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a {@link WidgetStore} reads, saves and reports. Extend it:
 *
 * <pre>{@code
 * final class MyWidgetStoreTest extends WidgetStoreContract {
 *     @Override
 *     protected StoreFixture fixture() {
 *         return new MyStoreFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class WidgetStoreContract extends StoreContract {
    /** Small enough that the widgets of one test take several pages. */
    private static final int PAGE = 5;

    /** For subclasses. */
    protected WidgetStoreContract() {}

    // ---- widget

    @Test
    void aWidgetThatDoesNotExistIsNotFound() {
        assertEquals(Optional.empty(), widgets.widget(unknownWidget()));
    }

    @Test
    void aWidgetIsReadAsItIsStored() {
        Widget put = Widget.of(unknownWidget())
                .withPool(List.of(richEntry(), plainEntry()))
                .withHandoverNumber(newNumber())
                .withCredentials("sealed");
        host.putWidget(put);
        Widget read = read(put.id());
        assertEquals(put.pool(), read.pool(), "pool");
        assertEquals(put.handoverNumber(), read.handoverNumber(), "default number");
        assertEquals(put.credentials(), read.credentials(), "credentials");
    }

    // A7
    @Test
    void anEntryThatCannotBeReadKeepsItsIndexAndIsReported() {
        Widget read = read(putWithUnreadable(plainEntry(), plainEntry()));
        assertEquals(Set.of(1), read.unreadable().keySet(), "its index in the stored list");
        assertEquals(2, read.pool().size(), "the entries that can be read");
        assertTrue(
                read.problems().stream().anyMatch(problem -> problem.index() == 1),
                "a problem names the entry's index");
    }

    // A6
    @Test
    void anEditByOtherMeansIsSeenAtOnceAndMakesAnotherVersion() {
        WidgetId id = widgetWith(newNumber());
        Widget before = read(id);
        PhoneNumber number = newNumber();
        put(Widget.of(id), number);
        Widget after = read(id);
        assertEquals(List.of(PooledNumber.of(number)), after.pool());
        assertNotEquals(before.version(), after.version(), "version");
    }

    @Test
    void aWidgetThatNobodyEditedKeepsItsVersion() {
        WidgetId id = widgetWith(newNumber());
        assertEquals(read(id), read(id));
    }

    // ---- widgets

    @Test
    void everyWidgetIsListedOnce() {
        Set<WidgetId> all = new HashSet<>();
        for (int n = 0; n < PAGE; n++) {
            all.add(widgetWith());
            all.add(widgetWith(newNumber()));
            all.add(putWithUnreadable(plainEntry(), plainEntry()));
        }
        List<WidgetId> listed = listed(all, PAGE);
        assertEquals(all, Set.copyOf(listed));
        assertEquals(all.size(), listed.size(), "each once");
    }

    @Test
    void aPageHasAtMostSoManyWidgets() {
        for (int n = 0; n <= PAGE; n++) {
            widgetWith(newNumber());
        }
        assertEquals(1, widgets.widgets(null, 1).size(), "one");
        assertEquals(PAGE, widgets.widgets(null, PAGE).size(), "more than one");
    }

    @Test
    void theOrderOfWidgetsIsKept() {
        Set<WidgetId> all = new HashSet<>();
        for (int n = 0; n < 2 * PAGE; n++) {
            all.add(widgetWith(newNumber()));
        }
        List<WidgetId> before = listed(all, 2 * PAGE);
        widgetWith(newNumber());
        before.subList(0, PAGE).forEach(id -> widgets.save(read(id).withPool(List.of(plainEntry()))));
        assertEquals(before, listed(all, PAGE));
    }

    // A6
    @Test
    void aWidgetIsListedAsSoonAsItIsThere() {
        WidgetId widget = unknownWidget();
        assertEquals(List.of(), listed(Set.of(widget), PAGE), "before");
        put(Widget.of(widget));
        assertEquals(List.of(widget), listed(Set.of(widget), PAGE), "after");
    }

    // ---- save. A8

    @Test
    void saveStoresPoolAndDefaultNumberInANewVersion() {
        Widget before = read(widgetWith(newNumber()));
        Widget edited = before.withPool(List.of(richEntry(), plainEntry())).withHandoverNumber(newNumber());
        Widget saved = widgets.save(edited);
        assertEquals(edited.pool(), saved.pool(), "pool");
        assertEquals(edited.handoverNumber(), saved.handoverNumber(), "default number");
        assertNotEquals(before.version(), saved.version(), "version");
        assertEquals(saved, read(edited.id()), "what is returned is what is stored");
    }

    @Test
    void saveCanRemoveTheDefaultNumberAndEveryEntry() {
        PhoneNumber number = newNumber();
        WidgetId id = put(Widget.of(unknownWidget()).withHandoverNumber(newNumber()), number);
        widgets.save(read(id).withPool(List.of()).withHandoverNumber(null));
        assertEquals(List.of(), read(id).pool(), "pool");
        assertEquals(null, read(id).handoverNumber(), "default number");
    }

    @Test
    void saveKeepsTheOrderOfTheEntries() {
        List<PhoneNumber> ascending = List.of(newNumber(), newNumber(), newNumber());
        List<PhoneNumber> mixed = List.of(ascending.get(1), ascending.get(2), ascending.get(0));
        WidgetId id = widgetWith(ascending.get(0));
        widgets.save(read(id).withPool(mixed.stream().map(PooledNumber::of).toList()));
        assertEquals(mixed, read(id).pool().stream().map(PooledNumber::number).toList());
    }

    @Test
    void propertiesThatAreNotKnownSurviveAnEdit() {
        Widget put = Widget.of(unknownWidget()).withPool(List.of(richEntry(), plainEntry()));
        host.putWidget(put);
        Widget before = read(put.id());
        List<PooledNumber> edited =
                List.of(before.pool().get(0).withActive(true), before.pool().get(1));
        widgets.save(before.withPool(edited));
        assertEquals(edited, read(put.id()).pool());
        assertEquals(
                put.pool().get(0).properties(), read(put.id()).pool().get(0).properties());
    }

    // A7
    @Test
    void anEntryThatCannotBeReadKeepsItsPlaceWhenOthersAreEdited() {
        Widget before = read(putWithUnreadable(plainEntry(), plainEntry()));
        List<PooledNumber> edited = new ArrayList<>(before.pool());
        edited.set(0, edited.get(0).withDisplayName("another name"));
        edited.add(plainEntry());
        widgets.save(before.withPool(edited));
        assertEquals(before.unreadable(), read(before.id()).unreadable(), "text and place");
        assertEquals(edited, read(before.id()).pool(), "pool");
    }

    // A7
    @Test
    void anEntryThatCannotBeReadGoesWhenTheEditDropsIt() {
        Widget before = read(putWithUnreadable(plainEntry(), plainEntry()));
        widgets.save(before.withoutEntry(1));
        assertEquals(Map.of(), read(before.id()).unreadable(), "unreadable entries");
        assertEquals(before.pool(), read(before.id()).pool(), "pool");
    }

    @Test
    void saveNeverChangesTheCredentials() {
        WidgetId id = put(Widget.of(unknownWidget()).withCredentials("sealed"));
        widgets.save(read(id).withPool(List.of(plainEntry())).withCredentials("forged"));
        assertEquals("sealed", read(id).credentials());
    }

    @Test
    void anOutdatedEditStoresNothingAndShowsBothWidgets() {
        WidgetId id = widgetWith(newNumber());
        Widget edited = read(id).withPool(List.of(plainEntry())).withHandoverNumber(newNumber());
        widgets.save(read(id).withPool(List.of(richEntry())));
        Widget stored = read(id);
        PoolConflictException conflict = assertThrows(PoolConflictException.class, () -> widgets.save(edited));
        assertEquals(stored, conflict.stored(), "stored");
        assertEquals(edited, conflict.attempted(), "attempted");
        assertEquals(stored, read(id), "nothing is stored");
    }

    @Test
    void anEditIsOutdatedIfTheNumbersWereChangedByOtherMeans() {
        PhoneNumber number = newNumber();
        WidgetId id = widgetWith(number);
        Widget edited = read(id).withPool(List.of(plainEntry()));
        put(Widget.of(id).withHandoverNumber(newNumber()), number);
        Widget stored = read(id);
        assertThrows(PoolConflictException.class, () -> widgets.save(edited));
        assertEquals(stored, read(id), "nothing is stored");
    }

    @Test
    void ofManyEditorsOfOneVersionOneSaves() {
        WidgetId id = widgetWith(newNumber());
        Widget before = read(id);
        List<Supplier<Optional<Widget>>> editors = new ArrayList<>();
        for (int editor = 0; editor < Rush.THREADS; editor++) {
            Widget edited = before.withPool(List.of(plainEntry()));
            editors.add(() -> trySave(edited));
        }
        List<Widget> saved = Together.run(host.patience(), editors).stream()
                .flatMap(Optional::stream)
                .toList();
        assertEquals(List.of(read(id)), saved, "one saves, the others get a PoolConflictException");
    }

    @Test
    void savingAWidgetThatDoesNotExistIsRefused() {
        Widget unknown = Widget.of(unknownWidget());
        assertThrows(UnknownWidgetException.class, () -> widgets.save(unknown));
        assertEquals(Optional.empty(), widgets.widget(unknown.id()), "nothing is stored");
    }

    // A7
    @Test
    void aPoolOfTooManyEntriesIsRefusedOrCanBeReadAgain() {
        List<PooledNumber> pool = IntStream.rangeClosed(0, Widget.MAX_ENTRIES)
                .mapToObj(n -> PooledNumber.of(PhoneNumber.of("+" + (1_000_000L + n))))
                .toList();
        assertRefusedOrReadAgain(pool);
    }

    // A7
    @Test
    void aPoolOfTooLongEntriesIsRefusedOrCanBeReadAgain() {
        assertRefusedOrReadAgain(List.of(plainEntry().withNotes("n".repeat(Widget.MAX_POOL_LENGTH))));
    }

    // ---- usage. A15

    @Test
    void usageListsEveryNumberOfThePoolOnce() {
        PhoneNumber one = newNumber();
        PhoneNumber two = newNumber();
        WidgetId widget = widgetWith(one, two);
        choose(handover(widget), one, minute(1));
        assertEquals(
                List.of(one, two),
                widgets.usage(widget).stream()
                        .map(NumberFacts::number)
                        .sorted((a, b) -> a.e164().compareTo(b.e164()))
                        .toList());
    }

    @Test
    void usageListsNumbersThatAreNoLongerInThePoolWhileTheyCarryActiveAssignments() {
        PhoneNumber former = newNumber();
        PhoneNumber present = newNumber();
        WidgetId widget = widgetWith(former);
        Handover handover = handover(widget);
        choose(handover, former, minute(1));
        put(Widget.of(widget), present);
        assertEquals(1, usage(widget, former).active(), "carries an active assignment");
        close(handover);
        assertEquals(Set.of(present), usage(widget).keySet(), "carries none any more");
    }

    @Test
    void usageDoesNotListNumbersOfOtherWidgets() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        PhoneNumber other = newNumber();
        choose(handover(widgetWith(other)), other, minute(1));
        assertEquals(Set.of(number), usage(widget).keySet());
    }

    @Test
    void usageCountsLikeAHandoverWithoutAnAgent() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Participant agent = newPerson();
        Handover left = handover(widget, newPerson());
        choose(left, number, minute(1));
        numbers.release(left.conversation(), minute(2));
        choose(handover(widgetWith(number), newPerson()), number, minute(3));
        choose(handover(widget, agent).withCustomer(agent), number, minute(4));
        numbers.noteInbound(new SenderThread(agent, number), minute(5));
        numbers.noteHealth(number, Health.Source.POLL, new Health("poll", minute(6), minute(36)));
        NumberFacts facts = usage(widget, number);
        assertEquals(facts(widget, number), facts);
        assertEquals(1, facts.active(), "active of the widget");
        assertEquals(2, facts.activeWithAgent(), "active of all widgets");
        assertEquals(minute(2), facts.lastLeftAt(), "last left by anyone");
    }

    // A6
    @Test
    void usageSeesWhatTheHostDid() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Handover closed = handover(widget);
        Handover deleted = handover(widget);
        choose(closed, number, minute(1));
        choose(deleted, number, minute(1));
        close(closed);
        host.deleteConversation(deleted.conversation());
        assertEquals(0, usage(widget, number).active(), "closed and deleted");
        reopen(closed);
        assertEquals(1, usage(widget, number).active(), "opened again");
    }

    @Test
    void theUsageOfAWidgetThatDoesNotExistIsRefused() {
        WidgetId unknown = unknownWidget();
        assertThrows(UnknownWidgetException.class, () -> widgets.usage(unknown));
    }

    // ---- withoutNumber. A9

    @Test
    void openConversationsWithoutANumberAreListedByStatusInOrderOfTheirIds() {
        WidgetId widget = widgetWith(newNumber());
        ConversationId first = unknownConversation();
        ConversationId second = unknownConversation();
        ConversationId third = unknownConversation();
        for (ConversationId conversation : List.of(second, third, first)) {
            host.putConversation(widget, conversation);
            host.setStatus(conversation, host.openStatus());
        }
        assertEquals(List.of(first, second, third), openWithoutNumber(widget));
    }

    @Test
    void conversationsInOtherStatusesOrWithNoneAreNotListed() {
        WidgetId widget = widgetWith(newNumber());
        ConversationId other = newConversation(widget);
        host.setStatus(other, host.openStatus() + "2");
        host.setStatus(newConversation(widget), null);
        assertEquals(List.of(), openWithoutNumber(widget));
        assertEquals(List.of(other), widgets.withoutNumber(widget, Set.of(host.openStatus() + "2")));
    }

    @Test
    void closedConversationsAreNotListedEvenIfTheirStatusIsAskedFor() {
        WidgetId widget = widgetWith(newNumber());
        close(handover(widget));
        assertEquals(List.of(), widgets.withoutNumber(widget, Set.of(host.openStatus(), host.closedStatus())));
    }

    @Test
    void conversationsThatHaveOrHadANumberAreNotListed() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Handover released = handover(widget);
        List.of(handover(widget), released).forEach(handover -> {
            reopen(handover);
            choose(handover, number, minute(1));
        });
        numbers.release(released.conversation(), minute(2));
        assertEquals(List.of(), openWithoutNumber(widget));
    }

    @Test
    void conversationsOfOtherWidgetsAreNotListed() {
        reopen(handover(widgetWith(newNumber())));
        assertEquals(List.of(), openWithoutNumber(widgetWith(newNumber())));
    }

    // ---- helpers

    /** Those of these widgets that are listed, whatever else the store has. */
    private List<WidgetId> listed(Set<WidgetId> mine, int limit) {
        Set<WidgetId> seen = new HashSet<>();
        List<WidgetId> listed = new ArrayList<>();
        List<WidgetId> page = widgets.widgets(null, limit);
        while (!page.isEmpty()) {
            for (WidgetId id : page) {
                assertTrue(seen.add(id), "a page goes on where the one before it ended");
            }
            page.stream().filter(mine::contains).forEach(listed::add);
            page = widgets.widgets(page.get(page.size() - 1), limit);
        }
        return listed;
    }

    private static PooledNumber plainEntry() {
        return PooledNumber.of(newNumber());
    }

    /** An entry with all that a stored entry can hold. */
    private static PooledNumber richEntry() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("colour", "\"grün\"");
        properties.put("rank", "7");
        properties.put("vip", "true");
        properties.put("gone", "null");
        PhoneNumber number = newNumber();
        return new PooledNumber(number, "id-1", "Süd & O'Brien \"1\" 😀", false, 2.5, "night shift", properties);
    }

    /** Stored are the first entry, one that is no entry at all, and the second entry. */
    private WidgetId putWithUnreadable(PooledNumber first, PooledNumber second) {
        Widget widget = Widget.of(unknownWidget())
                .withPool(List.of(first, second))
                .withFindings(Map.of(1, "\"no entry\""), List.of(new Widget.Problem(1, "is no entry")));
        host.putWidget(widget);
        return widget.id();
    }

    private Widget read(WidgetId id) {
        return widgets.widget(id).orElseThrow(() -> new AssertionError("the widget must be found"));
    }

    private Optional<Widget> trySave(Widget edited) {
        try {
            return Optional.of(widgets.save(edited));
        } catch (PoolConflictException e) {
            return Optional.empty();
        }
    }

    private void assertRefusedOrReadAgain(List<PooledNumber> pool) {
        Widget before = read(widgetWith(newNumber()));
        Widget edited = before.withPool(pool);
        try {
            widgets.save(edited);
        } catch (InvalidPoolException e) {
            assertEquals(before, read(before.id()), "nothing is stored");
            return;
        }
        assertTrue(pool.equals(read(before.id()).pool()), "a pool that was saved can be read again");
    }

    private Map<PhoneNumber, NumberFacts> usage(WidgetId widget) {
        return widgets.usage(widget).stream().collect(Collectors.toMap(NumberFacts::number, facts -> facts));
    }

    private NumberFacts usage(WidgetId widget, PhoneNumber number) {
        NumberFacts facts = usage(widget).get(number);
        if (facts == null) {
            throw new AssertionError("usage must list the number " + number.masked());
        }
        return facts;
    }

    private List<ConversationId> openWithoutNumber(WidgetId widget) {
        return widgets.withoutNumber(widget, Set.of(host.openStatus()));
    }
}
