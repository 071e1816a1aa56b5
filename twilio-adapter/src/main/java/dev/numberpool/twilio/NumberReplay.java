package dev.numberpool.twilio;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.ServiceWindow;
import dev.numberpool.StoreException;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundHandler;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Media;
import dev.numberpool.spi.MessageLog;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings what was written to one number and did not come through a webhook. The mark in the log says up to when nothing is
 * missing and nothing can appear any more; it moves while the work goes on, and never past a message that is not handled.
 */
final class NumberReplay {
    /** After so many messages the mark is moved, so that little is looked at again after a kill. */
    private static final int MARK_EVERY = 100;

    private final Desk desk;
    private final MessageArchive archive;
    private final ReconcilerOptions options;
    private final Tally tally;
    private final PhoneNumber number;
    private final String name;
    private final Set<String> waitingThreads = new HashSet<>();
    private final Instant start;
    private Instant unhandled = Instant.MAX;

    /** The host's side of it. */
    record Desk(HandoverDesk desk, MessageLog log, InboundHandler handler, Stumbles stumbles) {}

    NumberReplay(
            Desk desk,
            MessageArchive archive,
            ReconcilerOptions options,
            Tally tally,
            String accountSid,
            PhoneNumber number) {
        this.desk = desk;
        this.archive = archive;
        this.options = options;
        this.tally = tally;
        this.number = number;
        this.start = options.clock().instant();
        this.name = "twilio/" + accountSid + "/in/" + number.e164();
    }

    /**
     * Goes from the mark to now.
     *
     * @throws TwilioCallException if the archive cannot be read
     */
    void run() {
        Slices slices = new Slices(archive, number);
        Instant from = begin();
        while (from.isBefore(start)) {
            Slices.Slice slice = slices.next(from, start);
            handle(slice.oldestFirst());
            mark(slice.end());
            from = slice.end();
        }
    }

    /** The mark. The first time it is now: what was written before was for whatever was here before. */
    private Instant begin() {
        Instant oldest = start.minus(options.maxAge());
        Instant mark = desk.log().comparedUntil(name).orElse(null);
        if (mark == null) {
            Instant first = later(options.since() == null ? start : options.since(), oldest);
            desk.log().noteCompared(name, first);
            return first;
        }
        if (mark.isBefore(oldest)) {
            tally.problem(
                    "what was written to " + number.masked() + " from " + mark + " to " + oldest
                            + " was not compared: it is older than " + options.maxAge()
                            + ", and so old messages may be forgotten and would be handled twice; look for them in Twilio's log");
        }
        return later(mark, oldest);
    }

    private void handle(List<ArchivedMessage> oldestFirst) {
        int sinceMark = 0;
        for (ArchivedMessage message : oldestFirst) {
            if (sinceMark++ == MARK_EVERY) {
                mark(message.at());
                sinceMark = 0;
            }
            replay(message);
        }
    }

    /**
     * Everything before this time is handled, unless it waits. What was younger than the overlap when the list was read, and
     * not when the last handler returned, may still appear.
     */
    private void mark(Instant until) {
        Instant complete = start.minus(options.overlap());
        desk.log().noteCompared(name, earlier(earlier(until, unhandled), complete));
    }

    private void replay(ArchivedMessage archived) {
        if (desk.log().quoted(archived.sid()).isPresent()) {
            tally.duplicate();
        } else if (waitingThreads.contains(archived.from()) || archived.isIncomplete()) {
            tally.waiting();
            wait(archived);
        } else {
            Optional<InboundMessage> message = read(archived);
            message.ifPresent(readable -> receive(archived, readable));
        }
    }

    private void receive(ArchivedMessage archived, InboundMessage message) {
        InboundOutcome outcome;
        try {
            outcome = options.around().apply(() -> desk.desk().receive(message, desk.handler()));
        } catch (RuntimeException e) {
            failed(archived, e);
            return;
        }
        if (outcome instanceof InboundOutcome.Duplicate duplicate) {
            duplicate(archived, duplicate);
            return;
        }
        desk.stumbles().handled(message.id());
        tally.received();
        tell(message, outcome);
    }

    private void duplicate(ArchivedMessage archived, InboundOutcome.Duplicate duplicate) {
        if (duplicate.isCompleted()) {
            tally.duplicate();
        } else {
            // Somebody is at it, or died over it and its lease is not over.
            tally.waiting();
            wait(archived);
        }
    }

    private void failed(ArchivedMessage archived, RuntimeException failure) {
        // The exception's own text is the host's and may hold anything.
        tally.failed("message " + archived.sid() + " to " + number.masked() + " was not handled: "
                + failure.getClass().getName() + "; it is tried again by the next reconciliation");
        unhandled = earlier(unhandled, archived.at());
        if (desk.stumbles().holdsUp(archived.sid())) {
            wait(archived);
        }
        if (failure instanceof StoreException) {
            // If it is not the message's fault, this fails too, and ends the reconciliation.
            desk.log().comparedUntil(name);
        }
    }

    /** Keeps the mark before the message, and what follows in its chat behind it. */
    private void wait(ArchivedMessage archived) {
        waitingThreads.add(archived.from());
        unhandled = earlier(unhandled, archived.at());
    }

    private void tell(InboundMessage message, InboundOutcome outcome) {
        // An answer to an older message would be refused: the service window that it opened is closed.
        if (message.at().plus(ServiceWindow.LENGTH).isBefore(options.clock().instant())) {
            return;
        }
        try {
            desk.desk().tell(message, outcome);
        } catch (RuntimeException e) {
            tally.problem("the sender of message " + message.id() + " may not have been told what became of it: "
                    + e.getClass().getName());
        }
    }

    private Optional<InboundMessage> read(ArchivedMessage archived) {
        Participant from;
        try {
            from = Participant.of(archived.from());
        } catch (IllegalArgumentException e) {
            tally.failed("message " + archived.sid() + " to " + number.masked()
                    + " has a sender that cannot be one; look at it in Twilio's log");
            return Optional.empty();
        }
        List<Media> media = List.of();
        if (archived.media() > 0) {
            try {
                media = archive.media(archived.sid());
            } catch (TwilioCallException e) {
                tally.failed("the media of message " + archived.sid() + " cannot be read: " + e.getMessage()
                        + "; it is tried again by the next reconciliation");
                wait(archived);
                return Optional.empty();
            }
        }
        if (media.size() < archived.media()) {
            tally.problem(archived.media() - media.size() + " media of message " + archived.sid()
                    + " are not in the archive any more");
        }
        return Optional.of(new InboundMessage(
                archived.sid(), from, number, archived.text(), media, null, null, archived.at(), null, true));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
