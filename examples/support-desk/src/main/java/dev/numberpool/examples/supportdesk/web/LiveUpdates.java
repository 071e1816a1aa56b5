package dev.numberpool.examples.supportdesk.web;

import io.javalin.http.sse.SseClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells open pages to look again, by server-sent events. Safe for use by many threads. */
public final class LiveUpdates implements AutoCloseable {
    private static final String REFRESH = "<turbo-stream action=\"refresh\"></turbo-stream>";

    private final Set<OpenPage> pages = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isChanged = new AtomicBoolean();

    /** A page whose browser does not read blocks whoever writes to it: each is written to by a thread of its own. */
    private final ExecutorService writers = Executors.newCachedThreadPool();

    /** Something has happened that a page may show. */
    public void changed() {
        isChanged.set(true);
    }

    /** Tells all open pages, if something has happened since the last time. Waits for none of them. */
    public void tell() {
        if (isChanged.getAndSet(false)) {
            pages.forEach(page -> page.tell(writers));
        }
    }

    void join(SseClient client) {
        OpenPage page = new OpenPage(client, new AtomicInteger());
        client.keepAlive();
        client.onClose(() -> pages.remove(page));
        pages.add(page);
    }

    /** How many pages are open. */
    public int pages() {
        return pages.size();
    }

    @Override
    public void close() {
        pages.forEach(page -> page.client().close());
        writers.shutdownNow();
    }

    /** A page, and how often it was told to look again since the last event was written to it. */
    private record OpenPage(SseClient client, AtomicInteger owed) {
        void tell(ExecutorService writers) {
            if (owed.getAndIncrement() == 0) {
                writers.execute(this::write);
            }
        }

        /** One event is enough for all that is owed. */
        private void write() {
            int written = owed.get();
            while (written > 0) {
                client.sendEvent(REFRESH);
                written = owed.addAndGet(-written);
            }
        }
    }
}
