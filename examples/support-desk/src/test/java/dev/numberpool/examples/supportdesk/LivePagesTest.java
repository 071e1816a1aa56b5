package dev.numberpool.examples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.supportdesk.web.LiveUpdates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName("Pages that are open")
class LivePagesTest {
    private static final int EVENTS = 200;

    @Test
    void one_that_does_not_read_holds_up_no_other() throws IOException {
        try (TestDesk desk = TestDesk.empty();
                Socket stuck = listen(desk, 1_024)) {
            LiveUpdates live = desk.application().live();
            Until.isTrue(Duration.ofSeconds(10), () -> live.pages() == 1);
            Until.isTrue(Duration.ofSeconds(60), () -> isStuck(live));
            try (Socket reading = listen(desk, 65_536)) {
                Until.isTrue(Duration.ofSeconds(10), () -> live.pages() == 2);
                assertEventsArrive(live, reader(reading));
            }
            assertThat(isWriting()).as("the other one is still stuck").isTrue();
        }
    }

    private static void assertEventsArrive(LiveUpdates live, BufferedReader events) throws IOException {
        for (int i = 0; i < EVENTS; i++) {
            CompletableFuture<Void> telling = CompletableFuture.runAsync(() -> {
                live.changed();
                live.tell();
            });
            assertThat(refresh(events)).isTrue();
            assertThat(telling).as("after " + i).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    /** Writes without pause for half a second, and finds out whether the machine keeps no more for that page. */
    private static boolean isStuck(LiveUpdates live) {
        long pause = System.nanoTime() + Duration.ofMillis(500).toNanos();
        while (System.nanoTime() < pause) {
            live.changed();
            live.tell();
        }
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        boolean isWriting = true;
        while (isWriting && System.nanoTime() < end) {
            isWriting = isWriting();
        }
        return isWriting;
    }

    /** Whether some thread writes to a page at this moment. */
    private static boolean isWriting() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().startsWith(LiveUpdates.class.getName()));
    }

    @Test
    void those_that_have_gone_are_forgotten() throws IOException {
        try (TestDesk desk = TestDesk.empty()) {
            LiveUpdates live = desk.application().live();
            for (int i = 0; i < 10; i++) {
                listen(desk, 1_024).close();
            }
            try (Socket staying = listen(desk, 1_024)) {
                Until.isTrue(Duration.ofSeconds(20), () -> {
                    live.changed(); // who has gone is noticed when the next event is written
                    return live.pages() == 1;
                });
                assertThat(refresh(reader(staying))).isTrue();
            }
        }
    }

    private static Socket listen(TestDesk desk, int buffer) throws IOException {
        int port = desk.application().address().getPort();
        Socket socket = new Socket();
        socket.setReceiveBufferSize(buffer);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String request = "GET /live HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Waits for the next event. */
    private static boolean refresh(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (line != null && !line.startsWith("data:")) {
            line = events.readLine();
        }
        return line != null && line.contains("refresh");
    }
}
