package dev.numberpool.testkit.broken;

import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Logs that write something else down than what they are given, or twice, or let the wrong ones pass. */
final class BrokenAppends {
    private BrokenAppends() {}

    /** Leaves every message to whoever comes along. */
    @CaughtBy({
        "aMessageThatNothingStandsInTheWayOfIsTheCallersToSend",
        "theOtherPartsOfAMessageWaitInTheirOrder",
        "aMessageThatHasBeenPendingForLongHoldsNoNewOneUp",
        "aTemplatePassesThoseThatWaitWhileTheGateIsClosed",
        "threadsDoNotWaitForEachOther",
        "anOldThreadIsFreeWhenItsMessageHasMoved"
    })
    static final class SendsNothingAtOnce extends HealthyLog {
        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            return super.append(parts, at, withBurst(gate, 0));
        }
    }

    /** Gives all parts of a message to the caller at once. */
    @CaughtBy("theOtherPartsOfAMessageWaitInTheirOrder")
    static final class SendsEveryPartAtOnce extends HealthyLog {
        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            DeliveryState first = super.append(parts, at, gate).get(0).state();
            return seen().stream().map(part -> with(part, "state", first)).toList();
        }
    }

    /** Begins with the last part. */
    @CaughtBy("theOtherPartsOfAMessageWaitInTheirOrder")
    static final class AppendsBackwards extends HealthyLog {
        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            List<OutboundRecord> reversed = new ArrayList<>(parts);
            Collections.reverse(reversed);
            return super.append(reversed, at, gate);
        }
    }

    /** Gives no message a place in the queue. */
    @CaughtBy({
        "aMessageThatNothingStandsInTheWayOfIsTheCallersToSend",
        "theOtherPartsOfAMessageWaitInTheirOrder",
    })
    static final class HasNoPositions extends HealthyLog {
        @Override
        OutboundRecord shown(OutboundRecord truth) {
            return with(truth, "position", 0L);
        }
    }

    /** Does not see what waits. */
    @CaughtBy({"aMessageWaitsBehindThoseThatWait", "aTemplateWaitsItsTurnWhileTheGateIsOpen"})
    static final class OvertakesWhatWaits extends HealthyLog {
        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            return super.append(parts, at, gate).stream()
                    .map(part ->
                            gate.freeText() && gate.burst() > 0 ? with(part, "state", DeliveryState.PENDING) : part)
                    .toList();
        }
    }

    /** Sends free text into a closed service window. */
    @CaughtBy({
        "aMessageWaitsWhileTheGateIsClosedForFreeText",
        "aTemplatePassesThoseThatWaitWhileTheGateIsClosed",
        "onlyTemplatesAreSentWhileTheGateIsClosed"
    })
    static final class LetsTextThroughAClosedGate extends HealthyLog {
        @Override
        SendGate gate(SendGate given) {
            return withFreeText(given, true);
        }
    }

    /** Closes the gate for templates too, so that nobody is ever woken. */
    @CaughtBy({"aTemplatePassesThoseThatWaitWhileTheGateIsClosed", "onlyTemplatesAreSentWhileTheGateIsClosed"})
    static final class HoldsTemplatesBack extends HealthyLog {
        @Override
        SendGate gate(SendGate given) {
            return given.freeText() ? given : withBurst(given, 0);
        }
    }

    /** Lets templates pass whether or not there is need. */
    @CaughtBy("aTemplateWaitsItsTurnWhileTheGateIsOpen")
    static final class LetsTemplatesPassAlways extends HealthyLog {
        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            boolean isTemplate = parts.get(0).content() instanceof Content.Template;
            return super.append(parts, at, isTemplate ? withFreeText(gate, false) : gate);
        }
    }

    /** Has one queue for all threads. */
    @CaughtBy("threadsDoNotWaitForEachOther")
    static final class HasOneQueueForAll extends HealthyLog {
        private final AtomicBoolean isBusy = new AtomicBoolean();

        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            return super.append(parts, at, isBusy.getAndSet(true) ? withBurst(gate, 0) : gate);
        }
    }

    /** Logs and sends whatever it is given, however often. */
    @CaughtBy({
        "aMessageIsLoggedOnce",
        "aMessageThatIsThereIsReturnedAsItIsNow",
        "aMessageOfNoConversationIsLoggedOnceToo",
        "aMessageThatManyAppendAtOnceIsLoggedOnce",
        "aMessageThatManyAppendAtOnceInTwoProcessesIsLoggedOnce"
    })
    static final class AppendsTwice extends HealthyLog {
        private final AtomicInteger last = new AtomicInteger();

        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            String suffix = " " + last.incrementAndGet();
            return super.append(
                    parts.stream()
                            .map(part -> with(part, "messageId", part.messageId() + suffix))
                            .toList(),
                    at,
                    gate);
        }
    }

    /** Replaces what is there by what it is given. */
    @CaughtBy({
        "aMessageIsLoggedOnce",
        "aMessageThatIsThereIsReturnedAsItIsNow",
        "aMessageThatManyAppendAtOnceIsLoggedOnce"
    })
    static final class OverwritesWhatIsThere extends HealthyLog {
        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            List<OutboundRecord> logged = super.append(parts, at, gate);
            return logged.get(0).id().equals(parts.get(0).id()) ? logged : parts;
        }
    }

    /** Answers with what it answered the first time. */
    @CaughtBy("aMessageThatIsThereIsReturnedAsItIsNow")
    static final class ReturnsWhatWasThere extends HealthyLog {
        private final Map<String, List<OutboundRecord>> first = new ConcurrentHashMap<>();

        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            return first.computeIfAbsent(parts.get(0).messageId(), id -> super.append(parts, at, gate));
        }
    }

    /** Takes the message id alone for the key. */
    @CaughtBy("theSameIdInAnotherConversationOrInNoneIsAnotherMessage")
    static final class KnowsNoConversations extends HealthyLog {
        private final Map<String, OutboundRecord> first = new ConcurrentHashMap<>();

        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            OutboundRecord known = first.putIfAbsent(parts.get(0).messageId(), parts.get(0));
            return super.append(known == null ? parts : List.of(known), at, gate);
        }
    }

    /** Takes no conversation for no key, as a unique index does with NULL. */
    @CaughtBy("aMessageOfNoConversationIsLoggedOnceToo")
    static final class LogsNobodysMessageAgain extends HealthyLog {
        private final AtomicInteger last = new AtomicInteger();

        @Override
        public List<OutboundRecord> append(List<OutboundRecord> parts, Instant at, SendGate gate) {
            String suffix = parts.get(0).conversation() == null ? " " + last.incrementAndGet() : "";
            return super.append(
                    parts.stream()
                            .map(part -> with(part, "messageId", part.messageId() + suffix))
                            .toList(),
                    at,
                    gate);
        }
    }

    /** Keeps text that fits into ASCII. */
    @CaughtBy("whatIsLoggedIsKeptAsItIs")
    static final class ReplacesLetters extends HealthyLog {
        @Override
        OutboundRecord shown(OutboundRecord truth) {
            return truth.content() instanceof Content.Text text
                    ? with(truth, "content", new Content.Text(text.text().replaceAll("[^ -~\n]", "?"), text.media()))
                    : truth;
        }
    }

    /** Keeps the text and forgets its media. */
    @CaughtBy("whatIsLoggedIsKeptAsItIs")
    static final class ForgetsMedia extends HealthyLog {
        @Override
        OutboundRecord shown(OutboundRecord truth) {
            return truth.content() instanceof Content.Text text
                    ? with(truth, "content", new Content.Text(text.text(), List.of()))
                    : truth;
        }
    }

    /** Keeps no headings. */
    @CaughtBy({"whatIsLoggedIsKeptAsItIs", "aMessageThatIsMovedWaitsAtTheEndOfTheOtherThread"})
    static final class ForgetsHeadings extends HealthyLog {
        @Override
        OutboundRecord shown(OutboundRecord truth) {
            return with(truth, "heading", null);
        }
    }

    /** Has a log for each process. */
    @CaughtBy({
        "aMessageThatManyAppendAtOnceInTwoProcessesIsLoggedOnce",
        "whatOneProcessAppendsTheOtherOneSends",
        "whatOneProcessSendsTheOtherOneRemembers",
        "whatOneProcessHandlesTheOtherOneKnows",
        "whatOneProcessLearnsTheOtherOneKnows",
        "whatOneProcessTellsOrDeletesTheOtherOneKnows",
        "ofManyWhoClaimAMessageInTwoProcessesOneWins"
    })
    static final class KeepsProcessesApart extends HealthyLog {
        private final HealthyLog other = new HealthyLog();

        @Override
        public Optional<MessageLog> secondProcess() {
            return Optional.of(other);
        }
    }
}
