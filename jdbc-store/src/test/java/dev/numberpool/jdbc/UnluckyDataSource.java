package dev.numberpool.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A host's {@code DataSource} some of whose transactions fail to serialize, at a random statement or at the commit. */
final class UnluckyDataSource {
    private static final Set<String> STATEMENTS = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch");

    private final DataSource dataSource;
    private final Random random;
    private final double rate;
    private final AtomicInteger failures = new AtomicInteger();

    UnluckyDataSource(DataSource target, long seed, double rate) {
        this.random = new Random(seed);
        this.rate = rate;
        this.dataSource = Intercepted.proxy(DataSource.class, target, (method, call) -> {
            Object result = call.run();
            return method.equals("getConnection") ? new Fate((Connection) result).connection : result;
        });
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** How many transactions have failed. */
    int failures() {
        return failures.get();
    }

    /** What becomes of a connection's transaction; plain reads are left alone. */
    private final class Fate {
        private final Connection connection;
        private final Connection target;
        /** Statements that still succeed; the commit is one, and counted if nothing else is left. */
        private int left = Integer.MAX_VALUE;

        Fate(Connection target) {
            this.target = target;
            this.connection = Intercepted.proxy(Connection.class, target, this::around);
        }

        private Object around(String method, Intercepted.Call call) throws Throwable {
            if (method.equals("commit")) {
                if (left != Integer.MAX_VALUE) {
                    fail();
                }
                return call.run();
            }
            Object result = call.run();
            if (method.equals("setAutoCommit")) {
                left = !target.getAutoCommit() && random.nextDouble() < rate ? random.nextInt(4) : Integer.MAX_VALUE;
            }
            return method.equals("prepareStatement")
                    ? Intercepted.proxy(PreparedStatement.class, (PreparedStatement) result, this::aroundStatement)
                    : result;
        }

        private Object aroundStatement(String method, Intercepted.Call call) throws Throwable {
            if (STATEMENTS.contains(method) && left != Integer.MAX_VALUE && left-- == 0) {
                fail();
            }
            return call.run();
        }

        /** As PostgreSQL does: the transaction is over, whatever is tried next. */
        private void fail() throws SQLException {
            left = Integer.MAX_VALUE;
            target.rollback();
            failures.incrementAndGet();
            throw new SQLException("planted", "40001");
        }
    }
}
