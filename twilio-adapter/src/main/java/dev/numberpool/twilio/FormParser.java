package dev.numberpool.twilio;

import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@code application/x-www-form-urlencoded} (https://url.spec.whatwg.org/#urlencoded-parsing), but strictly: what
 * Twilio never sends is malformed: a broken escape, a field without a name or {@code =}, the same pair twice. The
 * signature has no separators, so {@code Body=x} and {@code Bodyx} would be the same to it.
 */
final class FormParser {
    /** Twilio sends about 40; this is what a stranger may make us remember. */
    private static final int MAX_FIELDS = 1_000;

    private FormParser() {}

    /** The values of each field, in order; names as the signature sorts them. */
    static SortedMap<String, List<String>> parse(String form) throws RejectedException {
        SortedMap<String, List<String>> fields = new TreeMap<>();
        Set<Map.Entry<String, String>> pairs = new HashSet<>();
        for (int start = 0; start < form.length(); ) {
            int end = form.indexOf('&', start);
            end = end < 0 ? form.length() : end;
            Map.Entry<String, String> pair = pair(form.substring(start, end));
            start = end + 1;
            if (!pairs.add(pair) || pairs.size() > MAX_FIELDS || start == form.length()) {
                throw new RejectedException(Reason.MALFORMED);
            }
            fields.computeIfAbsent(pair.getKey(), name -> new ArrayList<>()).add(pair.getValue());
        }
        return fields;
    }

    private static Map.Entry<String, String> pair(String text) throws RejectedException {
        int sign = text.indexOf('=');
        if (sign <= 0) {
            throw new RejectedException(Reason.MALFORMED);
        }
        return Map.entry(unescaped(text.substring(0, sign)), unescaped(text.substring(sign + 1)));
    }

    /** One parameter of an address, whose others are the host's; empty if there is none, or more than one. */
    static Optional<String> parameter(String target, String name) throws RejectedException {
        int mark = target.indexOf('?');
        String found = null;
        for (String pair : mark < 0 ? new String[0] : target.substring(mark + 1).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                if (found != null) {
                    return Optional.empty();
                }
                found = unescaped(pair.substring(name.length() + 1));
            }
        }
        return Optional.ofNullable(found);
    }

    private static String unescaped(String text) throws RejectedException {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[raw.length];
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            byte next = raw[i];
            if (next == '%') {
                next = (byte) (digit(raw, i + 1) * 16 + digit(raw, i + 2));
                i += 2;
            } else if (next == '+') {
                next = ' ';
            }
            bytes[length++] = next;
        }
        return Utf8.decoded(bytes, length);
    }

    private static int digit(byte[] raw, int index) throws RejectedException {
        int digit = index < raw.length && raw[index] > 0 ? Character.digit(raw[index], 16) : -1;
        if (digit < 0) {
            throw new RejectedException(Reason.MALFORMED);
        }
        return digit;
    }
}
