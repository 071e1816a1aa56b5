package dev.numberpool.twilio.credentials;

import java.util.Locale;
import java.util.Random;

/** Damages a text in the ways in which columns are damaged, and in some more. */
final class Corruption {
    private static final String CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=: \n\u0000ü🙂";

    private Corruption() {}

    /** Another text than the one that is given. */
    static String of(String text, Random random) {
        while (true) {
            String changed = changed(text, random);
            if (!changed.equals(text)) {
                return changed;
            }
        }
    }

    private static String changed(String text, Random random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(8));
        String before = text.substring(0, from);
        String part = text.substring(from, to);
        String after = text.substring(to);
        return switch (random.nextInt(8)) {
            case 0 -> before + character(random) + text.substring(from + 1);
            case 1 -> before + character(random) + text.substring(from);
            case 2 -> before + after;
            case 3 -> before;
            case 4 -> before + new StringBuilder(part).reverse() + after;
            case 5 -> before + part.toUpperCase(Locale.ROOT) + after;
            case 6 -> text + text.substring(from);
            default -> before + part + part + after;
        };
    }

    private static char character(Random random) {
        return CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
    }
}
