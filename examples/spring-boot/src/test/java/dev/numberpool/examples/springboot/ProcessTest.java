package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(300)
@DisplayName("The application in a process of its own")
class ProcessTest {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final StringBuffer said = new StringBuffer();
    private Process process;

    @AfterEach
    void stop() throws InterruptedException {
        // Asked to, it also stops the database that it may have started.
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Test
    void starts_with_nothing_but_environment_variables() throws Exception {
        String noTests = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder builder = start(SpringBootExample.class.getName(), noTests);
        LocalServices.get()
                .properties()
                .forEach((name, value) -> builder.environment().put(variable(name), value));
        builder.environment().put("SERVER_PORT", "0");

        HttpResponse<String> health = get(port(builder), "/actuator/health");

        assertThat(health.statusCode()).as("%s%n%s", health.body(), said).isEqualTo(200);
        assertThat(health.body()).contains("numberPool");
    }

    @Test
    void starts_as_the_demo_without_anything() throws Exception {
        ProcessBuilder builder =
                start(TestSpringBootExample.class.getName(), System.getProperty("java.class.path"), "--server.port=0");

        HttpResponse<String> conversation = get(port(builder), "/demo/phone/+201016666301");

        assertThat(conversation.statusCode())
                .as("%s%n%s", conversation.body(), said)
                .isEqualTo(200);
    }

    private static ProcessBuilder start(String main, String classPath, String... arguments) {
        return new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        classPath,
                                        main),
                                Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true);
    }

    /** As Spring Boot has it: NUMBERPOOL_TWILIO_AUTHTOKENS. */
    private static String variable(String property) {
        return property.replace("-", "")
                .replaceAll("[.\\[]", "_")
                .replace("]", "")
                .toUpperCase(Locale.ROOT);
    }

    private int port(ProcessBuilder builder) throws IOException {
        process = builder.start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                // A process that nobody listens to stands still when it has said enough.
                CompletableFuture.runAsync(
                        () -> output.lines().forEach(more -> said.append(more).append('\n')));
                return Integer.parseInt(matcher.group(1));
            }
        }
        throw new AssertionError("the application did not start:\n" + said);
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
