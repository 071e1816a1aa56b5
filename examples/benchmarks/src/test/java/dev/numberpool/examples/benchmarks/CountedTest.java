package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.benchmarks.Counted.Cost;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class CountedTest {
    private final PreparedStatement prepared = answering(PreparedStatement.class, Map.of("executeUpdate", 1));
    private final Statement plain = answering(Statement.class, Map.of("execute", true));
    private final Connection connection =
            answering(Connection.class, Map.of("prepareStatement", prepared, "createStatement", plain));
    private final Counted counted = new Counted(answering(DataSource.class, Map.of("getConnection", connection)));

    @Test
    void what_travels_together_is_one_round_trip_and_a_commit_is_one_too() throws SQLException {
        assertThat(counted.of(this::transaction, 3)).isEqualTo(new Cost(3, 3));
    }

    private void transaction(int caller) throws SQLException {
        try (Connection own = counted.dataSource().getConnection();
                PreparedStatement update = own.prepareStatement("SET LOCAL x = 1; UPDATE y SET z = 2;");
                Statement other = own.createStatement()) {
            update.executeUpdate();
            other.execute("DELETE FROM y");
            own.commit();
        }
    }

    /** Answers these methods, and all others with nothing. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }
}
