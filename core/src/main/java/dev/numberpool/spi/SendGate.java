package dev.numberpool.spi;

import java.time.Instant;

/**
 * When a message of a thread may be sent.
 *
 * @param freeText whether anything may be sent; false lets only templates pass, because the service window is closed
 * @param inFlightSince a message that is PENDING since this time or later is still being sent, and the next one has to
 *     wait; one that is PENDING for longer holds nobody up
 * @param burst how many messages of the thread may go out
 * @param burstSince since when they are counted: those that have left PARKED at this time or later and have not failed
 */
public record SendGate(boolean freeText, Instant inFlightSince, int burst, Instant burstSince) {}
