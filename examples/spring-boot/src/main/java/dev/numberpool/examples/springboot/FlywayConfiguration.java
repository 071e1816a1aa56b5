package dev.numberpool.examples.springboot;

import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application's migrations, then numberpool's. */
@Configuration(proxyBeanMethods = false)
class FlywayConfiguration {
    /**
     * Both begin with a version 1, so numberpool's have a history of their own. They come in its jar, made for the status
     * 'closed'; for other statuses, print a script with {@code JdbcSchema.adoptionScript} and make it one of yours.
     */
    @Bean
    FlywayMigrationStrategy migrations() {
        return application -> {
            application.migrate();
            Flyway.configure()
                    .configuration(application.getConfiguration())
                    .locations("classpath:META-INF/numberpool/postgresql")
                    .table("numberpool_schema_history")
                    .baselineOnMigrate(true) // the application's tables are there already,
                    .baselineVersion("0") // and numberpool's first script is still to come
                    .load()
                    .migrate();
        };
    }
}
