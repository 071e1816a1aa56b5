package dev.numberpool.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.ReconciliationLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What a {@link ReconciliationLog} remembers of archives, and which messages it finds for a comparison. Extend it:
 *
 * <pre>{@code
 * final class MyReconciliationLogTest extends ReconciliationLogContract {
 *     @Override
 *     protected MessageLogFixture fixture() {
 *         return new MyMessageLogFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class ReconciliationLogContract extends LogContract {
    /** So small that a look at a few messages takes several pages. */
    private static final int PAGE = 3;

    private static final Set<DeliveryState> UNSETTLED = EnumSet.of(
            DeliveryState.PENDING,
            DeliveryState.UNKNOWN,
            DeliveryState.ACCEPTED,
            DeliveryState.SCHEDULED,
            DeliveryState.QUEUED,
            DeliveryState.SENDING,
            DeliveryState.SENT);

    /** For subclasses. */
    protected ReconciliationLogContract() {}

    // ---- comparedUntil and noteCompared. D15

    @Test
    void anArchiveThatWasNeverComparedHasNoMark() {
        log.noteCompared(newArchive(), minute(1));
        assertEquals(Optional.empty(), log.comparedUntil(newArchive()));
    }

    @Test
    void theMarkOfAnArchiveMovesForward() {
        String archive = newArchive();
        log.noteCompared(archive, minute(1));
        assertEquals(Optional.of(minute(1)), log.comparedUntil(archive), "the first");
        log.noteCompared(archive, minute(7));
        assertEquals(Optional.of(minute(7)), log.comparedUntil(archive), "a later one");
    }

    @Test
    void theMarkOfAnArchiveNeverMovesBack() {
        String archive = newArchive();
        log.noteCompared(archive, minute(7));
        log.noteCompared(archive, minute(1));
        assertEquals(Optional.of(minute(7)), log.comparedUntil(archive));
    }

    @Test
    void everyArchiveHasAMarkOfItsOwn() {
        String one = newArchive();
        String other = newArchive();
        log.noteCompared(one, minute(7));
        log.noteCompared(other, minute(1));
        assertEquals(Optional.of(minute(7)), log.comparedUntil(one), "one");
        assertEquals(Optional.of(minute(1)), log.comparedUntil(other), "the other");
    }

    @Test
    void namesOfArchivesAreComparedCharacterByCharacter() {
        String name = newArchive() + "/Müller";
        List<String> alike = List.of(name, name + " ", name.replace('M', 'm'), name.replace('ü', 'u'), name + "/");
        assertTellsApart(alike);
    }

    @Test
    void aNameMayHave255Characters() {
        String beginning = newArchive() + "/";
        String filled = beginning + "x".repeat(254 - beginning.length());
        assertTellsApart(List.of(filled + "1", filled + "2"));
    }

    @Test
    void ofMarksThatManySetAtOnceTheLatestStays() {
        assertTheLatestStays(List.of(log));
    }

    @Test
    void ofMarksThatManySetAtOnceInTwoProcessesTheLatestStays() {
        assertTheLatestStays(List.of(log, otherProcess()));
    }

    @Test
    void whatOneProcessHasComparedTheOtherOneKnows() {
        MessageLog second = otherProcess();
        String archive = newArchive();
        assertEquals(Optional.empty(), second.comparedUntil(archive), "before");
        log.noteCompared(archive, minute(7));
        second.noteCompared(archive, minute(1));
        assertEquals(Optional.of(minute(7)), second.comparedUntil(archive), "there");
        assertEquals(Optional.of(minute(7)), log.comparedUntil(archive), "here");
    }

    // ---- unsettled. D5

    @Test
    void whatWasTriedAndHasNoEndIsUnsettled() {
        List<OutboundRecord> all = Arrays.stream(DeliveryState.values())
                .map(state -> logged(text(newThread()), state))
                .toList();
        List<OutboundRecord> expected = all.stream()
                .filter(message -> UNSETTLED.contains(message.state()))
                .toList();
        assertUnsettled(expected, all, minute(0), minute(9));
    }

    @Test
    void whatIsUnsettledIsShownAsItIs() {
        OutboundRecord logged = append(text(newThread()).headed("— New chat: Zoë 👋 (#282) —\n"));
        OutboundRecord unknown = note(logged, DeliveryState.UNKNOWN, minute(2));
        OutboundRecord sent = log.note(
                        report(append(text(newThread())), newProviderId(), DeliveryState.SENT, minute(3)))
                .orElseThrow();
        assertEquals(List.of(unknown, sent), unsettled(log, List.of(unknown, sent), minute(0), minute(9)));
    }

    @Test
    void everyKindOfMessageCanBeUnsettled() {
        OutboundRecord wakeUp = append(template(newThread()));
        OutboundRecord answer = append(answer(newThread()));
        OutboundRecord footer = append(footer(newThread(), newConversation()));
        List<OutboundRecord> all = List.of(wakeUp, answer, footer);
        assertUnsettled(all, all, minute(0), minute(9));
    }

    @Test
    void whatGetsAnEndOrWaitsAgainIsNoLongerUnsettled() {
        OutboundRecord arrived = append(text(newThread()));
        OutboundRecord parked = append(text(newThread()));
        OutboundRecord moved = append(text(newThread()));
        List<OutboundRecord> all = List.of(arrived, parked, moved);
        assertUnsettled(all, all, minute(0), minute(9));
        note(arrived, DeliveryState.DELIVERED, minute(1));
        log.park(refusal(parked, minute(1)), null);
        log.move(moved.on(newThread(), null, ASSIGNED), minute(1));
        assertUnsettled(List.of(), all, minute(0), minute(9));
        OutboundRecord again = log.next(parked.thread(), minute(2), OPEN).orElseThrow();
        assertUnsettled(List.of(again), all, minute(0), minute(9));
    }

    @Test
    void whatTheHostWasToldOfIsStillUnsettled() {
        OutboundRecord unknown = logged(text(newThread()), DeliveryState.UNKNOWN);
        log.told(unknown);
        assertUnsettled(List.of(unknown), List.of(unknown), minute(0), minute(9));
    }

    @Test
    void theFirstTimeCountsAndTheLastDoesNot() {
        OutboundRecord message = append(text(newThread()), minute(5), OPEN);
        List<OutboundRecord> all = List.of(message);
        assertUnsettled(all, all, minute(5), minute(5).plusMillis(1));
        assertUnsettled(List.of(), all, minute(4), minute(5));
        assertUnsettled(List.of(), all, minute(5).plusMillis(1), minute(9));
    }

    @Test
    void whatCountsIsSinceWhenTheMessageIsInItsState() {
        OutboundRecord message = append(text(newThread()), minute(1), OPEN);
        OutboundRecord sent = note(message, DeliveryState.SENT, minute(5));
        assertUnsettled(List.of(sent), List.of(sent), minute(5), minute(6));
        assertUnsettled(List.of(), List.of(sent), minute(0), minute(5));
    }

    @Test
    void whatIsUnsettledComesInTheOrderOfItsPositionsPageByPage() {
        List<OutboundRecord> all = new ArrayList<>();
        for (int n = 0; n < PAGE; n++) {
            all.add(append(text(newThread()), minute(9 - n), OPEN));
            all.add(logged(text(newThread()), DeliveryState.UNKNOWN));
            all.add(logged(text(newThread()), DeliveryState.SENT));
        }
        assertUnsettled(all, all, minute(0), minute(10));
        long before = all.get(0).position() - 1;
        assertEquals(PAGE, log.unsettled(minute(0), minute(10), before, PAGE).size(), "at most so many");
    }

    @Test
    void whatOneProcessHasSentIsUnsettledInTheOtherOne() {
        MessageLog second = otherProcess();
        OutboundRecord message = append(text(newThread()));
        assertEquals(List.of(message), unsettled(second, List.of(message), minute(0), minute(9)), "while it is sent");
        second.note(report(message, null, DeliveryState.READ, minute(2)));
        assertUnsettled(List.of(), List.of(message), minute(0), minute(9));
    }

    // ---- helpers

    private static String newArchive() {
        return "AC" + StoreContract.newId();
    }

    private void assertTellsApart(List<String> names) {
        Map<String, Instant> marks =
                names.stream().collect(Collectors.toMap(Function.identity(), name -> minute(names.indexOf(name))));
        marks.forEach((name, mark) -> log.noteCompared(name, mark));
        marks.forEach((name, mark) -> assertEquals(Optional.of(mark), log.comparedUntil(name), name));
    }

    /** Each of the callers sets marks of its own, forwards and backwards; the latest is set long before the end. */
    private void assertTheLatestStays(List<MessageLog> logs) {
        String archive = newArchive();
        AtomicInteger callers = new AtomicInteger();
        together(logs, each -> {
            int caller = callers.getAndIncrement();
            for (int n = 0; n < Rush.THREADS; n++) {
                int turn = (caller + n) % Rush.THREADS;
                each.noteCompared(archive, minute(turn * Rush.THREADS + caller));
            }
            return true;
        });
        assertEquals(Optional.of(minute(Rush.THREADS * Rush.THREADS - 1)), log.comparedUntil(archive));
    }

    /** Of all these messages, those are unsettled, whatever else the log has. */
    private void assertUnsettled(
            List<OutboundRecord> expected, List<OutboundRecord> all, Instant since, Instant before) {
        assertEquals(
                expected.stream().map(OutboundRecord::id).toList(),
                unsettled(log, all, since, before).stream()
                        .map(OutboundRecord::id)
                        .toList());
    }

    private static List<OutboundRecord> unsettled(
            ReconciliationLog each, List<OutboundRecord> all, Instant since, Instant before) {
        Set<String> mine = all.stream().map(OutboundRecord::id).collect(Collectors.toSet());
        List<OutboundRecord> found = new ArrayList<>();
        long after = all.get(0).position() - 1;
        List<OutboundRecord> page = each.unsettled(since, before, after, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(message -> mine.contains(message.id())).forEach(found::add);
            long last = page.get(page.size() - 1).position();
            assertTrue(last > after, "each page goes on where the one before it ended");
            after = last;
            page = each.unsettled(since, before, after, PAGE);
        }
        return found;
    }
}
