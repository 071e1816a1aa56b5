package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.FakePhone.Letter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes what people write, and tells the host. Inside the world's lock. */
final class Inbound {
    private final World world;
    private final Messages messages;
    private final Senders senders;
    private final ServiceWindows windows;
    private final Switchboard switchboard;
    private final WebhookSettings settings;

    Inbound(
            World world,
            Messages messages,
            Senders senders,
            ServiceWindows windows,
            Switchboard switchboard,
            WebhookSettings settings) {
        this.world = world;
        this.messages = messages;
        this.senders = senders;
        this.windows = windows;
        this.switchboard = switchboard;
        this.settings = settings;
    }

    String arrive(Letter letter) {
        FakeSender sender = senders.at(letter.to());
        FakeMessage message = message(letter);
        messages.put(message);
        windows.open(letter.from(), letter.to(), world.clock.instant());
        notifyHost(sender, form(letter, message));
        switchboard.inbound(message);
        return message.sid();
    }

    private FakeMessage message(Letter letter) {
        Instant now = world.clock.instant();
        byte[] bytes = letter.bytes();
        String sid = world.sids.next(bytes == null ? "SM" : "MM");
        List<String> media = List.of();
        if (bytes != null) {
            String type = String.valueOf(letter.contentType());
            FakeMedium medium = new FakeMedium(world.sids.next("ME"), sid, type, bytes, type, now);
            messages.put(medium);
            media = List.of(medium.sid());
        }
        return new FakeMessage(
                sid,
                letter.from(),
                letter.to(),
                letter.text(),
                null,
                media,
                true,
                "received",
                null,
                now,
                now,
                null,
                letter.quoted());
    }

    private Map<String, String> form(Letter letter, FakeMessage message) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("MessageSid", message.sid());
        form.put("SmsSid", message.sid());
        form.put("SmsMessageSid", message.sid());
        form.put("AccountSid", world.accountSid);
        form.put("From", message.from());
        form.put("To", message.to());
        form.put("Body", message.body());
        form.put("SmsStatus", "received");
        form.put("NumSegments", "1");
        form.put("ReferralNumMedia", "0");
        form.put("ApiVersion", "2010-04-01");
        form.put("NumMedia", Integer.toString(message.media().size()));
        for (int i = 0; i < message.media().size(); i++) {
            String medium = message.media().get(i);
            String path = world.accountPath("/Messages/" + message.sid() + "/Media/" + medium);
            form.put("MediaUrl" + i, "https://" + Hosts.API + path);
            form.put("MediaContentType" + i, messages.medium(medium).contentType());
        }
        form.put("ChannelMetadata", channelMetadata(letter));
        form.putAll(letter.fields());
        return form;
    }

    private static String channelMetadata(Letter letter) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("ProfileName", letter.fields().get("ProfileName"));
        context.put("WaId", letter.fields().get("WaId"));
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("context", context);
        return Json.write(Map.of("type", "whatsapp", "data", data));
    }

    private void notifyHost(FakeSender sender, Map<String, String> form) {
        String url = url(sender);
        if (url != null) {
            world.send(new Webhook(url, sender.fallback(), form, Webhook.Kind.MESSAGE));
        }
    }

    private @Nullable String url(FakeSender sender) {
        if (sender.callback() != null) {
            return sender.callback();
        }
        return settings.inbound == null ? null : settings.inbound.toString();
    }
}
