package dev.numberpool.examples.supportdesk;

import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.handover.Jobs;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A running desk with a database of its own, for one test or a class of tests; all share one PostgreSQL server. */
public final class TestDesk implements AutoCloseable {
    private final Application application;

    private TestDesk(Application application) {
        this.application = application;
    }

    /** With the visitors and agents of the demonstration. */
    public static TestDesk demonstration() {
        return start(true);
    }

    /** With nothing at all: no widget, no agents. */
    public static TestDesk empty() {
        return start(false);
    }

    private static TestDesk start(boolean demonstration) {
        try {
            Settings settings = new Settings(0, 0, Path.of("unused"), newDatabase(), demonstration, null);
            return new TestDesk(Application.start(settings));
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String newDatabase() throws SQLException {
        String name = "desk_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = Server.ONLY.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return Server.ONLY.getJdbcUrl("postgres", name);
    }

    /** All its parts. */
    Application application() {
        return application;
    }

    /** The Twilio and the phones. */
    public SimulatedTwilio twilio() {
        return (SimulatedTwilio) application.whatsApp();
    }

    /** What runs by itself; closed, nothing does, and a test runs the jobs when it wants to. */
    public Jobs jobs() {
        return application.jobs();
    }

    /** Pool and desk. */
    public Handovers handovers() {
        return application.handovers();
    }

    /** The visitors' chats. */
    public Site site() {
        return application.site();
    }

    /** What an operator types into a SQL console. */
    public void sql(String statement) {
        application.database().jdbi().useHandle(handle -> handle.execute(statement));
    }

    /** What an operator's query answers: the first column of its only row, or null. */
    public @Nullable String answer(String query) {
        return jdbi().withHandle(
                        handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    /** Its database. */
    public Jdbi jdbi() {
        return application.database().jdbi();
    }

    /** The connections of its pool and desk. */
    public DataSource libraryConnections() {
        return application.database().libraryConnections();
    }

    /** Somebody who looks at its pages without a browser. */
    public Visit visit() {
        return new Visit(application.address());
    }

    /** Where its pages are. */
    public String address() {
        return application.address().toString();
    }

    @Override
    public void close() {
        application.close();
    }

    private static final class Server {
        static final EmbeddedPostgres ONLY = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "300")
                        .start();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
