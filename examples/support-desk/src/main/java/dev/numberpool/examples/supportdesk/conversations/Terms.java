package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.ServiceWindow;
import org.jspecify.annotations.Nullable;

/** The library's terms in the words of the desk. */
final class Terms {
    private Terms() {}

    static String source(@Nullable String source) {
        if (source == null) {
            return "";
        }
        return switch (source) {
            case "POOL" -> "from the pool";
            case "HANDOVER_DEFAULT" -> "the default number";
            case "CREDENTIALS" -> "the number of the account";
            case "HOST" -> "from a rule of our own";
            default -> "from an unknown source, " + source;
        };
    }

    static Badge window(ServiceWindow window) {
        return switch (window) {
            case OPEN -> new Badge("", "window open");
            case CLOSED -> new Badge("warn", "window closed");
            case UNKNOWN -> new Badge("", "window unknown");
        };
    }

    static Badge thread(int chatsOnThread) {
        return chatsOnThread > 1
                ? new Badge("warn", "shared by " + chatsOnThread + " chats")
                : new Badge("", "a thread of its own");
    }

    static String chats(int number) {
        return number == 1 ? "1 chat" : number + " chats";
    }
}
