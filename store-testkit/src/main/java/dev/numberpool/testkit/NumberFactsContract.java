package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a {@link NumberStore} shows to a decision: the conversation, the widget, and the facts of the numbers, among them
 * what {@code noteInbound} and {@code noteHealth} have noted. Extend it beside {@link NumberStoreContract}:
 *
 * <pre>{@code
 * final class MyNumberFactsTest extends NumberFactsContract {
 *     @Override
 *     protected StoreFixture fixture() {
 *         return new MyStoreFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class NumberFactsContract extends StoreContract {
    /** For subclasses. */
    protected NumberFactsContract() {}

    // ---- the snapshot

    @Test
    void theDeciderSeesTheConversationAsFindDoes() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        assertEquals(known(handover), show(handover, minute(1)).conversation(), "without a number");
        choose(handover, number, minute(2));
        assertEquals(known(handover), show(handover, minute(3)).conversation(), "with a number");
        numbers.release(handover.conversation(), minute(4));
        assertEquals(known(handover), show(handover, minute(5)).conversation(), "released");
        close(handover);
        assertEquals(known(handover), show(handover, minute(6)).conversation(), "closed");
    }

    @Test
    void theDeciderSeesTheWidgetAsItIsStored() {
        PhoneNumber number = newNumber();
        WidgetId widget =
                put(Widget.of(unknownWidget()).withHandoverNumber(newNumber()).withCredentials("sealed"), number);
        Widget shown = show(handover(widget), minute(1)).widget();
        assertEquals(widgets.widget(widget), Optional.of(shown));
        assertEquals("sealed", shown.credentials(), "credentials");
    }

    // A6
    @Test
    void aPoolThatWasEditedByOtherMeansCountsForTheNextDecision() {
        PhoneNumber before = newNumber();
        PhoneNumber after = newNumber();
        WidgetId widget = widgetWith(before);
        choose(handover(widget), before, minute(1));
        put(Widget.of(widget).withHandoverNumber(newNumber()).withCredentials("new"), after);
        Widget shown = show(handover(widget), minute(2)).widget();
        assertEquals(after, shown.pool().get(0).number(), "pool");
        assertEquals(widgets.widget(widget), Optional.of(shown));
    }

    @Test
    void aNumberThatWasNeverUsedHasFactsOfNothing() {
        PhoneNumber number = newNumber();
        assertEquals(NumberFacts.none(number), facts(handover(widgetWith(number), newPerson()), number));
    }

    @Test
    void factsStandUnderTheirOwnNumbers() {
        PhoneNumber one = newNumber();
        PhoneNumber two = newNumber();
        WidgetId widget = widgetWith(one, two);
        choose(handover(widget), one, minute(1));
        choose(handover(widget), two, minute(1));
        Snapshot shown = show(handover(widget), minute(2));
        assertTrue(shown.facts().containsKey(one) && shown.facts().containsKey(two), "both are known");
        shown.facts().forEach((number, facts) -> assertEquals(number, facts.number()));
    }

    // A1, A5
    @Test
    void theNumberThatTheConversationHasIsKnownEvenIfItIsNotInThePool() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith();
        Handover handover = handover(widget);
        choose(handover, number, minute(1));
        choose(handover(widget), number, minute(2));
        numbers.noteHealth(number, Health.Source.POLL, new Health("offline", minute(2), minute(32)));
        NumberFacts facts = facts(handover, number);
        assertEquals(1, facts.active(), "the other conversation");
        assertEquals(minute(2), facts.lastUsedAt(), "last used");
        assertEquals(new Health("offline", minute(2), minute(32)), facts.health(), "health");
    }

    // ---- counts. A2

    @Test
    void activeAssignmentsOfTheWidgetAreCountedByNumber() {
        PhoneNumber one = newNumber();
        PhoneNumber two = newNumber();
        WidgetId widget = widgetWith(one, two);
        choose(handover(widget), one, minute(1));
        choose(handover(widget, newPerson()), one, minute(1));
        choose(handover(widget), two, minute(1));
        assertActive(2, widget, one, "on the first number");
        assertActive(1, widget, two, "on the second number");
    }

    @Test
    void theConversationThatIsDecidedOnCountsInNeitherCount() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number), newPerson());
        choose(handover, number, minute(1));
        NumberFacts facts = facts(handover, number);
        assertEquals(0, facts.active(), "active");
        assertEquals(0, facts.activeWithAgent(), "active with this agent");
    }

    @Test
    void otherWidgetsCountForTheAgentOnly() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Participant agent = newPerson();
        choose(handover(widgetWith(number), agent), number, minute(1));
        NumberFacts facts = facts(widget, agent, number);
        assertEquals(0, facts.active(), "active of this widget");
        assertEquals(1, facts.activeWithAgent(), "active with this agent in any widget");
    }

    @Test
    void anotherAgentsAssignmentsDoNotCountForThisAgent() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        choose(handover(widget, newPerson()), number, minute(1));
        NumberFacts facts = facts(widget, newPerson(), number);
        assertEquals(1, facts.active(), "active");
        assertEquals(0, facts.activeWithAgent(), "active with this agent");
    }

    @Test
    void anAssignmentWithoutAnAgentCountsForEveryAgent() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        choose(handover(widget), number, minute(1));
        assertEquals(1, facts(widget, newPerson(), number).activeWithAgent());
    }

    @Test
    void everyAssignmentCountsForAHandoverWithoutAnAgent() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        choose(handover(widget, newPerson()), number, minute(1));
        choose(handover(widgetWith(number), newPerson()), number, minute(1));
        assertEquals(2, facts(widget, number).activeWithAgent());
    }

    @Test
    void anAttachedAgentCountsFromThenOn() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Participant agent = newPerson();
        Handover handover = handover(widget);
        record(
                handover.withAgent(agent),
                minute(2),
                choose(handover, number, minute(1)).asNew(false).withAgent(agent));
        assertEquals(1, facts(widget, agent, number).activeWithAgent(), "for this agent");
        assertEquals(0, facts(widget, newPerson(), number).activeWithAgent(), "for another one");
    }

    @Test
    void agentsAreComparedCharacterByCharacter() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        String id = "US.a" + newPerson().address().substring(1);
        Participant agent = Participant.of(id);
        Participant other = Participant.of(id.toUpperCase(Locale.ROOT));
        choose(handover(widget, agent), number, minute(1));
        numbers.noteInbound(new SenderThread(agent, number), minute(1));
        NumberFacts facts = facts(widget, other, number);
        assertEquals(0, facts.activeWithAgent(), "active with this agent");
        assertNull(facts.lastInboundAt(), "last message of this agent");
    }

    // A3
    @Test
    void aReleasedAssignmentDoesNotCount() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        numbers.release(handover.conversation(), minute(2));
        assertCounts(0, handover.widget(), number);
    }

    // A3, A6
    @Test
    void aConversationThatTheHostClosedDoesNotCountAndCountsAgainWhenOpened() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        close(handover);
        assertCounts(0, handover.widget(), number);
        reopen(handover);
        assertCounts(1, handover.widget(), number);
    }

    // A3, A6
    @Test
    void aConversationThatTheHostDeletedDoesNotCount() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        host.deleteConversation(handover.conversation());
        assertCounts(0, handover.widget(), number);
    }

    @Test
    void aConversationWithoutAStatusCounts() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        host.setStatus(handover.conversation(), null);
        assertCounts(1, handover.widget(), number);
    }

    @Test
    void aStatusThatDiffersFromAClosedOneInCaseIsOpen() {
        String status = host.closedStatus().toUpperCase(Locale.ROOT);
        assumeFalse(status.equals(host.closedStatus()), "the closed status has no small letters");
        assertCountsInStatus(status);
    }

    @Test
    void aStatusThatDiffersFromAClosedOneInABlankIsOpen() {
        assertCountsInStatus(host.closedStatus() + " ");
    }

    // ---- history

    @Test
    void sequenceNumbersGrowWithEveryNewChoice() {
        PhoneNumber one = newNumber();
        PhoneNumber two = newNumber();
        WidgetId widget = widgetWith(one, two);
        choose(handover(widget), one, minute(3));
        long first = facts(widget, one).lastUsed();
        choose(handover(widget), two, minute(2));
        long second = facts(widget, two).lastUsed();
        choose(handover(widget), one, minute(1));
        long third = facts(widget, one).lastUsed();
        assertTrue(0 < first && first < second && second < third, first + " < " + second + " < " + third);
        assertEquals(second, facts(widget, two).lastUsed(), "a number keeps its own until it is chosen again");
    }

    @Test
    void lastUsedIsTheWidgetsOwn() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        choose(handover(widgetWith(number)), number, minute(1));
        NumberFacts facts = facts(widget, number);
        assertEquals(0, facts.lastUsed(), "sequence number");
        assertNull(facts.lastUsedAt(), "time");
    }

    @Test
    void lastUsedAtIsTheTimeOfTheLastDecisionThatChoseTheNumber() {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        choose(handover(handover.widget()), number, minute(2));
        numbers.release(handover.conversation(), minute(3));
        assertEquals(minute(2), facts(handover.widget(), number).lastUsedAt());
    }

    // A10
    @Test
    void aThreadThatWasLeftIsRememberedForItsAgentInEveryWidget() {
        PhoneNumber number = newNumber();
        Participant agent = newPerson();
        leave(handover(widgetWith(number), agent), number, minute(2));
        WidgetId other = widgetWith(number);
        assertEquals(minute(2), facts(other, agent, number).lastLeftAt(), "for this agent");
        assertNull(facts(other, newPerson(), number).lastLeftAt(), "for another one");
    }

    @Test
    void aNumberThatAnAssignmentWithoutAnAgentLeftIsLeftForEveryAgent() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        leave(handover(widget), number, minute(2));
        assertEquals(minute(2), facts(widget, newPerson(), number).lastLeftAt());
    }

    @Test
    void aNumberThatAnyoneLeftIsLeftForAHandoverWithoutAnAgent() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        leave(handover(widget, newPerson()), number, minute(2));
        leave(handover(widgetWith(number), newPerson()), number, minute(3));
        assertEquals(minute(3), facts(widget, number).lastLeftAt());
    }

    @Test
    void theLastOfSeveralWhoLeftAThreadCounts() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Participant agent = newPerson();
        leave(handover(widget, agent), number, minute(2));
        leave(handover(widget), number, minute(3));
        leave(handover(widget, newPerson()), number, minute(4));
        assertEquals(minute(3), facts(widget, agent, number).lastLeftAt(), "this agent's or nobody's");
    }

    @Test
    void aCustomersNumberIsRememberedForThatCustomer() {
        PhoneNumber number = newNumber();
        WidgetId widget = widgetWith(number);
        Participant customer = newPerson();
        choose(handover(widget).withCustomer(customer), number, minute(1));
        choose(handover(widget).withCustomer(customer), number, minute(2));
        choose(handover(widget).withCustomer(newPerson()), number, minute(3));
        assertEquals(minute(2), lastUsedWith(customer, widget, number), "this customer's last one");
        assertNull(lastUsedWith(newPerson(), widget, number), "another customer's");
        assertNull(lastUsedWith(null, widget, number), "without a customer");
    }

    @Test
    void aCustomersNumberIsRememberedInEveryWidget() {
        PhoneNumber number = newNumber();
        Participant customer = newPerson();
        choose(handover(widgetWith(number)).withCustomer(customer), number, minute(1));
        assertEquals(minute(1), lastUsedWith(customer, widgetWith(number), number));
    }

    // ---- messages. D4

    @Test
    void anInboundMessageIsRememberedForItsThreadOnly() {
        PhoneNumber number = newNumber();
        PhoneNumber other = newNumber();
        WidgetId widget = widgetWith(number, other);
        Participant agent = newPerson();
        numbers.noteInbound(new SenderThread(agent, number), minute(1));
        assertEquals(minute(1), facts(widget, agent, number).lastInboundAt(), "this thread");
        assertNull(facts(widget, agent, other).lastInboundAt(), "another number");
        assertNull(facts(widget, newPerson(), number).lastInboundAt(), "another agent");
        assertNull(facts(widget, number).lastInboundAt(), "no agent");
    }

    @Test
    void theLatestInboundMessageWinsInWhateverOrderTheyAreNoted() {
        PhoneNumber number = newNumber();
        Participant agent = newPerson();
        SenderThread thread = new SenderThread(agent, number);
        numbers.noteInbound(thread, minute(2));
        numbers.noteInbound(thread, minute(3));
        numbers.noteInbound(thread, minute(1));
        assertEquals(minute(3), facts(widgetWith(number), agent, number).lastInboundAt());
    }

    @Test
    void whatHappensToAThreadLeavesItsLastMessageAlone() {
        PhoneNumber number = newNumber();
        Participant agent = newPerson();
        Handover handover = handover(widgetWith(number), agent);
        numbers.noteInbound(new SenderThread(agent, number), minute(1));
        leave(handover.withCustomer(agent), number, minute(3));
        NumberFacts facts = facts(handover.widget(), agent, number);
        assertEquals(minute(1), facts.lastInboundAt(), "last message");
        assertEquals(minute(3), facts.lastLeftAt(), "last left");
        assertEquals(minute(0), lastUsedWith(agent, handover.widget(), number), "last used with this customer");
    }

    // ---- health. A14

    @Test
    void theHealthOfANumberIsSeenInEveryWidget() {
        PhoneNumber number = newNumber();
        PhoneNumber other = newNumber();
        Health health = new Health("63020: rejected", minute(1), minute(31));
        numbers.noteHealth(number, Health.Source.POLL, health);
        assertEquals(health, facts(widgetWith(number), number).health(), "in one widget");
        assertEquals(health, facts(widgetWith(number), newPerson(), number).health(), "in another one");
        assertNull(facts(widgetWith(other), other).health(), "another number's");
    }

    @Test
    void ofEachSourceTheLastReportWinsWhateverItsTimes() {
        for (Health.Source source : Health.Source.values()) {
            PhoneNumber number = newNumber();
            Health last = new Health("the last one", minute(1), minute(5));
            numbers.noteHealth(number, source, new Health("the first one", minute(2), minute(32)));
            numbers.noteHealth(number, source, last);
            assertEquals(last, facts(widgetWith(number), number).health(), source.name());
        }
    }

    @Test
    void aNumberThatWorksAgainHasNoHealthReport() {
        for (Health.Source source : Health.Source.values()) {
            PhoneNumber number = newNumber();
            numbers.noteHealth(number, source, new Health("offline", minute(1), minute(31)));
            numbers.noteHealth(number, source, null);
            numbers.noteHealth(number, source, null);
            assertNull(facts(widgetWith(number), number).health(), source.name());
        }
    }

    @Test
    void noSourceChangesWhatAnotherOneSays() {
        Health said = new Health("offline", minute(1), minute(31));
        for (Health.Source source : Health.Source.values()) {
            PhoneNumber number = newNumber();
            WidgetId widget = widgetWith(number);
            numbers.noteHealth(number, source, said);
            List<Health.Source> others = Arrays.stream(Health.Source.values())
                    .filter(other -> other != source)
                    .toList();
            others.forEach(other -> numbers.noteHealth(number, other, new Health("slow", minute(2), minute(12))));
            assertEquals(said, facts(widget, number).health(), () -> "of " + source + ", beside others");
            others.forEach(other -> numbers.noteHealth(number, other, null));
            assertEquals(said, facts(widget, number).health(), () -> "of " + source + ", when they are content");
        }
    }

    @Test
    void whatLastsLongestIsShown() {
        Health.Source[] sources = Health.Source.values();
        for (int longest = 0; longest < sources.length; longest++) {
            PhoneNumber number = newNumber();
            WidgetId widget = widgetWith(number);
            for (int end = sources.length; end > 0; end--) {
                numbers.noteHealth(number, sources[(longest + end) % sources.length], offlineUntil(end));
            }
            for (int end = sources.length; end > 0; end--) {
                assertEquals(offlineUntil(end), facts(widget, number).health(), "what lasts longest");
                assertEquals(offlineUntil(end), widgets.usage(widget).get(0).health(), "in the usage, too");
                numbers.noteHealth(number, sources[(longest + end) % sources.length], null);
            }
            assertNull(facts(widget, number).health(), "all are content");
        }
    }

    private static Health offlineUntil(int end) {
        return new Health("offline until " + end, minute(9 - end), minute(10 * end));
    }

    // ---- more than one process

    @Test
    void whatOneProcessRecordsTheOtherOneSees() {
        Optional<NumberStore> second = host.secondProcess();
        assumeFalse(second.isEmpty(), "the fixture has no second process");
        PhoneNumber number = newNumber();
        Participant agent = newPerson();
        WidgetId widget = widgetWith(number);
        Handover next = handover(widget, agent);
        show(second.orElseThrow(), next, minute(1));
        leave(handover(widget, agent), number, minute(3));
        choose(handover(widget, agent).withCustomer(agent), number, minute(4));
        numbers.noteInbound(new SenderThread(agent, number), minute(5));
        numbers.noteHealth(number, Health.Source.POLL, new Health("poll", minute(6), minute(36)));
        Snapshot here = show(numbers, next, minute(7));
        assertEquals(minute(5), here.factsOf(number).lastInboundAt(), "the last message, here");
        assertEquals(here, show(second.orElseThrow(), next, minute(7)), "all of it, there");
    }

    // ---- helpers

    /** A conversation gets the number three minutes before it leaves it. */
    private void leave(Handover handover, PhoneNumber number, Instant at) {
        choose(handover, number, at.minus(Duration.ofMinutes(3)));
        numbers.release(handover.conversation(), at);
    }

    private void assertCounts(int expected, WidgetId widget, PhoneNumber number) {
        NumberFacts facts = facts(widget, newPerson(), number);
        assertEquals(expected, facts.active(), "active");
        assertEquals(expected, facts.activeWithAgent(), "active with an agent");
    }

    private void assertCountsInStatus(String status) {
        PhoneNumber number = newNumber();
        Handover handover = handover(widgetWith(number));
        choose(handover, number, minute(1));
        host.setStatus(handover.conversation(), status);
        assertTrue(known(handover).open(), "'" + status + "' is none of the closed statuses");
        assertCounts(1, handover.widget(), number);
    }

    private @Nullable Instant lastUsedWith(@Nullable Participant customer, WidgetId widget, PhoneNumber number) {
        Handover handover = new Handover(widget, newConversation(widget), null, customer);
        return facts(handover, number).lastUsedWithCustomer();
    }
}
