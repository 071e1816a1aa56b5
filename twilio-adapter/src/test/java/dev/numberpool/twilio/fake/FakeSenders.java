package dev.numberpool.twilio.fake;

import java.util.List;

/** Our numbers on WhatsApp, for tests to add and to break. Safe for use by many threads. */
public final class FakeSenders {
    private final World world;
    private final Senders senders;

    FakeSenders(World world, Senders senders) {
        this.world = world;
        this.senders = senders;
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

    /** All numbers, in the order in which they were added. */
    public List<FakeSender> all() {
        return world.look(senders::all);
    }
}
