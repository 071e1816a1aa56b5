package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.AddressApi.AddressRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Address configurations. Guarded by the world's lock. */
final class Addressbook {
    private final Map<String, AddressRow> rows = new LinkedHashMap<>();

    void add(AddressRow row) {
        rows.put(row.sid, row);
    }

    void remove(AddressRow row) {
        rows.remove(row.sid);
    }

    List<AddressRow> all() {
        return List.copyOf(rows.values());
    }

    /** By id or address. */
    AddressRow get(String key) {
        return rows.values().stream()
                .filter(row -> key.equals(row.sid) || key.equals(row.address))
                .findFirst()
                .orElseThrow(() -> TwilioError.notFound("/Configuration/Addresses/" + key));
    }

    Optional<AddressRow> autocreating(String address) {
        return rows.values().stream()
                .filter(row -> row.autocreating && row.address.equals(address))
                .findFirst();
    }
}
