package dev.numberpool.twilio.fake;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes messages for people on WhatsApp, refuses them, and brings them to their phones. Inside the world's lock. */
final class Outbound {
    private static final int LONGEST = 1600;

    private final World world;
    private final Messages messages;
    private final Senders senders;
    private final Phones phones;
    private final Templates templates;
    private final Delivery delivery;
    private final List<String> waiting = new ArrayList<>();
    private final List<Consumer<FakeMessage>> watchers = new ArrayList<>();
    private boolean paused;

    Outbound(World world, Messages messages, Senders senders, Phones phones, Templates templates, Delivery delivery) {
        this.world = world;
        this.messages = messages;
        this.senders = senders;
        this.phones = phones;
        this.templates = templates;
        this.delivery = delivery;
    }

    /** What somebody asks to be sent. */
    record Order(
            String from,
            @Nullable String to,
            @Nullable String body,
            List<String> mediaUrls,
            @Nullable String contentSid,
            @Nullable String contentVariables,
            @Nullable String statusCallback) {}

    /** Refuses the order as Twilio would at once, or takes it; the message then waits for {@link #deliver}. */
    FakeMessage take(Order order) {
        String to = recipient(order);
        FakeSender sender = senders.usable(order.from());
        String text = text(order);
        String sid = world.sids.next(order.mediaUrls().isEmpty() ? "SM" : "MM");
        FakeMessage message = new FakeMessage(
                sid,
                order.from(),
                to,
                text,
                order.contentSid(),
                media(order, sid),
                false,
                "queued",
                null,
                world.clock.instant(),
                null,
                order.statusCallback() == null ? sender.statusCallback() : order.statusCallback(),
                null);
        messages.put(message);
        return message;
    }

    /** Brings a message to its end, unless deliveries are paused. */
    void deliver(FakeMessage message) {
        if (paused) {
            waiting.add(message.sid());
            return;
        }
        Integer error = delivery.obstacle(message);
        FakeMessage end = messages.change(
                message.sid(),
                old -> old.with(error == null ? "delivered" : "undelivered", error, world.clock.instant()));
        delivery.report(end);
        watchers.forEach(watcher -> watcher.accept(end));
        if (error == null && phones.at(end.to()).readsAtOnce()) {
            read(end);
        }
    }

    void read(FakeMessage message) {
        FakeMessage read = messages.change(message.sid(), old -> old.with("read", null, old.sent()));
        delivery.reportRead(read);
        watchers.forEach(watcher -> watcher.accept(read));
    }

    /** Tells of every message that has come to its end or was read. */
    void watch(Consumer<FakeMessage> watcher) {
        watchers.add(watcher);
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        List<String> sids = List.copyOf(waiting);
        waiting.clear();
        sids.forEach(sid -> deliver(messages.get(sid)));
    }

    private static String recipient(Order order) {
        String to = order.to();
        if (to == null) {
            throw TwilioError.bad(21604, "A 'To' phone number is required.");
        }
        if (Addresses.isWhatsapp(to) != Addresses.isWhatsapp(order.from())) {
            throw TwilioError.bad(21910, "Invalid From and To pair. From and To should be of the same channel");
        }
        if (!Addresses.isPerson(to)) {
            throw TwilioError.bad(21211, "Invalid 'To' Phone Number");
        }
        return to;
    }

    private String text(Order order) {
        if (order.contentSid() != null) {
            return templates.text(order.contentSid(), order.contentVariables());
        }
        String body = order.body() == null ? "" : order.body();
        if (body.isEmpty() && order.mediaUrls().isEmpty()) {
            throw TwilioError.bad(21619, "A text message body or media urls must be specified.");
        }
        if (body.length() > LONGEST) {
            throw TwilioError.bad(21617, "The concatenated message body exceeds the 1600 character limit.");
        }
        return body;
    }

    private List<String> media(Order order, String messageSid) {
        order.mediaUrls().forEach(Outbound::checkMediaUrl);
        List<String> sids = new ArrayList<>();
        for (String url : order.mediaUrls()) {
            String sid = world.sids.next("ME");
            messages.put(new FakeMedium(sid, messageSid, typeOf(url), null, url, world.clock.instant()));
            sids.add(sid);
        }
        return List.copyOf(sids);
    }

    private static void checkMediaUrl(String url) {
        try {
            String scheme = URI.create(url).getScheme();
            if ("http".equals(scheme) || "https".equals(scheme)) {
                return;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Refused below, as any other address that cannot be fetched.
        }
        throw TwilioError.bad(21620, "Invalid media URL(s)");
    }

    private static String typeOf(String url) {
        String lower = url.toLowerCase(Locale.ROOT).replaceFirst("[?#].*", "");
        if (lower.endsWith(".jpg") || lower.endsWith(".jpeg")) {
            return "image/jpeg";
        }
        return lower.endsWith(".png") ? "image/png" : "application/octet-stream";
    }
}
