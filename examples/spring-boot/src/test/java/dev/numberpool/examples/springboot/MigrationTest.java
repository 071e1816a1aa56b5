package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("Flyway makes the schema")
class MigrationTest {
    @Test
    void from_an_empty_database() {
        DataSource empty = database("empty");

        migrate(Flyway.configure().dataSource(empty));

        assertThat(JdbcSchema.verify(empty).findings()).isEmpty();
    }

    @Test
    void twice_changes_nothing() {
        DataSource database = database("twice");
        migrate(Flyway.configure().dataSource(database));

        migrate(Flyway.configure().dataSource(database));

        assertThat(JdbcSchema.verify(database).findings()).isEmpty();
    }

    @Test
    void in_a_database_that_has_the_applications_tables_and_conversations_already() throws IOException {
        DataSource used = database("used");
        JdbcClient sql = JdbcClient.create(used);
        sql.sql(new ClassPathResource("db/migration/V1__chat.sql").getContentAsString(StandardCharsets.UTF_8))
                .update();
        sql.sql("INSERT INTO widget_configs (id, handover_whatsapp_number) VALUES (7, '+15558986359')")
                .update();
        sql.sql("INSERT INTO widget_conversations (id, widget_id, visitor_name) VALUES (281, 7, 'Omar')")
                .update();

        // spring.flyway.baseline-on-migrate=true, once
        migrate(Flyway.configure().dataSource(used).baselineOnMigrate(true));

        assertThat(JdbcSchema.verify(used).findings()).isEmpty();
        NumberPool pool = NumberPool.builder(JdbcNumberStore.create(used)).build();
        assertThat(pool.assign(WidgetId.of(7), ConversationId.of(281)).number().e164())
                .isEqualTo("+15558986359");
    }

    private static void migrate(FluentConfiguration application) {
        new FlywayConfiguration().migrations().migrate(application.load());
    }

    private static DataSource database(String name) {
        JdbcClient.create(LocalServices.get().postgres().getPostgresDatabase())
                .sql("CREATE DATABASE migration_" + name)
                .update();
        return LocalServices.get().postgres().getDatabase("postgres", "migration_" + name);
    }
}
