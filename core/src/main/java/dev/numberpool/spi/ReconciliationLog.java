package dev.numberpool.spi;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What it takes to compare the log with the provider's archive, bit by bit and over again after a crash. Safe for use by
 * many threads and, unless an implementation says otherwise, by many processes.
 */
public interface ReconciliationLog {
    /**
     * Up to when an archive has been compared; empty if never. A plain read.
     *
     * @param archive the caller's name for it, at most 255 characters
     */
    Optional<Instant> comparedUntil(String archive);

    /** Notes that the archive has been compared up to this time, committed when it returns. It never moves back. */
    void noteCompared(String archive, Instant until);

    /**
     * Messages whose end is not known, in the order of their positions: PENDING, UNKNOWN, or with the provider and neither
     * arrived nor failed, in that state since {@code since} or later and since before {@code before}. A plain read.
     *
     * @param after only those with a greater position; 0 for all
     * @param limit at most so many
     */
    List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit);
}
