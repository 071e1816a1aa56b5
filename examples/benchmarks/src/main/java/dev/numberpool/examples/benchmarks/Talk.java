package dev.numberpool.examples.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What one caller says: as much in one conversation as WhatsApp takes at once, then on in the next. */
final class Talk {
    /**
     * One message.
     *
     * @param key the last word of its text, and its id
     */
    record Said(Chat chat, String key) {
        String text() {
            return "Could you tell me where my parcel is? " + key;
        }
    }

    private static final AtomicLong KEYS = new AtomicLong();

    private final Chats chats;
    private @Nullable Said last;
    private int left;

    Talk(Chats chats) {
        this.chats = chats;
    }

    /** The next message, with an id that no other has. */
    Said next() {
        Chat chat = last == null || left == 0 ? chats.fresh() : last.chat();
        left = (left == 0 ? Chats.MESSAGES : left) - 1;
        last = new Said(chat, "m-" + KEYS.incrementAndGet());
        return last;
    }

    /** The message before, or null if there was none. */
    @Nullable
    Said last() {
        return last;
    }

    /** The key of a message whose text may have got something in front of it. */
    static String keyOf(String text) {
        return text.substring(text.lastIndexOf(' ') + 1);
    }
}
