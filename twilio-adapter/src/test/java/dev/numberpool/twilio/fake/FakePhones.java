package dev.numberpool.twilio.fake;

import java.util.ArrayList;
import java.util.List;

/** The phones of the people that our numbers talk to; each exists as soon as a test or a message speaks of it. */
final class FakePhones {
    private final World world;
    private final Phones phones;

    FakePhones(World world, Phones phones) {
        this.world = world;
        this.phones = phones;
    }

    /** The phone of a number or of a username's id. */
    FakePhone phone(String address) {
        String full = Addresses.whatsapp(address);
        if (!Addresses.isPerson(full)) {
            throw new IllegalArgumentException("neither a phone number nor a username's id: " + Addresses.masked(full));
        }
        return world.look(() -> phones.at(full));
    }

    /** What a phone is connected to. */
    static final class Line {
        private final World world;
        private final Phones phones;
        private final Messages messages;
        private final Inbound inbound;
        private final Outbound outbound;

        Line(World world, Phones phones, Messages messages, Inbound inbound, Outbound outbound) {
            this.world = world;
            this.phones = phones;
            this.messages = messages;
            this.inbound = inbound;
            this.outbound = outbound;
        }

        Phones phones() {
            return phones;
        }

        FakeMessage message(String sid) {
            return world.look(() -> messages.get(sid));
        }

        String write(FakePhone.Letter letter) {
            return world.act(() -> inbound.arrive(letter));
        }

        void read(FakePhone phone, String number) {
            world.run(() -> messages.oldestFirst().stream()
                    .filter(message -> message.status().equals("delivered"))
                    .filter(message -> phone.is(message.to()) && message.from().equals(number))
                    .forEach(outbound::read));
        }

        List<ScreenLine> screen(FakePhone phone) {
            return world.look(() -> {
                List<ScreenLine> lines = new ArrayList<>();
                messages.oldestFirst().stream()
                        .filter(message -> isShown(phone, message))
                        .forEach(message -> lines.add(line(message)));
                return lines;
            });
        }

        FakePhone set(FakePhone phone, Runnable change) {
            return world.look(() -> {
                change.run();
                return phone;
            });
        }

        private static boolean isShown(FakePhone phone, FakeMessage message) {
            if (message.inbound()) {
                return phone.is(message.from());
            }
            boolean arrived =
                    message.status().equals("delivered") || message.status().equals("read");
            return arrived && phone.is(message.to());
        }

        private ScreenLine line(FakeMessage message) {
            List<String> media =
                    messages.mediaOf(message).stream().map(FakeMedium::source).toList();
            String number = message.inbound() ? message.to() : message.from();
            return new ScreenLine(message.sid(), number, message.inbound(), message.body(), media, message.quoted());
        }
    }
}
