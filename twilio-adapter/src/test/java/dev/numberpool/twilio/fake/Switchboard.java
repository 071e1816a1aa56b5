package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.AddressApi.AddressRow;
import dev.numberpool.twilio.fake.Chat.Member;
import dev.numberpool.twilio.fake.Chat.Post;
import dev.numberpool.twilio.fake.Chat.Receipt;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connects conversations with the messages on WhatsApp. Inside the world's lock. */
final class Switchboard {
    private final World world;
    private final Chats chats;
    private final Addressbook addresses;
    private final Messages messages;
    private final Outbound outbound;
    private final ConversationEvents events;
    private final Map<String, Carried> carried = new HashMap<>();

    /** Which post in which conversation a message carries. */
    private record Carried(Chat chat, Post post) {}

    Switchboard(
            World world,
            Chats chats,
            Addressbook addresses,
            Messages messages,
            Outbound outbound,
            ConversationEvents events) {
        this.world = world;
        this.chats = chats;
        this.addresses = addresses;
        this.messages = messages;
        this.outbound = outbound;
        this.events = events;
        outbound.watch(this::delivered);
    }

    /** What is said in a conversation. */
    record Words(
            String author,
            @Nullable String body,
            List<FakeMedium> media,
            @Nullable String contentSid,
            @Nullable String contentVariables,
            String attributes) {}

    /** Puts what a person wrote into the conversation of the pair; makes one only where the number is set up so. */
    void inbound(FakeMessage message) {
        Optional<Chat> holder = chats.holder(message.from(), message.to()).or(() -> created(message));
        if (holder.isEmpty() || holder.get().state.equals(Chat.INITIALIZING)) {
            return;
        }
        Chat chat = holder.get();
        changeState(chat, Chat.ACTIVE, ConversationEvents.WHATSAPP, "EVENT", true);
        Words words = new Words(message.from(), message.body(), messages.mediaOf(message), null, null, "{}");
        events.post(chat, add(chat, words), ConversationEvents.WHATSAPP);
    }

    /** Puts a message into a conversation and sends it to everybody with a number, except its author. */
    Post say(Chat chat, Words words, boolean loud) {
        Post post = add(chat, words);
        if (loud) {
            events.post(chat, post, ConversationEvents.API);
        }
        chat.members.values().stream()
                .filter(member -> member.address() != null && !words.author().equals(member.address()))
                .forEach(member -> carry(chat, post, member, words));
        return post;
    }

    void changeState(Chat chat, String state, String source, String reason, boolean loud) {
        if (chat.state.equals(state)) {
            return;
        }
        String before = chat.state;
        chat.state = state;
        chat.updated = world.clock.instant();
        if (loud) {
            events.state(chat, before, source, reason);
            events.chat("onConversationUpdated", chat, source);
        }
    }

    private Post add(Chat chat, Words words) {
        String memberSid = chat.members.values().stream()
                .filter(member -> member.author().equals(words.author()))
                .map(Member::sid)
                .findFirst()
                .orElse(null);
        Post post = new Post(
                world.sids.next("IM"),
                chat.posts.size(),
                words.author(),
                memberSid,
                words.body(),
                words.media(),
                words.attributes(),
                words.contentSid(),
                world.clock.instant(),
                new LinkedHashMap<>());
        chat.posts.add(post);
        chat.updated = world.clock.instant();
        return post;
    }

    private void carry(Chat chat, Post post, Member member, Words words) {
        try {
            FakeMessage message = outbound.take(new Outbound.Order(
                    String.valueOf(member.proxy()),
                    member.address(),
                    words.body(),
                    words.media().stream()
                            .map(medium -> "https://" + Hosts.MEDIA + "/" + medium.sid())
                            .toList(),
                    words.contentSid(),
                    words.contentVariables(),
                    null));
            carried.put(message.sid(), new Carried(chat, post));
            note(post, message.sid(), member, "sent", null);
            outbound.deliver(message);
        } catch (TwilioError refusal) {
            note(post, world.sids.next("SM"), member, "failed", refusal.code());
        }
    }

    private void note(Post post, String channelSid, Member member, String status, @Nullable Integer error) {
        post.receipts()
                .put(
                        channelSid,
                        new Receipt(
                                world.sids.next("DY"), channelSid, member.sid(), status, error, world.clock.instant()));
    }

    private void delivered(FakeMessage message) {
        Carried load = carried.get(message.sid());
        if (load == null) {
            return;
        }
        Receipt receipt = load.post()
                .receipts()
                .computeIfPresent(
                        message.sid(),
                        (sid, old) -> new Receipt(
                                old.sid(),
                                sid,
                                old.memberSid(),
                                message.status(),
                                message.errorCode(),
                                world.clock.instant()));
        if (receipt != null) {
            events.receipt(load.chat(), load.post(), receipt);
        }
    }

    private Optional<Chat> created(FakeMessage message) {
        Optional<AddressRow> row = addresses.autocreating(message.to());
        if (row.isEmpty()) {
            return Optional.empty();
        }
        Chat chat = new Chat(world.sids.next("CH"), world.clock.instant());
        chat.ownWebhook = row.get().webhookUrl;
        chat.ownEvents = row.get().webhookEvents;
        chats.add(chat);
        events.chat("onConversationAdded", chat, ConversationEvents.WHATSAPP);
        Member member =
                new Member(world.sids.next("MB"), null, message.from(), message.to(), "{}", world.clock.instant());
        chat.members.put(member.sid(), member);
        events.member("onParticipantAdded", chat, member, ConversationEvents.WHATSAPP);
        return Optional.of(chat);
    }
}
