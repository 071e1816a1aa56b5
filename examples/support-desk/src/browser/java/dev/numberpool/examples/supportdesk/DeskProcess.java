package dev.numberpool.examples.supportdesk;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jdbi.v3.core.Jdbi;

/** The program as people start it, in a process of its own with a fixed heap, and what can be seen of it from outside. */
final class DeskProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("The support desk is open: (http://127\\.0\\.0\\.1:\\d+/)");

    private final Process process;
    private final Path folder;
    private final Path output;
    private final JMXConnector connector;

    private DeskProcess(Process process, Path folder, Path output) throws IOException {
        this.process = process;
        this.folder = folder;
        this.output = output;
        this.connector = connector(process.pid());
    }

    /**
     * Starts it without visitors and agents.
     *
     * @param folder where its database is, and what it prints
     * @param megabytes of its heap
     */
    static DeskProcess start(Path folder, int megabytes) throws IOException {
        Path output = folder.resolve("output.txt");
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx" + megabytes + "m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-classpath",
                System.getProperty("java.class.path"),
                SupportDesk.class.getName(),
                "--empty",
                "--port=0",
                "--webhook-port=0",
                "--data=" + folder.resolve("data"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Until.isTrue(Duration.ofSeconds(90), () -> !process.isAlive() || matches(output));
        return new DeskProcess(process, folder, output);
    }

    private static boolean matches(Path output) {
        return ADDRESS.matcher(read(output)).find();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JMXConnector connector(long process) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where its pages are. */
    URI address() {
        Matcher matcher = ADDRESS.matcher(output());
        if (!matcher.find()) {
            throw new IllegalStateException("the desk is not open: " + output());
        }
        return URI.create(matcher.group(1));
    }

    /** What it has printed. */
    String output() {
        return read(output);
    }

    /** Its database. */
    Jdbi jdbi() {
        String port = read(folder.resolve("data/postgresql/postmaster.pid"))
                .lines()
                .toList()
                .get(3);
        return Jdbi.create("jdbc:postgresql://localhost:" + port.strip() + "/postgres", "postgres", "");
    }

    /**
     * What it holds at one moment.
     *
     * @param heap bytes that are in use after a collection
     * @param threads its threads
     * @param files its open files and connections
     */
    record Holding(long heap, int threads, long files) {
        @Override
        public String toString() {
            return "%.1f MB of heap, %d threads, %d open files and connections".formatted(heap / 1e6, threads, files);
        }
    }

    /** Collects its garbage, and looks. */
    Holding holding() throws IOException {
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
        memory.gc();
        return new Holding(
                memory.getHeapMemoryUsage().getUsed(),
                ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class).getThreadCount(),
                ManagementFactory.getPlatformMXBean(beans, UnixOperatingSystemMXBean.class)
                        .getOpenFileDescriptorCount());
    }

    @Override
    public void close() throws IOException {
        connector.close();
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
