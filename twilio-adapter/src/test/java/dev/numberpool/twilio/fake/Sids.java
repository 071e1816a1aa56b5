package dev.numberpool.twilio.fake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Gives ids in the order of creation; different accounts give different ones. Guarded by the world's lock. */
final class Sids {
    /** So many ids may have been given after the last one that is known. */
    private static final long ROOM = 10_000;

    private final String account;
    private final Map<String, Deque<String>> wished = new HashMap<>();
    private long last;

    Sids(String accountSid) {
        this.account = accountSid.substring(accountSid.length() - 8).toLowerCase(Locale.ROOT);
    }

    String next(String prefix) {
        Deque<String> wishes = wished.get(prefix);
        if (wishes != null && !wishes.isEmpty()) {
            return wishes.remove();
        }
        return prefix + account + String.format("%024x", ++last);
    }

    /** An id that is always the same for the same thing of this account. */
    String fixed(String prefix, String of) {
        return prefix + account + String.format("%024x", of.hashCode() & 0xffffffffL);
    }

    /** Gives ids from now on that an earlier fake of this account, which gave this one, has not given. */
    void after(String sid) {
        if (sid.matches("[A-Z]{2}" + account + "0{9}[0-9a-f]{15}")) {
            last = Math.max(last, Long.parseLong(sid.substring(sid.length() - 15), 16) + ROOM);
        }
    }

    void wish(String sid) {
        if (!sid.matches("[A-Z]{2}[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a sid is two capitals and 32 hexadecimal digits: " + sid);
        }
        wished.computeIfAbsent(sid.substring(0, 2), prefix -> new ArrayDeque<>())
                .add(sid);
    }
}
