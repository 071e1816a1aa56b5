package dev.numberpool.memory;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import org.jspecify.annotations.Nullable;

/** A thread, or the traffic of conversations without an agent on a number. */
record ThreadKey(@Nullable Participant participant, PhoneNumber number) {}
