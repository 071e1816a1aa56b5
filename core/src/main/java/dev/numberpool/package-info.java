/**
 * Gives every customer conversation its own WhatsApp thread.
 *
 * <p>Start at {@link dev.numberpool.NumberPool}. What is asked for is a {@link dev.numberpool.Handover}, what comes
 * back is an {@link dev.numberpool.Assignment}; {@link dev.numberpool.AssignmentStrategy} and
 * {@link dev.numberpool.FallbackResolver} decide which number it names, and {@link dev.numberpool.Decision} tells why.
 * Every failure is a {@link dev.numberpool.NumberPoolException}.
 *
 * <p>Releases may add members to enums such as {@link dev.numberpool.Assignment.Source}: keep a default for them.
 */
@NullMarked
package dev.numberpool;

import org.jspecify.annotations.NullMarked;
