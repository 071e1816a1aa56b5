package dev.numberpool.examples.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Closes conversations while others are assigned, so that about a hundred stay active. Its statements are not counted. */
final class Housekeeper {
    static final int EVERY_MILLIS = 25;

    private final DataSource dataSource;
    private final String closing;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> visits;

    Housekeeper(DataSource dataSource, BenchWidget widget) {
        this.dataSource = dataSource;
        this.closing = Conversations.closing(widget);
        this.visits = clock.scheduleWithFixedDelay(this::visit, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void visit() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            // Nobody waits for these commits, so they shall not take part in the contest for the disk.
            statement.execute("SET synchronous_commit = off");
            statement.execute(closing);
            statement.execute("RESET synchronous_commit");
        } catch (SQLException e) {
            throw new IllegalStateException("closing failed", e);
        }
    }

    /** Ends the visits. A visit that failed was the last one; that is found out here. */
    void stop() throws InterruptedException {
        boolean hasFailed = visits.isDone();
        clock.shutdown();
        if (hasFailed || !clock.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("conversations were not closed as they should have been");
        }
    }
}
