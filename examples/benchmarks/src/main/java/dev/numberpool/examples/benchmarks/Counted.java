package dev.numberpool.examples.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import javax.sql.DataSource;

/** A data source that counts what is sent to the database. For one thread at a time. */
final class Counted {
    /**
     * What one call sends.
     *
     * @param statements SQL statements, without those that begin and end transactions
     * @param roundTrips how often it waits for the database
     */
    record Cost(double statements, double roundTrips) {}

    private static final Set<String> ENDINGS = Set.of("commit", "rollback");

    private final DataSource dataSource;
    private long statements;
    private long roundTrips;

    Counted(DataSource dataSource) {
        this.dataSource = proxy(DataSource.class, dataSource, "");
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** The mean of some calls after the first, which finds nothing prepared. */
    Cost of(Call call, int calls) throws SQLException {
        call.run(0);
        statements = 0;
        roundTrips = 0;
        for (int i = 0; i < calls; i++) {
            call.run(0);
        }
        return new Cost((double) statements / calls, (double) roundTrips / calls);
    }

    private <T> T proxy(Class<T> type, T target, String sql) {
        InvocationHandler handler = (self, method, arguments) -> {
            count(method, arguments == null || arguments.length == 0 ? sql : String.valueOf(arguments[0]));
            return wrapped(invoke(target, method, arguments), arguments);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void count(Method method, String sql) {
        if (method.getName().startsWith("execute")) {
            statements += Arrays.stream(sql.split(";"))
                    .filter(statement -> !statement.isBlank())
                    .count();
            roundTrips++;
        } else if (ENDINGS.contains(method.getName())) {
            roundTrips++;
        }
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object wrapped(Object result, Object[] arguments) {
        if (result instanceof Connection connection) {
            return proxy(Connection.class, connection, "");
        }
        if (result instanceof PreparedStatement statement) {
            return proxy(PreparedStatement.class, statement, String.valueOf(arguments[0]));
        }
        return result instanceof Statement statement ? proxy(Statement.class, statement, "") : result;
    }
}
