package dev.numberpool.examples.supportdesk.handover;

import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.examples.supportdesk.site.Line;
import dev.numberpool.examples.supportdesk.site.Texts;
import java.util.List;
import java.util.stream.Collectors;

/** What became of messages, in words that visitors and agents understand. */
public final class Words {
    private Words() {}

    static String of(Delivery delivery) {
        if (delivery instanceof Delivery.Accepted) {
            return "sent";
        }
        if (delivery instanceof Delivery.Parked parked) {
            return switch (parked.why()) {
                case SERVICE_WINDOW -> "waiting: the agent was asked to open the chat";
                case TURN, TIME -> "waiting to be sent";
            };
        }
        return delivery instanceof Delivery.Failed failed ? of(failed.failure()) : "perhaps sent";
    }

    /** The end of a chat for somebody who takes it over. What was not sent yet is left out: it follows by itself. */
    static String soFar(List<Line> lines) {
        String text = lines.stream()
                .filter(line -> !line.fromVisitor() || isOut(line))
                .map(line -> (line.fromVisitor() ? "visitor: " : "agent: ") + Texts.beginning(line.text(), 200))
                .collect(Collectors.joining("\n"));
        return text.isEmpty() ? "" : "So far:\n" + text;
    }

    private static boolean isOut(Line line) {
        return line.state() != null && !line.state().startsWith("waiting");
    }

    /** How a state looks: waiting, failed, or fine. */
    public static String tone(String state) {
        if (state.startsWith("not sent")) {
            return "bad";
        }
        return state.startsWith("waiting") || state.startsWith("perhaps") ? "warn" : "";
    }

    static String of(Failure failure) {
        return "not sent: " + failure.kind().advice();
    }

    static String of(InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Ambiguous) {
            return "held: could be for more than one visitor";
        }
        if (outcome instanceof InboundOutcome.UnknownCode) {
            return "its code names no chat";
        }
        if (outcome instanceof InboundOutcome.ConversationClosed) {
            return "for a chat that has ended";
        }
        if (outcome instanceof InboundOutcome.Transferred) {
            return "for a chat that another agent has taken over";
        }
        if (outcome instanceof InboundOutcome.Rejected) {
            return "rejected";
        }
        return "for no chat";
    }
}
