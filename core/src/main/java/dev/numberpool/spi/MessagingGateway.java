package dev.numberpool.spi;

/** Gives messages to the provider. Implementations are safe for use by many threads. */
public interface MessagingGateway {
    /**
     * Sends one message, once: whatever happens, the provider is asked to send it at most one time, unless it is certain
     * that an earlier request was not processed. Called outside any transaction of ours.
     *
     * @return the provider's id of the message
     * @throws dev.numberpool.desk.GatewayException if the provider did not take it, with
     *     {@link dev.numberpool.desk.Failure.Kind#UNKNOWN_OUTCOME} if nobody knows. Anything else that is thrown counts
     *     as not known
     */
    String send(OutboundMessage message);
}
