/** What assignments and messages cost, measured on a real PostgreSQL with durable commits. */
@NullMarked
package dev.numberpool.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
