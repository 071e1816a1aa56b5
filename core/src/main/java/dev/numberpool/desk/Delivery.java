package dev.numberpool.desk;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of a message to an agent, as far as it is known now. */
public sealed interface Delivery {
    /**
     * The provider has it. Reports may follow.
     *
     * @param state how far it has come; of a message in parts, the part that is least far
     */
    record Accepted(DeliveryState state) implements Delivery {}

    /**
     * It waits and nothing has to be done but to call {@link HandoverDesk#flush} regularly.
     *
     * @param why what it waits for
     * @param until when it is tried again at the earliest, or null if that is not a matter of time
     */
    record Parked(Why why, @Nullable Instant until) implements Delivery {}

    /** What a parked message waits for. */
    enum Why {
        /**
         * The agent has to write first. A template asks for that, if {@link HandoverDesk.Builder#wakeUp} has one; if not,
         * nothing is sent, somebody else has to ask, and {@link DeskListener#windowClosed} says so.
         */
        SERVICE_WINDOW,
        /** An earlier message of the same thread, or WhatsApp's pace of one message in six seconds. */
        TURN,
        /** The provider asked to wait. */
        TIME
    }

    /**
     * It did not arrive and will not.
     *
     * @param failure why, with advice
     */
    record Failed(Failure failure) implements Delivery {}

    /**
     * Nobody knows yet: another call is sending it at this moment, the connection broke at the wrong one, or the process
     * that was sending it died. The other call or a delivery report settles it. It is not sent again, unless a
     * reconciliation shows that the provider never had it.
     */
    record Unknown() implements Delivery {}
}
