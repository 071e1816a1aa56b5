package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.Chat.Member;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of the account, for tests to set up and to look at; what is done here is done as somebody else in
 * the account would have done it before, without webhooks. Safe for use by many threads.
 */
public final class FakeConversations {
    private final World world;
    private final Chats chats;
    private final ParticipantApi participants;
    private final Switchboard switchboard;

    FakeConversations(World world, Chats chats, ParticipantApi participants, Switchboard switchboard) {
        this.world = world;
        this.chats = chats;
        this.participants = participants;
        this.switchboard = switchboard;
        world.clock.whenMoved(this::applyTimers);
    }

    /**
     * A conversation as it is at one moment.
     *
     * @param sid its id, {@code CH…}
     * @param uniqueName its unique name, or null
     * @param state {@code active}, {@code inactive}, {@code closed} or {@code initializing}
     * @param attributes its attributes, a JSON object
     * @param participants who takes part
     * @param texts the texts of its messages, oldest first
     */
    public record FakeConversation(
            String sid,
            @Nullable String uniqueName,
            String state,
            String attributes,
            List<FakeParticipant> participants,
            List<String> texts) {}

    /**
     * A participant: either an identity, or an address with our number.
     *
     * @param sid its id, {@code MB…}
     * @param identity the identity, or null
     * @param address the person's address, or null
     * @param proxyAddress our number, or null
     */
    public record FakeParticipant(
            String sid,
            @Nullable String identity,
            @Nullable String address,
            @Nullable String proxyAddress) {}

    /** Gives the next conversation this id, {@code CH} and 32 hexadecimal digits. */
    public FakeConversations nextSid(String sid) {
        world.run(() -> world.sids.wish(sid));
        return this;
    }

    /**
     * Makes a conversation of a person and one of our numbers, and gives its id.
     *
     * @throws IllegalStateException if another conversation, not closed, holds this pair
     */
    public String open(String person, String number) {
        return world.look(() -> {
            String address = Addresses.whatsapp(person);
            String proxy = Addresses.whatsapp(number);
            Optional<Chat> holder = chats.holder(address, proxy);
            if (holder.isPresent()) {
                throw new IllegalStateException("this pair is held by " + holder.get().sid);
            }
            Chat chat = new Chat(world.sids.next("CH"), world.clock.instant());
            add(chat, null, address, proxy);
            chats.add(chat);
            return chat.sid;
        });
    }

    /** Makes a conversation in which nobody takes part, with a unique name or null, and gives its id. */
    public String open(@Nullable String uniqueName) {
        return world.look(() -> {
            chats.checkNameFree(uniqueName);
            Chat chat = new Chat(world.sids.next("CH"), world.clock.instant());
            chat.uniqueName = uniqueName;
            chats.add(chat);
            return chat.sid;
        });
    }

    /** Lets somebody who uses Twilio's own client take part. */
    public void join(String sid, String identity) {
        world.run(() -> add(chats.get(sid), identity, null, null));
    }

    /** Lets a person take part by one of our numbers, too. */
    public void join(String sid, String person, String number) {
        world.run(() -> add(chats.get(sid), null, Addresses.whatsapp(person), Addresses.whatsapp(number)));
    }

    private void add(Chat chat, @Nullable String identity, @Nullable String address, @Nullable String proxy) {
        Member member = new Member(world.sids.next("MB"), identity, address, proxy, "{}", world.clock.instant());
        chat.members.put(member.sid(), member);
    }

    /** Takes everybody out of a conversation. */
    public void leave(String sid) {
        world.run(() -> chats.get(sid).members.clear());
    }

    /** Deletes a conversation. */
    public void delete(String sid) {
        world.run(() -> chats.remove(chats.get(sid)));
    }

    /** Closes a conversation. */
    public void close(String sid) {
        world.run(() -> chats.get(sid).state = Chat.CLOSED);
    }

    /** All conversations, oldest first. */
    public List<FakeConversation> all() {
        return world.look(
                () -> chats.all().stream().map(FakeConversations::view).toList());
    }

    /**
     * A conversation.
     *
     * @throws IllegalArgumentException if there is none
     */
    public FakeConversation get(String sid) {
        return all().stream()
                .filter(chat -> chat.sid().equals(sid))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no conversation " + sid));
    }

    /** Whether conversations made with their participants in one call start as {@code initializing}, answered 202. */
    public void initializing(boolean slowly) {
        world.run(() -> participants.initializing(slowly));
    }

    /** Ends the initializing of all conversations. */
    public void initialized() {
        world.run(() -> chats.all().stream()
                .filter(chat -> chat.state.equals(Chat.INITIALIZING))
                .forEach(chat -> chat.state = Chat.ACTIVE));
    }

    private void applyTimers() {
        world.run(() -> chats.all().forEach(this::applyTimers));
    }

    private void applyTimers(Chat chat) {
        if (chat.state.equals(Chat.INITIALIZING) || chat.isClosed()) {
            return;
        }
        if (chat.closedAfter != null && !world.clock.instant().isBefore(chat.updated.plus(chat.closedAfter))) {
            switchboard.changeState(chat, Chat.CLOSED, ConversationEvents.API, "TIMER", true);
            return;
        }
        if (chat.inactiveAfter != null && !world.clock.instant().isBefore(chat.updated.plus(chat.inactiveAfter))) {
            switchboard.changeState(chat, "inactive", ConversationEvents.API, "TIMER", true);
        }
    }

    private static FakeConversation view(Chat chat) {
        List<FakeParticipant> members = chat.members.values().stream()
                .map(member -> new FakeParticipant(member.sid(), member.identity(), member.address(), member.proxy()))
                .toList();
        List<String> texts = chat.posts.stream()
                .map(post -> post.body() == null ? "" : post.body())
                .toList();
        return new FakeConversation(chat.sid, chat.uniqueName, chat.state, chat.attributes, members, texts);
    }
}
