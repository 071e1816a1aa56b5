package dev.numberpool.examples.quickstart;

import dev.numberpool.desk.InboundMessage;

/** How a host's messages go to its agents and come back. */
interface MessageWay {
    /** A visitor has written. */
    void toAgent(long conversation, String text);

    /** An agent has written. */
    void webhook(InboundMessage message);
}
