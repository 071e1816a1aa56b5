package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.ServiceWindow;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.ThreadRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the host's scheduler calls. */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private static final int PAGE = 100;

    /** As long as a provider or a reconciliation may bring a message again. */
    private static final Duration SHORTEST_MEMORY = Duration.ofDays(7);

    private final DeskPorts ports;
    private final People people;
    private final Threads threads;
    private final WakeUps wakeUps;
    private final Results results;
    private final Postman postman;

    Housekeeping(DeskPorts ports, People people, Threads threads, WakeUps wakeUps, Results results, Postman postman) {
        this.ports = ports;
        this.people = people;
        this.threads = threads;
        this.wakeUps = wakeUps;
        this.results = results;
        this.postman = postman;
    }

    int flush(int limit) {
        int sent = 0;
        long after = 0;
        List<OutboundRecord> page;
        do {
            Instant at = ports.now();
            page = ports.log().due(at, Windows.inFlightSince(at), after, PAGE);
            for (OutboundRecord due : page) {
                sent += settle(due, limit - sent);
                after = due.position();
            }
            // What has become the first of its queue meanwhile stands behind it.
        } while (!page.isEmpty() && sent < limit);
        return sent;
    }

    int flush(SenderThread thread) {
        Instant at = ports.now();
        return postman.drain(thread, Windows.of(threads.look(thread, at), at), PAGE);
    }

    private int settle(OutboundRecord due, int limit) {
        if (due.state() == DeliveryState.PENDING) {
            results.lost(due);
            return 0;
        }
        if (due.state() != DeliveryState.PARKED) {
            results.tell(due);
            return 0;
        }
        Instant at = ports.now();
        ThreadRecord thread = threads.look(due.thread(), at);
        ServiceWindow window = Windows.of(thread, at);
        if (window != ServiceWindow.CLOSED || due.content() instanceof Content.Template) {
            return postman.drain(due.thread(), window, limit);
        }
        if (isAboutAMessage(due)) {
            return wake(due, thread, limit, at);
        }
        // A remark of ours is worth no template, and must not keep the messages behind it waiting.
        results.fail(due, Failure.of(Failure.Kind.WINDOW_CLOSED));
        return 0;
    }

    /** The window is closed: the template has to be under way, and nothing may wait for an agent who has left. */
    private int wake(OutboundRecord waiting, ThreadRecord thread, int limit, Instant at) {
        if (threads.assignmentStillOn(waiting).isEmpty()) {
            return postman.drain(waiting.thread(), ServiceWindow.OPEN, 1);
        }
        if (!wakeUps.isPossible()) {
            tellThatItWaits(waiting, at);
        }
        Optional<DeliveryState> wakeUp = wakeUps.request(waiting, thread, at);
        if (wakeUp.filter(DeliveryState::isFailure).isPresent()) {
            results.failWaiting(waiting.thread());
            return 0;
        }
        return postman.drain(waiting.thread(), ServiceWindow.CLOSED, limit);
    }

    /** It was to wait for something else, and the window has closed meanwhile: as if the provider had just refused it. */
    private void tellThatItWaits(OutboundRecord waiting, Instant at) {
        Failure known = waiting.failure();
        if (known == null || known.kind() != Failure.Kind.WINDOW_CLOSED) {
            Failure closed = Failure.of(Failure.Kind.WINDOW_CLOSED);
            ports.log()
                    .next(waiting.thread(), at, Windows.gate(ServiceWindow.OPEN, at))
                    .ifPresent(taken -> results.take(
                            new DeliveryReport(taken.reference(), null, DeliveryState.FAILED, closed, at)));
        }
    }

    private static boolean isAboutAMessage(OutboundRecord record) {
        return record.kind() == Kind.MESSAGE && record.conversation() != null;
    }

    int purge(Duration olderThan) {
        if (olderThan.compareTo(SHORTEST_MEMORY) < 0) {
            throw new IllegalArgumentException("olderThan is " + olderThan + "; it must be at least "
                    + SHORTEST_MEMORY.toDays() + " days, or messages that come again are not recognised");
        }
        return ports.log()
                .purge(
                        ports.now().minus(olderThan),
                        conversation -> ports.numbers()
                                .find(conversation)
                                .map(ConversationRecord::active)
                                .isPresent());
    }

    List<Assignment> rebind(Participant old, Participant now) {
        List<Assignment> moved = new ArrayList<>();
        for (Participant address : people.of(old)) {
            if (!address.equals(now)) {
                moved.addAll(transferAll(address, now));
            }
        }
        ports.log().forget(old);
        return moved;
    }

    private List<Assignment> transferAll(Participant old, Participant now) {
        List<Assignment> moved = new ArrayList<>();
        for (Assignment active : ports.numbers().active(new ActiveQuery(null, null, old, null, Integer.MAX_VALUE))) {
            try {
                moved.add(ports.pool().transfer(active.conversation(), now));
            } catch (UnknownConversationException | ConversationClosedException e) {
                LOG.debug("Conversation {} ended before it could be moved", active.conversation());
            }
        }
        return moved;
    }
}
