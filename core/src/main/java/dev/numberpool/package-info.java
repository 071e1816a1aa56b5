/**
 * Gives every customer conversation its own WhatsApp thread.
 *
 * <p>Start at {@link dev.numberpool.NumberPool}. What is asked for is a {@link dev.numberpool.Handover}, what comes
 * back is an {@link dev.numberpool.Assignment}; {@link dev.numberpool.AssignmentStrategy} and
 * {@link dev.numberpool.FallbackResolver} decide which number it names, and {@link dev.numberpool.Decision} tells why.
 * Every failure is a {@link dev.numberpool.NumberPoolException}.
 */
@NullMarked
package dev.numberpool;

import org.jspecify.annotations.NullMarked;
