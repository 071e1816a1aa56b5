package dev.numberpool.twilio.fake;

import java.util.LinkedHashMap;
import java.util.Map;

/** The phones of people, made when first spoken of. Guarded by the world's lock. */
final class Phones {
    /** Makes the phone of an address. */
    interface Maker {
        FakePhone make(String address);
    }

    private final Map<String, FakePhone> byAddress = new LinkedHashMap<>();
    private Maker maker = address -> {
        throw new IllegalStateException("no phones yet");
    };

    void madeBy(Maker newMaker) {
        this.maker = newMaker;
    }

    FakePhone at(String address) {
        FakePhone known = byAddress.get(address);
        if (known == null) {
            known = maker.make(address);
            byAddress.put(address, known);
        }
        return known;
    }

    /** Reaches a phone under one more address. */
    void alias(String address, FakePhone phone) {
        byAddress.put(address, phone);
    }
}
