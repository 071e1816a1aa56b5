package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("The program, started from the command line")
class ProgramTest {
    /** Longer than the minute that the desk gives its database, to start or to write everything down before it stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Pattern ADDRESS = Pattern.compile("The support desk is open: (http://127\\.0\\.0\\.1:\\d+/)");

    @TempDir
    private Path folder;

    private final List<Program> programs = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (Program program : programs) {
            program.process.destroy();
            program.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void prints_where_it_is_and_says_nothing_else() throws Exception {
        Program desk = start();
        Visit visit = new Visit(desk.address());
        for (String path : List.of("/", "/phones", "/conversations", "/pool", "/health")) {
            assertThat(visit.open(path).status()).isEqualTo(200);
        }
        end(desk);
        assertThat(desk.output().lines()).hasSize(1);
    }

    @Test
    void ends_with_its_database() throws Exception {
        Program desk = start();
        String database = databaseUrl();

        end(desk);

        assertThatThrownBy(() -> DriverManager.getConnection(database, "postgres", ""))
                .hasMessageContaining("refused");
        assertThat(folder.resolve("postgresql/postmaster.pid")).doesNotExist();
    }

    @Test
    void what_was_done_is_there_after_a_restart() throws Exception {
        Program first = start();
        employZara();
        end(first);

        start();

        assertThat(isZaraEmployed()).isTrue();
    }

    @Test
    void and_after_a_kill() throws Exception {
        Program first = start();
        employZara();
        first.process.destroyForcibly().waitFor();
        assertThat(isZaraEmployed()).as("the killed desk's database goes on").isTrue();

        Program second = start();

        assertThat(isZaraEmployed()).isTrue();
        assertThat(new Visit(second.address()).open("/phones").status()).isEqualTo(200);
    }

    @Test
    void two_desks_do_not_share_a_folder() throws Exception {
        start();
        assertThat(refused("--port", "0", "--webhook-port", "0", "--data", folder.toString()))
                .contains("another support desk works on " + folder)
                .contains("--data");
    }

    @Test
    void a_port_that_is_taken_is_named_with_its_option() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(refused("--port", port, "--webhook-port", "0", "--data", folder.toString()))
                    .contains("port " + port + " for the pages is taken", "--port");
            assertThat(refused("--port", "0", "--webhook-port", port, "--data", folder.toString()))
                    .contains("port " + port + " for Twilio's webhooks is taken", "--webhook-port");
        }
        assertThat(folder.resolve("postgresql/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_folder_that_is_none_and_a_database_that_is_not_there_are_named() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(refused("--data", file.resolve("data").toString())).contains("nothing can be written to " + file);
        assertThat(refused("--jdbc", "jdbc:postgresql://127.0.0.1:1/desk")).contains("127.0.0.1:1");
        assertThat(refused("--jdbc", "jdbc:nonsense")).contains("jdbc:postgresql:");
        assertThat(refused("--port", "many")).contains("--port", "many");
    }

    private Program start() throws IOException {
        Program program = launch("--port", "0", "--webhook-port", "0", "--data", folder.toString());
        Until.isTrue(PATIENCE, () -> program.isOpen() || !program.process.isAlive());
        assertThat(program.isOpen()).as(program.output()).isTrue();
        return program;
    }

    /** What a program says that ends by itself: words, and no stack trace. */
    private String refused(String... arguments) throws Exception {
        Program program = launch(arguments);
        assertThat(program.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(program.process.exitValue()).isNotZero();
        assertThat(program.output()).doesNotContain("\tat ", "Exception");
        return program.output();
    }

    private Program launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-classpath",
                System.getProperty("java.class.path"),
                SupportDesk.class.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Program program = new Program(process, output);
        programs.add(program);
        return program;
    }

    /** As Ctrl+C does, which cannot be used here: what a shell starts in the background does not hear it. */
    private static void end(Program desk) throws Exception {
        desk.process.destroy();
        assertThat(desk.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("ends")
                .isTrue();
    }

    private String databaseUrl() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("postgresql/postmaster.pid"));
        return "jdbc:postgresql://localhost:" + lines.get(3).strip() + "/postgres"; // the fourth is its port
    }

    private Connection connection() throws IOException, SQLException {
        return DriverManager.getConnection(databaseUrl(), "postgres", "");
    }

    private void employZara() throws IOException, SQLException {
        try (Connection connection = connection();
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO desk_agent VALUES ('+201016666399', 'Zara')");
        }
    }

    private boolean isZaraEmployed() throws IOException, SQLException {
        try (Connection connection = connection();
                var rows = connection.createStatement().executeQuery("SELECT * FROM desk_agent WHERE name = 'Zara'")) {
            return rows.next();
        }
    }

    private record Program(Process process, Path file) {
        boolean isOpen() {
            return ADDRESS.matcher(output()).find();
        }

        URI address() {
            Matcher matcher = ADDRESS.matcher(output());
            assertThat(matcher.find()).isTrue();
            return URI.create(matcher.group(1));
        }

        String output() {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
