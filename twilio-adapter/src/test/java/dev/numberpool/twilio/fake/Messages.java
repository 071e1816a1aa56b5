package dev.numberpool.twilio.fake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All messages, with their media. Guarded by the world's lock. */
final class Messages {
    private final Map<String, FakeMessage> rows = new LinkedHashMap<>();
    private final Map<String, FakeMedium> media = new LinkedHashMap<>();

    void put(FakeMessage message) {
        rows.put(message.sid(), message);
    }

    FakeMessage get(String sid) {
        FakeMessage message = rows.get(sid);
        if (message == null) {
            throw TwilioError.notFound("/Messages/" + sid + ".json");
        }
        return message;
    }

    @Nullable
    FakeMessage find(@Nullable String sid) {
        return sid == null ? null : rows.get(sid);
    }

    FakeMessage change(String sid, UnaryOperator<FakeMessage> change) {
        FakeMessage changed = change.apply(get(sid));
        rows.put(sid, changed);
        return changed;
    }

    void remove(String sid) {
        get(sid);
        rows.remove(sid);
    }

    List<FakeMessage> oldestFirst() {
        return new ArrayList<>(rows.values());
    }

    List<FakeMessage> newestFirst() {
        List<FakeMessage> all = oldestFirst();
        Collections.reverse(all);
        return all;
    }

    void put(FakeMedium medium) {
        media.put(medium.sid(), medium);
    }

    FakeMedium medium(String sid) {
        FakeMedium medium = media.get(sid);
        if (medium == null) {
            throw TwilioError.notFound("/Media/" + sid);
        }
        return medium;
    }

    void removeMedium(String sid) {
        medium(sid);
        media.remove(sid);
    }

    List<FakeMedium> mediaOf(FakeMessage message) {
        return message.media().stream()
                .filter(media::containsKey)
                .map(media::get)
                .toList();
    }
}
