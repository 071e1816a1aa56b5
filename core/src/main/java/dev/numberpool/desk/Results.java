package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes what became of a message and tells the host; what failed for a while is parked again. */
final class Results {
    /** With doubling pauses this is about five hours for what is throttled. */
    private static final int MAX_ATTEMPTS = 9;

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMinutes(1);

    /** For how long a provider may ask to wait: a thread's messages wait for the first of them. */
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    /** For how long a number that the provider refuses gets no new conversations. */
    private static final Duration QUARANTINE = Duration.ofMinutes(30);

    /** A later report does not say how often the message was tried: four minutes. */
    private static final int TYPICAL_ATTEMPT = 3;

    private final DeskPorts ports;
    private final WakeUps wakeUps;

    Results(DeskPorts ports, WakeUps wakeUps) {
        this.ports = ports;
        this.wakeUps = wakeUps;
    }

    Optional<OutboundRecord> accepted(OutboundRecord record, String providerId) {
        return note(new DeliveryReport(record.reference(), providerId, DeliveryState.ACCEPTED, null, ports.now()));
    }

    void fail(OutboundRecord record, Failure failure) {
        note(report(record, DeliveryState.FAILED, failure));
    }

    void cancel(OutboundRecord record) {
        ports.log().note(report(record, DeliveryState.CANCELED, null));
    }

    /**
     * The process that was sending it has died, or its provider has not said a word. Unknown since it was taken, however
     * much later that is found out: who looks for it in the provider's archive has to know when it may have been sent.
     */
    void lost(OutboundRecord record) {
        Failure failure = Failure.of(Failure.Kind.UNKNOWN_OUTCOME);
        note(new DeliveryReport(
                record.reference(), record.providerId(), DeliveryState.UNKNOWN, failure, record.since()));
    }

    /** The gateway did not take the message. */
    Optional<OutboundRecord> refused(OutboundRecord record, GatewayException e) {
        Failure failure = e.failure();
        return failure.kind().retry() == Failure.Retry.RECONCILE
                ? note(report(record, DeliveryState.UNKNOWN, failure))
                : failed(
                        report(record, DeliveryState.FAILED, failure),
                        failure,
                        longer(pauseAfter(failure.kind(), record.attempt()), e.retryAfter()));
    }

    /** Nobody knows whether the gateway took the message. */
    Optional<OutboundRecord> uncertain(OutboundRecord record) {
        return note(report(record, DeliveryState.UNKNOWN, Failure.of(Failure.Kind.UNKNOWN_OUTCOME)));
    }

    /** What the provider said later. */
    void take(DeliveryReport report) {
        Failure failure = report.failure();
        if (failure == null || !report.state().isFailure()) {
            note(report);
        } else {
            failed(report, failure, pauseAfter(failure.kind(), TYPICAL_ATTEMPT));
        }
    }

    /** Fails everything that waits on a thread whose agent cannot be woken. */
    void failWaiting(SenderThread thread) {
        Instant at = ports.now();
        SendGate everything = new SendGate(true, at, Integer.MAX_VALUE, at);
        Optional<OutboundRecord> next = ports.log().next(thread, at, everything);
        while (next.isPresent()) {
            fail(next.get(), Failure.of(Failure.Kind.WAKE_UP_FAILED));
            next = ports.log().next(thread, at, everything);
        }
    }

    private Optional<OutboundRecord> failed(DeliveryReport report, Failure failure, Duration pause) {
        if (failure.kind().retry() == Failure.Retry.NEVER && failure.kind() != Failure.Kind.WINDOW_CLOSED) {
            return note(report);
        }
        boolean isTimed = failure.kind() != Failure.Kind.WINDOW_CLOSED;
        Instant notBefore = isTimed ? ports.now().plus(pause) : null;
        Optional<OutboundRecord> parked = ports.log().park(report, notBefore);
        parked.ifPresent(record -> {
            if (isTimed) {
                giveUpInTheEnd(record, failure);
            } else {
                windowClosed(record, failure);
            }
        });
        return parked;
    }

