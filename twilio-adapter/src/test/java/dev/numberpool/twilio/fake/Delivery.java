package dev.numberpool.twilio.fake;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What WhatsApp does with a message, and the status callbacks about it. Inside the world's lock. */
final class Delivery {
    static final int SENDER_GONE = 63007;
    static final int OUTSIDE_WINDOW = 63016;
    static final int THROTTLED = 63018;

    private static final Map<Integer, String> REASONS = Map.of(
            63003,
            "Channel could not find To address",
            SENDER_GONE,
            "Twilio could not find a Channel with the specified From address",
            63014,
            "Message failed to be delivered because the user has blocked the sender",
            OUTSIDE_WINDOW,
            "Failed to send freeform message because you are outside the allowed window",
            THROTTLED,
            "Rate limit exceeded for Channel",
            63024,
            "Invalid message recipient");

    private final World world;
    private final Senders senders;
    private final Phones phones;
    private final ServiceWindows windows;

    Delivery(World world, Senders senders, Phones phones, ServiceWindows windows) {
        this.world = world;
        this.senders = senders;
        this.phones = phones;
        this.windows = windows;
    }

    /** The code of what keeps a message from arriving, or null. */
    @Nullable
    Integer obstacle(FakeMessage message) {
        FakePhone phone = phones.at(message.to());
        Integer refused = phone.refuses(message.from());
        if (refused != null) {
            return refused;
        }
        if (!senders.has(message.from())) {
            return SENDER_GONE;
        }
        if (senders.at(message.from()).isThrottled(world.clock.instant())) {
            return THROTTLED;
        }
        boolean open = windows.isOpen(phone.address(), message.from(), world.clock.instant());
        return open || message.contentSid() != null ? null : OUTSIDE_WINDOW;
    }

    /** The callbacks of a message that has come to its end. */
    void report(FakeMessage message) {
        callback(message, "queued");
        if (message.errorCode() == null) {
            callback(message, "sent");
        }
        callback(message, message.status());
    }

    void reportRead(FakeMessage message) {
        callback(message, "read");
    }

    static @Nullable String reason(@Nullable Integer code) {
        return code == null ? null : REASONS.getOrDefault(code, "Error " + code);
    }

    private void callback(FakeMessage message, String status) {
        if (message.statusCallback() != null) {
            world.send(new Webhook(message.statusCallback(), null, form(message, status), Webhook.Kind.STATUS));
        }
    }

    private Map<String, String> form(FakeMessage message, String status) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("MessageSid", message.sid());
        form.put("SmsSid", message.sid());
        form.put("MessageStatus", status);
        form.put("SmsStatus", status);
        form.put("AccountSid", world.accountSid);
        form.put("From", message.from());
        form.put("To", message.to());
        form.put("ApiVersion", "2010-04-01");
        if (!status.equals("queued") && senders.has(message.from())) {
            form.put("ChannelPrefix", "whatsapp");
            form.put("ChannelInstallSid", senders.at(message.from()).sid());
            form.put("ChannelToAddress", Addresses.masked(message.to()));
            form.put("StructuredMessage", Boolean.toString(message.contentSid() != null));
            form.put("EventType", status.toUpperCase(Locale.ROOT));
        }
        Integer error = message.errorCode();
        if (error != null && status.equals(message.status())) {
            form.put("ErrorCode", error.toString());
            form.put("ErrorMessage", String.valueOf(reason(error)));
        }
        return form;
    }
}
