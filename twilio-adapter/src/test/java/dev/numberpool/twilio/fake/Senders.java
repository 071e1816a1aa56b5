package dev.numberpool.twilio.fake;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our numbers. Guarded by the world's lock. */
final class Senders {
    private final Map<String, FakeSender> byAddress = new LinkedHashMap<>();

    void add(FakeSender sender) {
        byAddress.put(sender.address(), sender);
    }

    void remove(FakeSender sender) {
        byAddress.remove(sender.address());
    }

    List<FakeSender> all() {
        return List.copyOf(byAddress.values());
    }

    boolean has(String address) {
        return byAddress.containsKey(address);
    }

    FakeSender at(String address) {
        FakeSender sender = byAddress.get(address);
        if (sender == null) {
            throw new IllegalArgumentException("no such sender; add it to senders() first");
        }
        return sender;
    }

    FakeSender usable(String address) {
        FakeSender sender = byAddress.get(address);
        if (sender == null || !sender.isUsable()) {
            throw TwilioError.bad(63007, "Twilio could not find a Channel with the specified From address");
        }
        return sender;
    }

    FakeSender bySid(String sid) {
        return byAddress.values().stream()
                .filter(sender -> sender.sid().equals(sid))
                .findFirst()
                .orElseThrow(() -> TwilioError.notFound("/Channels/Senders/" + sid));
    }
}
