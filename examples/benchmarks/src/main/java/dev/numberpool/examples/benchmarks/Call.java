package dev.numberpool.examples.benchmarks;

import java.sql.SQLException;

/** One call of one of several concurrent callers. */
@FunctionalInterface
interface Call {
    /** Makes the call as one of the callers, who are counted from 0. */
    void run(int caller) throws SQLException;
}
