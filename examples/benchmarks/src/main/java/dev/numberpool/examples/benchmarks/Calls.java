package dev.numberpool.examples.benchmarks;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** What the callers call. Each takes a connection from the pool and gives it back. */
final class Calls {
    private Calls() {}

    /** The least that a durable write costs: one row by its key, committed by itself; every caller has its own row. */
    static Call bareUpdate(DataSource dataSource) {
        return caller -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("UPDATE bench_counter SET n = n + 1 WHERE id = ?")) {
                statement.setInt(1, caller);
                require(statement.executeUpdate() == 1, "the row of a caller is missing");
            }
        };
    }

    /** The least that a durable message costs: one row, committed by itself. */
    static Call bareInsert(DataSource dataSource) {
        return caller -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("INSERT INTO bench_message (caller, body) VALUES (?, ?)")) {
                statement.setInt(1, caller);
                statement.setString(2, "Where is my parcel?");
                statement.executeUpdate();
            }
        };
    }

    static Call assignFresh(NumberPool pool, Site site, BenchWidget widget) {
        return caller -> {
            Assignment assignment =
                    pool.assign(widget.id(), ConversationId.of(site.of(widget).fresh()));
            require(assignment.isNew(), "a fresh conversation had a number already");
        };
    }

    static Call assignActive(Site site, BenchWidget widget) {
        AtomicLong turn = new AtomicLong();
        return caller -> {
            long conversation = site.of(widget).active(turn.getAndIncrement());
            Assignment assignment = site.pool().assign(widget.id(), ConversationId.of(conversation));
            require(!assignment.isNew(), "an active conversation had no number");
        };
    }

    static Call selectOne(DataSource dataSource) {
        return caller -> {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement statement = connection.prepareStatement("SELECT 1");
                    ResultSet row = statement.executeQuery()) {
                require(row.next(), "no answer");
            }
        };
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
