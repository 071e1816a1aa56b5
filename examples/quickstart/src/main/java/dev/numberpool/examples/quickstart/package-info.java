/**
 * From nothing to the first assignment: {@link dev.numberpool.examples.quickstart.Quickstart} is the snippet of the
 * README, {@link dev.numberpool.examples.quickstart.Tour} shows everything else on a database of its own.
 */
@NullMarked
package dev.numberpool.examples.quickstart;

import org.jspecify.annotations.NullMarked;
