package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a process of its own: for what the JDK or a logger reads once in a process. */
final class OwnJvm {
    private final List<String> command = new ArrayList<>();
    private final String mainClass;
    private List<String> path = List.of("-cp", System.getProperty("java.class.path"));

    private OwnJvm(String mainClass) {
        this.mainClass = mainClass;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Dstdout.encoding=UTF-8");
        command.add("-Dsun.net.httpserver.nodelay=true");
        command.add("-XX:TieredStopAtLevel=1");
    }

    static OwnJvm of(Class<?> mainClass) {
        return new OwnJvm(mainClass.getName());
    }

    /** By its name, or module and name. */
    static OwnJvm of(String mainClass) {
        return new OwnJvm(mainClass);
    }

    OwnJvm with(String... options) {
        command.addAll(List.of(options));
        return this;
    }

    /** Instead of the tests' class path: {@code -cp …}, or {@code -p … -m}. */
    OwnJvm path(String... options) {
        path = List.of(options);
        return this;
    }

    /** What it printed, by stream. */
    record Output(String out, String errors) {}

    /** All that it prints, to both streams. */
    String run() throws IOException, InterruptedException {
        return finished(process().redirectErrorStream(true));
    }

    /** What it prints, each stream for itself. */
    Output runApart() throws IOException, InterruptedException {
        Path errors = Files.createTempFile("numberpool", ".err");
        try {
            return new Output(
                    finished(process().redirectError(errors.toFile())),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } finally {
            Files.delete(errors);
        }
    }

    private ProcessBuilder process() {
        List<String> all = new ArrayList<>(command);
        all.addAll(path);
        all.add(mainClass);
        return new ProcessBuilder(all);
    }

    private static String finished(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
            return output;
        } finally {
            process.destroy();
        }
    }
}