    /** A template opens the window, so there is nothing that it could wait for. */
    private void windowClosed(OutboundRecord parked, Failure failure) {
        if (parked.content() instanceof Content.Template) {
            fail(parked, failure);
        } else {
            wakeUps.refused(parked);
        }
    }

    private void giveUpInTheEnd(OutboundRecord parked, Failure failure) {
        if (parked.attempt() > MAX_ATTEMPTS) {
            fail(parked, new Failure(Failure.Kind.GIVEN_UP, failure.code()));
        }
    }

    /** The provider knows better how long it is busy; what it says is believed up to a point. */
    private static Duration longer(Duration own, @Nullable Duration wish) {
        if (wish == null || wish.compareTo(own) <= 0) {
            return own;
        }
        return wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH;
    }

    /** Doubles with each attempt. */
    private static Duration pauseAfter(Failure.Kind kind, int attempt) {
        Duration first = kind.retry() == Failure.Retry.SOON ? SOON : LATER;
        return first.multipliedBy(1L << Math.min(attempt - 1, MAX_ATTEMPTS));
    }

    private Optional<OutboundRecord> note(DeliveryReport report) {
        Optional<OutboundRecord> news = ports.log().note(report);
        news.ifPresent(this::tell);
        // The number works again, as far as messages can tell.
        news.filter(record -> record.state().hasArrived())
                .ifPresent(record -> ports.numbers().noteHealth(record.thread().number(), Health.Source.MESSAGE, null));
        return news;
    }

    /** At least once, even if a process dies while it tells. */
    void tell(OutboundRecord record) {
        tellListener(record);
        if (record.state().isFailure() || record.state() == DeliveryState.UNKNOWN) {
            ports.log().told(record);
        }
    }

    private void tellListener(OutboundRecord record) {
        ConversationId conversation = record.conversation();
        Failure failure = record.failure();
        if (record.state().isFailure() && failure != null) {
            tellFailed(record, conversation, failure);
        } else if (conversation != null && record.kind() == OutboundRecord.Kind.MESSAGE) {
            progressed(record, conversation);
        } else if (record.state() == DeliveryState.UNKNOWN && failure != null) {
            ports.listener().tell(l -> l.notTold(record.thread(), conversation, failure));
        }
    }

    private void tellFailed(OutboundRecord record, @Nullable ConversationId conversation, Failure failure) {
        if (conversation != null && record.kind() == OutboundRecord.Kind.MESSAGE) {
            ports.listener().tell(l -> l.failed(conversation, record.messageId(), failure));
        } else {
            ports.listener().tell(l -> l.notTold(record.thread(), conversation, failure));
        }
        if (failure.kind().scope() == Failure.Scope.SENDER) {
            Instant now = ports.now();
            Health broken = new Health("send failed: " + failure.kind(), now, now.plus(QUARANTINE));
            ports.numbers().noteHealth(record.thread().number(), Health.Source.MESSAGE, broken);
        }
        if (record.kind() == OutboundRecord.Kind.WAKE_UP && record.state() != DeliveryState.CANCELED) {
            failWaiting(record.thread());
        }
    }

    private void progressed(OutboundRecord record, ConversationId conversation) {
        switch (record.state()) {
            case UNKNOWN -> ports.listener().tell(l -> l.unknown(conversation, record.messageId()));
            case DELIVERED -> ports.listener().tell(l -> l.delivered(conversation, record.messageId()));
            case READ -> ports.listener().tell(l -> l.read(conversation, record.messageId()));
            case ACCEPTED -> ports.listener().tell(l -> l.accepted(conversation, record.messageId()));
            default -> {
                // A step between the two that hosts care for.
            }
        }
    }

    private DeliveryReport report(OutboundRecord record, DeliveryState state, @Nullable Failure failure) {
        return new DeliveryReport(record.reference(), record.providerId(), state, failure, ports.now());
    }
}
