package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.desk.Failure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Small phrases. */
final class Words {
    private Words() {}

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The same, as a sentence. */
    static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }

    static String agent(@Nullable String name, @Nullable String phone) {
        if (name != null) {
            return name;
        }
        return phone == null ? "no agent yet" : phone;
    }

    /** An id for an element of a page. */
    static String id(@Nullable String agent, String number) {
        return (agent + "-" + number).replaceAll("[^A-Za-z0-9-]", "");
    }

    /** Why a message failed: Twilio's code, and the kind as numberpool calls it. */
    static String failure(@Nullable String kind, @Nullable Integer code) {
        String name = kind == null ? "no reason is on record" : kind;
        return code == null ? name : name + " (" + code + ")";
    }

    /** What to do about it. */
    static String advice(@Nullable String kind) {
        if (kind == null) {
            return "look at Twilio's log of messages";
        }
        try {
            return Failure.Kind.valueOf(kind).advice();
        } catch (IllegalArgumentException e) {
            return "a newer numberpool wrote this; look the kind up there";
        }
    }

    /** What a message is for. */
    static String subject(String kind, @Nullable String visitor) {
        String from = visitor == null ? "a visitor" : visitor;
        return switch (kind) {
            case "MESSAGE" -> "Message from " + from;
            case "WAKE_UP" -> "Template that asks to open the chat for " + from;
            case "FOOTER" -> "Remark that the chat with " + from + " has ended";
            case "ANSWER" -> "Answer of the desk to the agent";
            default -> kind;
        };
    }
}
