package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.Chat.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All conversations. Guarded by the world's lock. */
final class Chats {
    private final Map<String, Chat> bySid = new LinkedHashMap<>();

    void add(Chat chat) {
        bySid.put(chat.sid, chat);
    }

    void remove(Chat chat) {
        bySid.remove(chat.sid);
    }

    List<Chat> all() {
        return List.copyOf(bySid.values());
    }

    /** By id or unique name. */
    Chat get(String key) {
        Chat known = bySid.get(key);
        if (known != null) {
            return known;
        }
        return bySid.values().stream()
                .filter(chat -> key.equals(chat.uniqueName))
                .findFirst()
                .orElseThrow(() -> TwilioError.notFound("/Conversations/" + key));
    }

    void checkNameFree(@Nullable String uniqueName) {
        boolean taken =
                uniqueName != null && bySid.values().stream().anyMatch(chat -> uniqueName.equals(chat.uniqueName));
        if (taken) {
            throw TwilioError.conflict(50353, "Conversation with provided unique name already exists");
        }
    }

    /** The conversation that holds a pair of a person's address and our number: one that is not closed. */
    Optional<Chat> holder(String address, String proxy) {
        return bySid.values().stream()
                .filter(chat -> !chat.isClosed() && has(chat, member -> member.isBoundTo(address, proxy)))
                .findFirst();
    }

    static boolean has(Chat chat, Predicate<Member> asked) {
        return chat.members.values().stream().anyMatch(asked);
    }
}
