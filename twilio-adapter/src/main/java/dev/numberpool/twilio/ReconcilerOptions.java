package dev.numberpool.twilio;

import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.InboundOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a reconciliation works; what they mean stands at the setters of {@link TwilioReconciler.Builder}.
 *
 * @param ownNumbers numbers besides those of the store
 * @param numbers which of all numbers are looked after
 * @param since where the first comparison begins, or null for its own time
 * @param overlap how long ago the archive is taken for complete
 * @param maxAge how far back is compared at most
 * @param settleAfter how long callbacks are waited for
 * @param absentAfter when what is not in the archive was not sent
 * @param around runs what receives a message
 * @param clock where the time comes from
 */
record ReconcilerOptions(
        Set<PhoneNumber> ownNumbers,
        Predicate<PhoneNumber> numbers,
        @Nullable Instant since,
        Duration overlap,
        Duration maxAge,
        Duration settleAfter,
        Duration absentAfter,
        Function<Supplier<InboundOutcome>, InboundOutcome> around,
        InstantSource clock) {}
