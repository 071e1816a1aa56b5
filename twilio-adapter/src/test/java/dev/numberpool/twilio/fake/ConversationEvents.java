package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.Chat.Member;
import dev.numberpool.twilio.fake.Chat.Post;
import dev.numberpool.twilio.fake.Chat.Receipt;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The post-event webhooks of Conversations. Inside the world's lock. */
final class ConversationEvents {
    static final String API = "API";
    static final String WHATSAPP = "WHATSAPP";

    private final World world;
    private final WebhookSettings settings;
    private final ConversationJson json;

    ConversationEvents(World world, WebhookSettings settings, ConversationJson json) {
        this.world = world;
        this.settings = settings;
        this.json = json;
    }

    void chat(String event, Chat chat, String source) {
        Map<String, String> form = common(event, chat, source);
        put(form, "FriendlyName", chat.friendlyName);
        put(form, "UniqueName", chat.uniqueName);
        put(form, "MessagingServiceSid", chat.messagingServiceSid);
        form.put("Attributes", chat.attributes);
        form.put("State", chat.state);
        form.put("DateCreated", Json.iso(chat.created));
        form.put("DateUpdated", Json.iso(chat.updated));
        emit(event, chat, form);
    }

    void state(Chat chat, String from, String source, String reason) {
        Map<String, String> form = common("onConversationStateUpdated", chat, source);
        form.put("StateFrom", from);
        form.put("StateTo", chat.state);
        form.put("Reason", reason);
        form.put("DateUpdated", Json.iso(chat.updated));
        emit("onConversationStateUpdated", chat, form);
    }

    void member(String event, Chat chat, Member member, String source) {
        Map<String, String> form = common(event, chat, source);
        form.put("ParticipantSid", member.sid());
        put(form, "Identity", member.identity());
        if (member.address() != null) {
            form.put("MessagingBinding.Address", member.address());
            put(form, "MessagingBinding.ProxyAddress", member.proxy());
        }
        form.put("MessagingBinding.Type", member.address() == null ? "CHAT" : "WHATSAPP");
        form.put("RoleSid", world.sids.fixed("RL", "participant"));
        form.put("Attributes", member.attributes());
        form.put("DateCreated", Json.iso(member.created()));
        emit(event, chat, form);
    }

    void post(Chat chat, Post post, String source) {
        Map<String, String> form = common("onMessageAdded", chat, source);
        form.put("MessageSid", post.sid());
        form.put("Index", Integer.toString(post.index()));
        form.put("Author", post.author());
        put(form, "ParticipantSid", post.memberSid());
        put(form, "Body", post.body());
        if (!post.media().isEmpty()) {
            form.put("Media", String.valueOf(ConversationJson.media(post)));
        }
        form.put("Attributes", post.attributes());
        form.put("DateCreated", Json.iso(post.created()));
        emit("onMessageAdded", chat, form);
    }

    void receipt(Chat chat, Post post, Receipt receipt) {
        Map<String, String> form = common("onDeliveryUpdated", chat, WHATSAPP);
        form.put("MessageSid", post.sid());
        form.put("ChannelMessageSid", receipt.channelSid());
        form.put("ParticipantSid", receipt.memberSid());
        form.put("DeliveryReceiptSid", receipt.sid());
        form.put("Status", receipt.status());
        form.put(
                "ErrorCode",
                receipt.errorCode() == null ? "0" : receipt.errorCode().toString());
        form.put("DateUpdated", Json.iso(receipt.at()));
        emit("onDeliveryUpdated", chat, form);
    }

    private Map<String, String> common(String event, Chat chat, String source) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("AccountSid", world.accountSid);
        form.put("EventType", event);
        form.put("Source", source);
        form.put("ChatServiceSid", json.service());
        form.put("RetryCount", "0");
        form.put("ConversationSid", chat.sid);
        return form;
    }

    private static void put(Map<String, String> form, String name, @Nullable String value) {
        if (value != null) {
            form.put(name, value);
        }
    }

    private void emit(String event, Chat chat, Map<String, String> form) {
        URI url = settings.conversations;
        Set<String> wanted = settings.conversationEvents;
        if (url != null && (wanted.isEmpty() || wanted.contains(event))) {
            world.send(new Webhook(url.toString(), null, form, Webhook.Kind.CONVERSATION));
        }
        if (chat.ownWebhook != null && chat.ownEvents.contains(event)) {
            world.send(new Webhook(chat.ownWebhook, null, form, Webhook.Kind.CONVERSATION));
        }
    }
}
