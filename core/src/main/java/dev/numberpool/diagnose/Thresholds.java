package dev.numberpool.diagnose;

import java.time.Duration;
import java.util.Set;

/**
 * From when on something is worth a finding.
 *
 * @param sharedShare more than this share of the active conversations on shared threads
 * @param idleAfter conversations on which nothing has come in for longer than this
 * @param handedOver the host's statuses of conversations that are with an agent; empty if not known
 */
record Thresholds(double sharedShare, Duration idleAfter, Set<String> handedOver) {
    static final Thresholds STANDARD = new Thresholds(0.2, Duration.ofDays(7), Set.of());

    Thresholds {
        handedOver = Set.copyOf(handedOver);
        if (!(sharedShare >= 0 && sharedShare <= 1)) {
            throw new IllegalArgumentException("sharedShare is " + sharedShare + "; it must be from 0 to 1");
        }
        if (idleAfter.isNegative() || idleAfter.isZero()) {
            throw new IllegalArgumentException("idleAfter is " + idleAfter + "; it must be more than zero");
        }
    }
}
