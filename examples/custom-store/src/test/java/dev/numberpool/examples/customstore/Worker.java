package dev.numberpool.examples.customstore;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.WidgetId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Another process of the host, with the file open. What it prints, the store has said. */
final class Worker {
    static final WidgetId WIDGET = WidgetId.of(7);
    private static final int THREADS = 4;

    private Worker() {}

    public static void main(String[] arguments) {
        DocumentStore store = DocumentStore.open(Path.of(arguments[0]), Set.of("closed"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        switch (arguments[1]) {
            case "assign" -> assignForEver(store, Integer.parseInt(arguments[2]), out);
            case "ponder" -> ponder(store, arguments[2], out);
            default -> throw new IllegalArgumentException(arguments[1]);
        }
    }

    /** In several threads, from this conversation on. */
    private static void assignForEver(DocumentStore store, int first, PrintStream out) {
        NumberPool pool = NumberPool.builder(store).build();
        AtomicInteger next = new AtomicInteger(first);
        Runnable endless = () -> {
            while (true) {
                Assignment assignment = pool.assign(WIDGET, ConversationId.of(next.getAndIncrement()));
                out.println(assignment.conversation() + " " + assignment.number());
            }
        };
        for (int i = 0; i < THREADS; i++) {
            new Thread(endless).start();
        }
    }

    /** Never comes to a decision. */
    private static void ponder(DocumentStore store, String conversation, PrintStream out) {
        store.decide(Handover.of(WIDGET, ConversationId.of(conversation)), Instant.now(), snapshot -> {
            out.println("pondering");
            new CompletableFuture<>().join();
            return Optional.empty();
        });
    }

    static Process start(Class<?> program, Path file, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                file.toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The next so many lines; what the process prints after them is lost to nobody but us. */
    static List<String> read(Process process, int lines) throws IOException {
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        List<String> read = new ArrayList<>();
        while (read.size() < lines) {
            String line = reader.readLine();
            if (line == null) {
                throw new IllegalStateException("the process ended after " + read);
            }
            read.add(line);
        }
        return read;
    }
}
