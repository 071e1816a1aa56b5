package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.Candidate.Window;
import java.time.Instant;
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

    static Badge window(Window window) {
        return switch (window) {
            case OPEN -> new Badge("", "window open");
            case CLOSED -> new Badge("warn", "window closed");
            case UNKNOWN -> new Badge("", "window unknown");
        };
    }

    /** A refusal counts until the agent writes again; otherwise the agent's last message decides. */
    static Window window(@Nullable Instant lastInbound, @Nullable Instant refused, Instant now) {
        boolean isRefused = refused != null && (lastInbound == null || !lastInbound.isAfter(refused));
        return isRefused ? Window.CLOSED : Window.of(lastInbound, now);
    }

    static Badge thread(int chatsOnThread) {
        return chatsOnThread > 1
                ? new Badge("warn", "shared by " + chatsOnThread + " chats")
                : new Badge("", "a thread of its own");
    }

    static String chats(int number) {
        return number == 1 ? "1 chat" : number + " chats";
    }

    /** The beginning of a text, on one line. */
    static String shortened(String text, int length) {
        String line = text.replaceAll("\\s+", " ").strip();
        int end = line.offsetByCodePoints(0, Math.min(length, line.codePointCount(0, line.length())));
        return end == line.length() ? line : line.substring(0, end) + "…";
    }

    /** How a line's state looks: waiting, failed, or fine. */
    static String tone(String state) {
        if (state.startsWith("not sent")) {
            return "bad";
        }
        return state.startsWith("waiting") || state.startsWith("perhaps") ? "warn" : "";
    }
}
