package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
        return run(process().redirectErrorStream(true)).out();
    }

    /** What it prints, each stream for itself. */
    Output runApart() throws IOException, InterruptedException {
        return run(process());
    }

    private ProcessBuilder process() {
        List<String> all = new ArrayList<>(command);
        all.addAll(path);
        all.add(mainClass);
        return new ProcessBuilder(all);
    }

    /** Through files: a process that hangs would keep who reads its pipes for ever. */
    private static Output run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("numberpool");
        Path out = Files.createFile(folder.resolve("out"));
        Path errors = Files.createFile(folder.resolve("err"));
        try {
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
            boolean isOver = process.waitFor(1, TimeUnit.MINUTES);
            process.destroyForcibly().waitFor();
            Output output = new Output(Files.readString(out), Files.readString(errors));
            assertThat(isOver).as("%s", output).isTrue();
            assertThat(process.exitValue()).as("%s", output).isZero();
            return output;
        } finally {
            for (Path each : List.of(out, errors, folder)) {
                Files.delete(each);
            }
        }
    }
}
