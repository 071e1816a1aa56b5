package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.ServiceWindow;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.SendGate;
import dev.numberpool.spi.ThreadRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks agents to open the service window: once for each assignment, and again only if it closes again. */
final class WakeUps {
    /** As often a message is tried again at once, if the agent has written and the refusal may be older than that. */
    private static final int TRIES_IN_OPEN_WINDOW = 3;

    private final DeskPorts ports;
    private final DeskOptions options;
    private final Composer composer;
    private final Threads threads;

    WakeUps(DeskPorts ports, DeskOptions options, Composer composer, Threads threads) {
        this.ports = ports;
        this.options = options;
        this.composer = composer;
        this.threads = threads;
    }

    boolean isPossible() {
        return options.wakeUp() != null;
    }

    /**
     * Puts the template into the queue, unless it was there before.
     *
     * @return how far it has come; empty if there is no template
     */
    Optional<DeliveryState> request(Assignment assignment, ThreadRecord thread, @Nullable String visitor, Instant at) {
        WakeUp wakeUp = options.wakeUp();
        if (wakeUp == null) {
            return Optional.empty();
        }
        String name = visitor == null ? null : TemplateText.clean(visitor, Composer.MAX_NAME);
        Content.Template template = wakeUp.template(assignment, name, options.codeOf(assignment.conversation()));
        Instant opened = thread.lastInboundAt();
        String id = Message.OWN_ID + "wake-up:" + assignment.assignedAt().toEpochMilli() + ":"
                + (opened == null ? "never" : opened.toEpochMilli());
        OutboundRecord record = composer.single(Kind.WAKE_UP, assignment, id, template, at);
        SendGate shut = new SendGate(false, at, 0, at);
        return Optional.of(ports.log().append(List.of(record), at, shut).get(0).state());
    }

    /** The same for a message that waits, if its conversation is still there. */
    Optional<DeliveryState> request(OutboundRecord waiting, ThreadRecord thread, Instant at) {
        return threads.assignmentStillOn(waiting).flatMap(assignment -> request(assignment, thread, null, at));
    }

    /** A message came back because the window is closed, and is parked again. */
    void refused(OutboundRecord parked) {
        Instant at = ports.now();
        ThreadRecord thread = threads.look(parked.thread(), at);
        boolean isOpen = Windows.of(thread, at) == ServiceWindow.OPEN;
        if (isOpen && parked.attempt() <= TRIES_IN_OPEN_WINDOW) {
            return;
        }
        ports.threads().noteWindowClosed(parked.thread(), at);
        boolean isWoken =
                request(parked, thread, at).filter(state -> !state.isFailure()).isPresent();
        ConversationId conversation = parked.conversation();
        if (conversation != null) {
            ports.listener().tell(l -> l.windowClosed(conversation, parked.thread(), isWoken));
        }
    }
}
