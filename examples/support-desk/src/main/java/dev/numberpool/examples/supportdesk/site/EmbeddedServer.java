package dev.numberpool.examples.supportdesk.site;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server whose data outlive the program. */
final class EmbeddedServer implements AutoCloseable {
    /** A slow disk takes its time to recover what a killed server left, or to write down what a stopping one has. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EmbeddedPostgres server;
    private final FileLock lock;

    private EmbeddedServer(EmbeddedPostgres server, FileLock lock) {
        this.server = server;
        this.lock = lock;
    }

    static EmbeddedServer start(Path folder) throws IOException {
        FileLock lock = lock(folder);
        Path data = folder.resolve("postgresql");
        stopOrphan(data);
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on") // off by default there: made for tests
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(PATIENCE)
                .setErrorRedirector(Redirect.DISCARD)
                .setOutputRedirector(Redirect.DISCARD)
                .start();
        return new EmbeddedServer(server, lock);
    }

    private static FileLock lock(Path folder) throws IOException {
        FileChannel channel = lockFile(folder);
        @Nullable FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            throw new IOException(
                    "another support desk works on " + folder + "; stop it, or give --data another folder");
        }
        return lock;
    }

    private static FileChannel lockFile(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            return FileChannel.open(folder.resolve("desk.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            throw new IOException("nothing can be written to " + folder + "; give --data another folder", e);
        }
    }

    /** A desk that was killed leaves its server running, which would keep a new one out of the folder. */
    private static void stopOrphan(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        long id = Long.parseLong(Files.readAllLines(file).get(0).strip());
        @Nullable
        ProcessHandle orphan = ProcessHandle.of(id)
                .filter(process -> process.info().command().orElse("").contains("postgres"))
                .orElse(null);
        if (orphan == null) {
            return;
        }
        orphan.destroy();
        long end = System.nanoTime() + PATIENCE.toNanos();
        // Its file goes when it has stopped; the process itself may stay, where nobody collects the dead.
        while (Files.exists(file) && orphan.isAlive()) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        "process " + id + ", the database of an earlier desk, does not stop; stop it by hand");
            }
            pause(id);
        }
    }

    private static void pause(long id) throws IOException {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while process " + id + " of an earlier desk was stopping", e);
        }
    }

    String jdbcUrl() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() {
        try {
            server.close();
            lock.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
