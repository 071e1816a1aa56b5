package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.AddressApi.AddressRow;
import java.util.List;

/** Our numbers on WhatsApp, for tests to add and to break. Safe for use by many threads. */
public final class FakeSenders {
    private final World world;
    private final Senders senders;
    private final Addressbook addresses;

    FakeSenders(World world, Senders senders, Addressbook addresses) {
        this.world = world;
        this.senders = senders;
        this.addresses = addresses;
    }

    /**
     * Adds a number, or gives the one that is there.
     *
     * @param number with or without the prefix {@code whatsapp:}
     */
    public FakeSender add(String number) {
        String address = Addresses.whatsapp(number);
        return world.look(() -> {
            if (!senders.has(address)) {
                senders.add(new FakeSender(world, world.sids.next("XE"), address));
            }
            return senders.at(address);
        });
    }

    /** Takes a number out of the account: sending from it fails with 63007. */
    public void remove(String number) {
        world.run(() -> senders.remove(senders.at(Addresses.whatsapp(number))));
    }

    /**
     * Configures the address of a number in Conversations: whether it makes a conversation for whoever writes to it and
     * has none. The number need not be added first.
     */
    public void autocreation(String number, boolean enabled) {
        String address = Addresses.whatsapp(number);
        world.run(() -> {
            AddressRow row = addresses.all().stream()
                    .filter(known -> known.address.equals(address))
                    .findFirst()
                    .orElseGet(() -> {
                        AddressRow added =
                                new AddressRow(world.sids.next("IG"), "whatsapp", address, world.clock.instant());
                        addresses.add(added);
                        return added;
                    });
            row.autocreating = enabled;
        });
    }

    /** All numbers, in the order in which they were added. */
    public List<FakeSender> all() {
        return world.look(senders::all);
    }
}
