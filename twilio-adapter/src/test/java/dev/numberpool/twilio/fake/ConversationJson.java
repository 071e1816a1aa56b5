package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.numberpool.twilio.fake.Chat.Member;
import dev.numberpool.twilio.fake.Chat.Post;
import dev.numberpool.twilio.fake.Chat.Receipt;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conversations and what is in them, in the form of the Conversations API v1. */
final class ConversationJson {
    private final World world;

    ConversationJson(World world) {
        this.world = world;
    }

    /** The service that everything belongs to. */
    String service() {
        return world.sids.fixed("IS", "service");
    }

    static String url(Chat chat) {
        return World.conversationsUrl("/v1/Conversations/" + chat.sid);
    }

    ObjectNode chat(Chat chat) {
        ObjectNode json = Json.object()
                .put("sid", chat.sid)
                .put("account_sid", world.accountSid)
                .put("chat_service_sid", service())
                .put("messaging_service_sid", chat.messagingServiceSid)
                .put("friendly_name", chat.friendlyName)
                .put("unique_name", chat.uniqueName)
                .put("attributes", chat.attributes)
                .put("state", chat.state)
                .put("date_created", Json.iso(chat.created))
                .put("date_updated", Json.iso(chat.updated))
                .put("url", url(chat));
        json.set("timers", timers(chat));
        json.putObject("bindings");
        json.putObject("links")
                .put("participants", url(chat) + "/Participants")
                .put("messages", url(chat) + "/Messages")
                .put("webhooks", url(chat) + "/Webhooks");
        return json;
    }

    private static ObjectNode timers(Chat chat) {
        ObjectNode json = Json.object();
        if (chat.inactiveAfter != null) {
            json.put("date_inactive", Json.iso(chat.updated.plus(chat.inactiveAfter)));
        }
        if (chat.closedAfter != null) {
            json.put("date_closed", Json.iso(chat.updated.plus(chat.closedAfter)));
        }
        return json;
    }

    ObjectNode member(Chat chat, Member member) {
        ObjectNode json = Json.object()
                .put("account_sid", world.accountSid)
                .put("conversation_sid", chat.sid)
                .put("sid", member.sid())
                .put("identity", member.identity())
                .put("attributes", member.attributes())
                .put("role_sid", world.sids.fixed("RL", "participant"))
                .put("date_created", Json.iso(member.created()))
                .put("date_updated", Json.iso(member.created()))
                .put("url", url(chat) + "/Participants/" + member.sid())
                .putNull("last_read_message_index")
                .putNull("last_read_timestamp");
        json.set("messaging_binding", binding(member));
        return json;
    }

    /** Names with underscores, as Twilio really writes them. */
    static @Nullable ObjectNode binding(Member member) {
        if (member.address() == null) {
            return null;
        }
        return Json.object()
                .put("type", "whatsapp")
                .put("address", member.address())
                .put("proxy_address", member.proxy());
    }

    ObjectNode membership(Chat chat, Member member) {
        ObjectNode json = Json.object()
                .put("account_sid", world.accountSid)
                .put("chat_service_sid", service())
                .put("participant_sid", member.sid())
                .put("participant_identity", member.identity())
                .put("conversation_sid", chat.sid)
                .put("conversation_unique_name", chat.uniqueName)
                .put("conversation_friendly_name", chat.friendlyName)
                .put("conversation_attributes", chat.attributes)
                .put("conversation_date_created", Json.iso(chat.created))
                .put("conversation_date_updated", Json.iso(chat.updated))
                .put("conversation_created_by", "system")
                .put("conversation_state", chat.state);
        json.put("participant_user_sid", user(member));
        json.set("participant_messaging_binding", binding(member));
        json.set("conversation_timers", timers(chat));
        json.putObject("links")
                .put("participant", url(chat) + "/Participants/" + member.sid())
                .put("conversation", url(chat));
        return json;
    }

    private @Nullable String user(Member member) {
        return member.identity() == null ? null : world.sids.fixed("US", member.identity());
    }

    ObjectNode post(Chat chat, Post post) {
        String url = url(chat) + "/Messages/" + post.sid();
        ObjectNode json = Json.object()
                .put("sid", post.sid())
                .put("account_sid", world.accountSid)
                .put("conversation_sid", chat.sid)
                .put("index", post.index())
                .put("author", post.author())
                .put("participant_sid", post.memberSid())
                .put("body", post.body())
                .put("attributes", post.attributes())
                .put("content_sid", post.contentSid())
                .put("date_created", Json.iso(post.created()))
                .put("date_updated", Json.iso(post.created()))
                .put("url", url);
        json.set("media", media(post));
        json.set("delivery", delivery(post));
        json.putObject("links").put("delivery_receipts", url + "/Receipts");
        return json;
    }

    static @Nullable ArrayNode media(Post post) {
        if (post.media().isEmpty()) {
            return null;
        }
        return Json.array(post.media().stream()
                .map(medium -> Json.object()
                        .put("sid", medium.sid())
                        .put("size", medium.bytes() == null ? 0 : medium.bytes().length)
                        .put("content_type", medium.contentType())
                        .put("filename", medium.sid()))
                .toList());
    }

    private static @Nullable ObjectNode delivery(Post post) {
        Collection<Receipt> receipts = post.receipts().values();
        if (receipts.isEmpty()) {
            return null;
        }
        return Json.object()
                .put("total", receipts.size())
                .put("sent", share(receipts, Set.of("sent", "delivered", "read")))
                .put("delivered", share(receipts, Set.of("delivered", "read")))
                .put("read", share(receipts, Set.of("read")))
                .put("failed", share(receipts, Set.of("failed")))
                .put("undelivered", share(receipts, Set.of("undelivered")));
    }

    private static String share(Collection<Receipt> receipts, Set<String> statuses) {
        long number = receipts.stream()
                .filter(receipt -> statuses.contains(receipt.status()))
                .count();
        if (number == 0) {
            return "none";
        }
        return number == receipts.size() ? "all" : "some";
    }

    ObjectNode receipt(Chat chat, Post post, Receipt receipt) {
        return Json.object()
                .put("sid", receipt.sid())
                .put("account_sid", world.accountSid)
                .put("conversation_sid", chat.sid)
                .put("message_sid", post.sid())
                .put("channel_message_sid", receipt.channelSid())
                .put("participant_sid", receipt.memberSid())
                .put("status", receipt.status())
                .put("error_code", receipt.errorCode() == null ? 0 : receipt.errorCode())
                .put("date_created", Json.iso(post.created()))
                .put("date_updated", Json.iso(receipt.at()))
                .put("url", url(chat) + "/Messages/" + post.sid() + "/Receipts/" + receipt.sid());
    }
}
