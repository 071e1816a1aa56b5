/**
 * What people write, once a conversation has its number: to the agent's WhatsApp and back to the right visitor.
 *
 * <p>Start at {@link dev.numberpool.desk.HandoverDesk}. A {@link dev.numberpool.desk.Message} goes out and ends as a
 * {@link dev.numberpool.desk.Delivery}; an {@link dev.numberpool.desk.InboundMessage} comes in and ends as an
 * {@link dev.numberpool.desk.InboundOutcome}. Assignment knows nothing of this package.
 */
@NullMarked
package dev.numberpool.desk;

import org.jspecify.annotations.NullMarked;
