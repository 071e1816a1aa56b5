package dev.numberpool.memory;

import java.time.Instant;

/** The widget's decision that last chose a number. */
record LastUse(long sequence, Instant at) {}
