package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.twilio.http.TwilioRestClient;
import dev.failsafe.Failsafe;
import dev.numberpool.PhoneNumber;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.commons.codec.binary.Hex;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/** The host is {@code src/test/resources/neighbour}; Maven has put the libraries into {@code target/neighbours}. */
@DisplayName("The adapter works next to what a host already has, on the class path and on the module path")
@Tag("slow")
@Timeout(120)
class NeighboursTest {
    private static final Path NEIGHBOURS = Path.of(System.getProperty("neighbours", "target/neighbours"));

    /** What the adapter needs at run time, apart from Jackson. */
    private static final List<Class<?>> LIBRARIES = List.of(
            PhoneNumber.class,
            TwilioRestClient.class,
            Failsafe.class,
            HttpRoute.class,
            HttpHost.class,
            Hex.class,
            Logger.class,
            NullMarked.class);

    @TempDir
    private static Path folder;

    private static Path host;
    private static Path adapter;

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(Files.isDirectory(NEIGHBOURS), "no " + NEIGHBOURS + ": run Maven with -Pslow");
        adapter = jar(source(TwilioAccount.class), folder.resolve("numberpool-twilio.jar"));
        host = Files.createDirectory(folder.resolve("host"));
        Path sources = Path.of(NeighboursTest.class
                        .getResource("/neighbour/module-info.java")
                        .toURI())
                .getParent();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-p",
                        joined(path("jackson-sdk")),
                        "-d",
                        host.toString(),
                        sources.resolve("module-info.java").toString(),
                        sources.resolve("neighbour/Main.java").toString());
        assertThat(result).isZero();
    }

    private static Path source(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** As Maven packs it: an automatic module has its name from the manifest. */
    private static Path jar(Path classes, Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Automatic-Module-Name", "dev.numberpool.twilio");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
            }
        }
        return jar;
    }

    /** The libraries of the tests, but in the neighbour's version where it has one. */
    private static List<Path> path(String neighbour) throws Exception {
        List<Path> path = new ArrayList<>();
        try (Stream<Path> theirs = Files.list(NEIGHBOURS.resolve(neighbour))) {
            theirs.forEach(path::add);
        }
        List<String> names = path.stream().map(NeighboursTest::artifact).toList();
        for (Class<?> library : LIBRARIES) {
            Path source = source(library);
            if (!names.contains(artifact(source))) {
                path.add(source);
            }
        }
        path.add(adapter);
        return path;
    }

    private static String artifact(Path jar) {
        return jar.getFileName().toString().replaceAll("-[0-9].*", "");
    }

    private static String joined(List<Path> path, Path... more) {
        return String.join(
                File.pathSeparator,
                Stream.concat(path.stream(), Arrays.stream(more))
                        .map(Path::toString)
                        .toList());
    }

    private static void assertWorks(String output, String neighbour) throws IOException {
        try (Stream<Path> jars = Files.list(NEIGHBOURS.resolve(neighbour))) {
            String version = jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.startsWith("jackson-databind-"))
                    .map(name -> name.replaceAll("jackson-databind-|\\.jar", ""))
                    .findFirst()
                    .orElseThrow();
            assertThat(output)
                    .contains("sent SM1", "refused SENDER_UNUSABLE", "got ConversationEvent[onMessageAdded")
                    .contains("jackson " + version);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jackson-oldest", "jackson-sdk", "jackson-newer", "spring-boot"})
    void on_the_class_path(String neighbour) throws Exception {
        String output = OwnJvm.of("neighbour.Main")
                .path("-cp", joined(path(neighbour), host))
                .run();

        assertWorks(output, neighbour);
        assertThat(output).contains("module null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jackson-oldest", "jackson-sdk", "jackson-newer", "spring-boot"})
    void on_the_module_path(String neighbour) throws Exception {
        String output = OwnJvm.of("neighbour/neighbour.Main")
                .path("-p", joined(path(neighbour), host), "-m")
                .run();

        assertWorks(output, neighbour);
        assertThat(output).contains("module dev.numberpool.twilio");
    }
}
