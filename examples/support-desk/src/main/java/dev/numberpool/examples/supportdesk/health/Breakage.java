package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Breaks the Twilio on this machine on purpose, and mends it: to see what the library says and does. */
final class Breakage {
    /** Meta's code for a number that it has taken offline. */
    private static final int DISABLED = 63020;

    private final SimulatedTwilio simulated;
    private final Set<Broken> broken =
            new ConcurrentSkipListSet<>(Comparator.comparing(Broken::kind).thenComparing(Broken::target));

    /** What can be broken. */
    enum Kind {
        OFFLINE,
        BLOCKED,
        AUTOCREATION,
        WEBHOOKS,
        CONNECTION
    }

    /**
     * What is broken at present.
     *
     * @param kind what
     * @param target whose: a number, a phone and a number with a blank between, or nothing
     */
    record Broken(Kind kind, String target) {
        /** Without numbers. */
        @Override
        public String toString() {
            return kind.toString();
        }
    }

    Breakage(SimulatedTwilio simulated) {
        this.simulated = simulated;
    }

    /** What is broken at present. */
    List<Broken> now() {
        return List.copyOf(broken);
    }

    /** Breaks it. */
    void breakIt(Broken what) {
        set(what, true);
        broken.add(what);
    }

    /** Makes it whole again. */
    void mend(Broken what) {
        set(what, false);
        broken.remove(what);
    }

    private void set(Broken what, boolean isBroken) {
        FakeTwilio twilio = simulated.twilio();
        String target = what.target();
        switch (what.kind()) {
            case OFFLINE -> {
                if (isBroken) {
                    twilio.senders().add(target).offline(DISABLED, "The number was taken offline by hand");
                } else {
                    twilio.senders().add(target).status("ONLINE");
                }
            }
            case BLOCKED -> block(target.split(" ", 2), isBroken);
            case AUTOCREATION -> twilio.senders().autocreation(target, isBroken);
            case WEBHOOKS -> simulated.reachable(!isBroken);
            case CONNECTION -> breakConnection(isBroken);
        }
    }

    private void block(String[] phoneAndNumber, boolean isBroken) {
        if (isBroken) {
            simulated.phone(phoneAndNumber[0]).block(phoneAndNumber[1]);
        } else {
            simulated.phone(phoneAndNumber[0]).unblock(phoneAndNumber[1]);
        }
    }

    private void breakConnection(boolean isBroken) {
        simulated.twilio().faults().clear();
        if (isBroken) {
            simulated.twilio().faults().always("POST", "*/Messages.json", Fault.dropAfter());
        }
    }
}
