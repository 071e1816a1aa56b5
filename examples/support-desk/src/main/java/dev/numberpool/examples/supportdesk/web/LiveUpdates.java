package dev.numberpool.examples.supportdesk.web;

import io.javalin.http.sse.SseClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells open pages to look again, by server-sent events. Safe for use by many threads. */
public final class LiveUpdates {
    private static final String REFRESH = "<turbo-stream action=\"refresh\"></turbo-stream>";

    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isChanged = new AtomicBoolean();

    /** Something has happened that a page may show. */
    public void changed() {
        isChanged.set(true);
    }

    /** Tells all open pages, if something has happened since the last time. */
    public void tell() {
        if (isChanged.getAndSet(false)) {
            clients.forEach(client -> client.sendEvent(REFRESH));
        }
    }

    void join(SseClient client) {
        client.keepAlive();
        client.onClose(() -> clients.remove(client));
        clients.add(client);
    }

    /** How many pages are open. */
    public int pages() {
        return clients.size();
    }
}
