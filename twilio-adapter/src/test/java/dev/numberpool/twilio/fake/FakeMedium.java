package dev.numberpool.twilio.fake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A picture or file; what we sent ourselves is known by its source only. */
record FakeMedium(
        String sid, String messageSid, String contentType, byte @Nullable [] bytes, String source, Instant created) {}
