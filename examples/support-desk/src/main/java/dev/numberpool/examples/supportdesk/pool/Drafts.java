package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.WidgetId;
import io.javalin.http.Context;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The drafts of one session. Safe for use by many threads: two pages may be open. */
final class Drafts {
    private static final String ATTRIBUTE = "pool.drafts";
    private static final int LIMIT = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, Draft> drafts = new ConcurrentHashMap<>();

    static Drafts of(Context context) {
        @Nullable Drafts drafts = context.sessionAttribute(ATTRIBUTE);
        if (drafts == null) {
            drafts = new Drafts();
            context.sessionAttribute(ATTRIBUTE, drafts);
        }
        return drafts;
    }

    static String newId() {
        byte[] bytes = new byte[6];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Optional<Draft> find(String id) {
        return Optional.ofNullable(drafts.get(id));
    }

    /** Drafts of a widget that were changed and not saved, the oldest first. */
    List<Draft> unsaved(WidgetId widget) {
        return drafts.values().stream()
                .filter(draft -> draft.base().id().equals(widget) && draft.isChanged())
                .sorted(Comparator.comparing(Draft::begun))
                .toList();
    }

    /** Keeps it; of too many, the oldest goes, and first of all one that changes nothing. */
    Draft keep(Draft draft) {
        drafts.put(draft.id(), draft);
        if (drafts.size() > LIMIT) {
            drafts.values().stream()
                    .min(Comparator.comparing(Draft::isChanged).thenComparing(Draft::begun))
                    .ifPresent(this::forget);
        }
        return draft;
    }

    void forget(Draft draft) {
        drafts.remove(draft.id());
    }
}
