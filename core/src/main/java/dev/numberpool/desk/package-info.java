/**
 * What people write, once a conversation has its number: to the agent's WhatsApp and back to the right visitor.
 *
 * <p>Start at {@link dev.numberpool.desk.HandoverDesk}. A {@link dev.numberpool.desk.Message} goes out and ends as a
 * {@link dev.numberpool.desk.Delivery}; an {@link dev.numberpool.desk.InboundMessage} comes in and ends as an
 * {@link dev.numberpool.desk.InboundOutcome}. Assignment knows nothing of this package.
 *
 * <p>Releases may add members to the sealed types and enums here: to {@link dev.numberpool.desk.Delivery} and its
 * {@link dev.numberpool.desk.Delivery.Why}, {@link dev.numberpool.desk.InboundOutcome},
 * {@link dev.numberpool.desk.Content}, {@link dev.numberpool.desk.Failure.Kind} and the others. Keep a default for them.
 */
@NullMarked
package dev.numberpool.desk;

import org.jspecify.annotations.NullMarked;
