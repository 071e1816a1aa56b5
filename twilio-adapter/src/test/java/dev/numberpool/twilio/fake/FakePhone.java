package dev.numberpool.twilio.fake;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A phone with WhatsApp, of an agent or a customer: what a test does on it reaches the host as a signed webhook, and
 * what the host sends is on its {@link #screen()}. Writing opens the 24-hour service window of that number. Methods that
 * write give the id of the new message back at once; {@link FakeWebhooks#settle()} waits for the webhook. Safe for use
 * by many threads.
 */
public final class FakePhone {
    private final FakePhones.Line line;
    private final String address;
    private final Set<String> blocked = new HashSet<>();
    private volatile String profileName = "Someone";
    private volatile @Nullable String externalUserId;
    private boolean reachable = true;
    private boolean readsAtOnce;

    FakePhone(FakePhones.Line line, String address) {
        this.line = line;
        this.address = address;
        this.externalUserId = Addresses.isPhone(address) ? null : address;
    }

    /** Its address, {@code whatsapp:+…} or {@code whatsapp:US.…}. */
    public String address() {
        return address;
    }

    /** The name that webhooks carry as {@code ProfileName}. */
    public FakePhone profileName(String name) {
        return set(() -> profileName = name);
    }

    /**
     * Gives a phone with a visible number a username's id besides: webhooks carry it as {@code ExternalUserId}, and
     * messages to it arrive here.
     *
     * @param id such as {@code US.1A2B3C}
     */
    public FakePhone externalUserId(String id) {
        return set(() -> {
            String alias = Addresses.whatsapp(id);
            externalUserId = alias;
            line.phones().alias(alias, this);
        });
    }

    /** Whether what arrives is read at once; default no. */
    public FakePhone readsAtOnce(boolean atOnce) {
        return set(() -> readsAtOnce = atOnce);
    }

    /** Blocks one of our numbers: messages from it end as undelivered, 63014. */
    public FakePhone block(String number) {
        return set(() -> blocked.add(Addresses.whatsapp(number)));
    }

    /** Takes a block back. */
    public FakePhone unblock(String number) {
        return set(() -> blocked.remove(Addresses.whatsapp(number)));
    }

    /** Leaves or joins WhatsApp: messages to a phone without it end as undelivered, 63024. */
    public FakePhone onWhatsapp(boolean is) {
        return set(() -> reachable = is);
    }

    /** Writes a text to one of our numbers. */
    public String write(String number, String text) {
        return line.write(letter(number, text, "text"));
    }

    /** Answers a message by quoting it, as a long press does; the webhook carries {@code OriginalRepliedMessageSid}. */
    public String quote(String messageSid, String text) {
        FakeMessage quoted = line.message(messageSid);
        return line.write(letter(ours(quoted), text, "text").quoting(quoted));
    }

    /** Taps a button of a template; the webhook carries {@code ButtonText} and {@code ButtonPayload}. */
    public String tap(String messageSid, String buttonText, String payload) {
        FakeMessage quoted = line.message(messageSid);
        return line.write(letter(ours(quoted), buttonText, "button")
                .quoting(quoted)
                .with("ButtonText", buttonText)
                .with("ButtonPayload", payload));
    }

    /** Sends a picture or file with a caption, which may be empty. */
    public String sendMedia(String number, String contentType, byte[] bytes, String caption) {
        String type = contentType.startsWith("image/") ? "image" : "document";
        return line.write(letter(number, caption, type).carrying(contentType, bytes));
    }

    /** Shares a place. */
    public String sendLocation(String number, double latitude, double longitude, String label) {
        return line.write(letter(number, "", "location")
                .with("Latitude", Double.toString(latitude))
                .with("Longitude", Double.toString(longitude))
                .with("Label", label));
    }

    /** Writes a text as an app of tomorrow may: with further fields in the webhook, such as {@code Forwarded}. */
    public String write(String number, String text, Map<String, String> furtherFields) {
        Letter letter = letter(number, text, "text");
        for (Map.Entry<String, String> field : furtherFields.entrySet()) {
            letter = letter.with(field.getKey(), field.getValue());
        }
        return line.write(letter);
    }

    /** Reads everything in the chat with one of our numbers: a status callback {@code read} for each message. */
    public void read(String number) {
        line.read(this, Addresses.whatsapp(number));
    }

    /** Everything the phone shows, oldest first: what was delivered to it and what was written on it. */
    public List<ScreenLine> screen() {
        return line.screen(this);
    }

    /** The chat with one of our numbers, oldest first. */
    public List<ScreenLine> screen(String number) {
        String address = Addresses.whatsapp(number);
        return screen().stream()
                .filter(bubble -> bubble.number().equals(address))
                .toList();
    }

    /** The texts of the chat with one of our numbers, oldest first. */
    public List<String> texts(String number) {
        return screen(number).stream().map(ScreenLine::text).toList();
    }

    /** Address masked. */
    @Override
    public String toString() {
        return "phone " + Addresses.masked(address);
    }

    boolean is(String other) {
        return other.equals(address) || other.equals(externalUserId);
    }

    @Nullable
    Integer refuses(String number) {
        if (!reachable) {
            return 63024;
        }
        return blocked.contains(number) ? 63014 : null;
    }

    boolean readsAtOnce() {
        return readsAtOnce;
    }

    private Letter letter(String number, String text, String type) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ProfileName", profileName);
        fields.put("MessageType", type);
        if (Addresses.isPhone(address)) {
            fields.put("WaId", Addresses.digits(address));
        }
        String id = externalUserId;
        if (id != null) {
            fields.put("ExternalUserId", id);
        }
        return new Letter(address, Addresses.whatsapp(number), text, null, null, null, fields);
    }

    private String ours(FakeMessage message) {
        return message.inbound() ? message.to() : message.from();
    }

    private FakePhone set(Runnable change) {
        return line.set(this, change);
    }

    /** What is about to be written. */
    record Letter(
            String from,
            String to,
            String text,
            @Nullable String contentType,
            byte @Nullable [] bytes,
            @Nullable String quoted,
            Map<String, String> fields) {

        Letter quoting(FakeMessage message) {
            Letter letter = with("OriginalRepliedMessageSid", message.sid())
                    .with("OriginalRepliedMessageSender", message.from());
            return new Letter(from, to, text, contentType, bytes, message.sid(), letter.fields);
        }

        Letter carrying(String type, byte[] content) {
            return new Letter(from, to, text, type, content.clone(), quoted, fields);
        }

        Letter with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(fields);
            more.put(name, value);
            return new Letter(from, to, text, contentType, bytes, quoted, more);
        }
    }
}
