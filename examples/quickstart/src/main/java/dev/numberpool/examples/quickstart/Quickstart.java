package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The first snippet of the README, with the little that it needs around it. */
public final class Quickstart {
    private static final String FILL_POOL = """
            INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7,
              '[{"number": "+15558986359", "display_name": "Support Team 1", "is_active": true}]')""";

    private Quickstart() {}

    /** Runs on a database in memory. */
    public static void main(String[] args) throws SQLException {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:quickstart;DB_CLOSE_DELAY=-1");
        JdbcSchema.create(dataSource);
        new HostSql(dataSource).run(FILL_POOL);
        handOver(dataSource);
    }

    static Assignment handOver(DataSource dataSource) {
        NumberPool pool = NumberPool.builder(JdbcNumberStore.create(dataSource)).build();
        Assignment assignment = pool.assign(WidgetId.of(7), ConversationId.of(282));
        System.out.println(assignment.number()); // +15558986359
        System.out.println(assignment.displayName()); // Support Team 1
        System.out.println(assignment.source()); // POOL
        return assignment;
    }
}
