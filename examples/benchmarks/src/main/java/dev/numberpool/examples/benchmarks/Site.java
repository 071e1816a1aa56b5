package dev.numberpool.examples.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.NumberPool;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** One database with its two widgets, a number of conversations that ended long ago, and the rows of the baselines. */
final class Site implements AutoCloseable {
    /** More than the callers of any table. */
    static final int CONNECTIONS = 66;

    private final HikariDataSource dataSource;
    private final NumberPool pool;
    private final NumberPool poolOfSingles;
    private final Conversations small;
    private final Conversations large;

    private Site(HikariDataSource dataSource) {
        this.dataSource = dataSource;
        this.pool = NumberPool.builder(JdbcNumberStore.create(dataSource)).build();
        this.poolOfSingles = NumberPool.builder(
                        JdbcNumberStore.builder(dataSource).coalescing(false).build())
                .build();
        this.small = new Conversations(dataSource, BenchWidget.SMALL);
        this.large = new Conversations(dataSource, BenchWidget.LARGE);
    }

    static Site create(Server server, int connections, int ended) throws SQLException {
        HikariDataSource dataSource = server.newDatabase(connections);
        JdbcSchema.create(dataSource);
        Site site = new Site(dataSource);
        for (BenchWidget widget : BenchWidget.values()) {
            site.execute("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (%d, '%s')"
                    .formatted(widget.key(), widget.poolJson()));
        }
        site.execute("CREATE TABLE bench_counter (id INT PRIMARY KEY, n BIGINT NOT NULL) WITH (fillfactor = 50)");
        site.execute("INSERT INTO bench_counter SELECT id, 0 FROM generate_series(0, 63) AS id");
        site.execute("CREATE TABLE bench_message (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                + " caller INT NOT NULL, body TEXT NOT NULL)");
        site.execute("CREATE TABLE bench_number (number TEXT PRIMARY KEY, widget_id BIGINT NOT NULL)");
        site.execute("INSERT INTO bench_number SELECT entry ->> 'number', c.id"
                + " FROM widget_configs c, jsonb_array_elements(c.whatsapp_number_pool) AS entry");
        site.execute(HandWritten.function(BenchWidget.SMALL));
        site.addEnded(ended);
        site.execute("VACUUM (ANALYZE)");
        return site;
    }

    /** Every fourth was never handed over: to the planner the columns of the others look less related than they are. */
    private void addEnded(int ended) throws SQLException {
        execute("""
                INSERT INTO widget_conversations (id, widget_id, status, created_at, assigned_whatsapp_number,
                    assigned_display_name, assigned_source, assigned_at, left_at)
                SELECT id, 1, 'closed', now() - interval '30 days', '+155510000' || lpad((id %% 3)::text, 2, '0'),
                    'Support', 'POOL', now() - interval '30 days', now() - interval '29 days'
                FROM generate_series(1, %d) AS id WHERE id %% 4 > 0""".formatted(ended));
        execute("""
                INSERT INTO widget_conversations (id, widget_id, status, created_at)
                SELECT id, 1, 'closed', now() - interval '30 days'
                FROM generate_series(1, %d) AS id WHERE id %% 4 = 0""".formatted(ended));
    }

    DataSource dataSource() {
        return dataSource;
    }

    NumberPool pool() {
        return pool;
    }

    /** One whose callers each have a transaction of their own. */
    NumberPool poolOfSingles() {
        return poolOfSingles;
    }

    Conversations of(BenchWidget widget) {
        return widget == BenchWidget.SMALL ? small : large;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
