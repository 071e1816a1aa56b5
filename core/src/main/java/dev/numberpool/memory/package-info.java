/** Reference implementations in memory, for tests and for hosts of exactly one process. Nothing survives a restart. */
@NullMarked
package dev.numberpool.memory;

import org.jspecify.annotations.NullMarked;
