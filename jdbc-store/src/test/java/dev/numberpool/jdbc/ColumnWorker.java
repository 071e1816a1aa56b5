package dev.numberpool.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.WidgetId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process of its own that rewrites the credentials, says so line by line, and can be killed. */
final class ColumnWorker {
    private ColumnWorker() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (HikariDataSource dataSource = TestDatabase.pool(arguments[0])) {
            CredentialsColumn.of(dataSource, TableNames.standard()).rewrite((widget, stored) -> {
                out.println(widget);
                return sealed(widget, stored);
            });
        }
    }

    /** What stands for encryption: told from what it was made of, bound to its widget, and never done twice. */
    static String sealed(WidgetId widget, String stored) {
        return stored.startsWith("sealed:") ? stored : "sealed:" + widget + ":" + stored;
    }

    static Process start(String url) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        ColumnWorker.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
