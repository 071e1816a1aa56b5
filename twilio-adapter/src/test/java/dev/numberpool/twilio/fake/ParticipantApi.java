package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.numberpool.twilio.fake.Chat.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Participants, alone and several with their conversation, and the conversations of one person. */
final class ParticipantApi {
    private static final int MOST_AT_ONCE = 10;

    private final World world;
    private final Chats chats;
    private final Senders senders;
    private final ConversationApi conversations;
    private final ConversationEvents events;
    private final ConversationJson json;
    private final Pages pages;
    private boolean initializing;

    ParticipantApi(
            World world,
            Chats chats,
            Senders senders,
            ConversationApi conversations,
            ConversationEvents events,
            ConversationJson json,
            Pages pages) {
        this.world = world;
        this.chats = chats;
        this.senders = senders;
        this.conversations = conversations;
        this.events = events;
        this.json = json;
        this.pages = pages;
    }

    private record Membership(Chat chat, Member member) {}

    void register(Router router) {
        String all = "/v1/Conversations/{chat}/Participants";
        String one = "/v1/Conversations/{chat}/Participants/{sid}";
        router.on("POST", all, this::create);
        router.on("GET", all, this::list);
        router.on("GET", one, request -> Answer.ok(json.member(chat(request), member(request))));
        router.on("POST", one, this::update);
        router.on("DELETE", one, this::delete);
        router.on("POST", "/v1/ConversationWithParticipants", this::createAll);
        router.on("GET", "/v1/ParticipantConversations", this::memberships);
    }

    void initializing(boolean slowly) {
        initializing = slowly;
    }

    private Chat chat(Request request) {
        return chats.get(request.part("chat"));
    }

    private Member member(Request request) {
        String key = request.part("sid");
        return chat(request).members.values().stream()
                .filter(member -> key.equals(member.sid()) || key.equals(member.identity()))
                .findFirst()
                .orElseThrow(() -> TwilioError.notFound("/Participants/" + key));
    }

    private Answer create(Request request) {
        Chat chat = chat(request).writable();
        Params form = request.form();
        String address = form.text("MessagingBinding.Address");
        Member member = member(
                form.text("Identity"),
                address,
                form.text("MessagingBinding.ProxyAddress"),
                form.or("Attributes", "{}"));
        checkIdentityFree(chat, member);
        checkPairFree(member, 50416);
        add(chat, member, request.wantsWebhooks());
        return Answer.created(json.member(chat, member));
    }

    private Member member(
            @Nullable String identity, @Nullable String address, @Nullable String proxy, String attributes) {
        if (identity == null && address == null) {
            throw TwilioError.bad(20001, "Participant must have an identity or a messaging binding");
        }
        if (address != null) {
            checkBinding(address, proxy);
        }
        return new Member(world.sids.next("MB"), identity, address, proxy, attributes, world.clock.instant());
    }

    private void checkBinding(String address, @Nullable String proxy) {
        if (proxy == null || Addresses.isWhatsapp(address) != Addresses.isWhatsapp(proxy)) {
            throw TwilioError.bad(50414, "Messaging binding address and proxy address must be of the same type");
        }
        if (!Addresses.isPerson(address)) {
            throw TwilioError.bad(50407, "Invalid messaging binding address");
        }
        if (!senders.has(proxy)) {
            throw TwilioError.bad(50415, "Messaging binding proxy address is not a sender of this account");
        }
    }

    private static void checkIdentityFree(Chat chat, Member member) {
        String identity = member.identity();
        if (identity != null && Chats.has(chat, other -> identity.equals(other.identity()))) {
            throw TwilioError.conflict(50433, "Participant already exists");
        }
    }

    private void checkPairFree(Member member, int code) {
        if (member.address() == null || member.proxy() == null) {
            return;
        }
        chats.holder(member.address(), member.proxy()).ifPresent(holder -> {
            throw TwilioError.conflict(
                    code,
                    "A binding for this participant and proxy address already exists in Conversation " + holder.sid);
        });
    }

    private void add(Chat chat, Member member, boolean loud) {
        chat.members.put(member.sid(), member);
        chat.updated = world.clock.instant();
        if (loud) {
            events.member("onParticipantAdded", chat, member, ConversationEvents.API);
        }
    }

    private Answer update(Request request) {
        Chat chat = chat(request).writable();
        Member old = member(request);
        Member changed = new Member(
                old.sid(),
                old.identity(),
                old.address(),
                old.proxy(),
                request.form().or("Attributes", old.attributes()),
                old.created());
        chat.members.put(changed.sid(), changed);
        if (request.wantsWebhooks()) {
            events.member("onParticipantUpdated", chat, changed, ConversationEvents.API);
        }
        return Answer.ok(json.member(chat, changed));
    }

    private Answer delete(Request request) {
        Chat chat = chat(request).writable();
        Member member = member(request);
        chat.members.remove(member.sid());
        chat.updated = world.clock.instant();
        if (request.wantsWebhooks()) {
            events.member("onParticipantRemoved", chat, member, ConversationEvents.API);
        }
        return Answer.noContent();
    }

    private Answer list(Request request) {
        Chat chat = chat(request);
        List<Member> rows = List.copyOf(chat.members.values());
        Pages.Style style = Pages.Style.conversations("participants", 100);
        return Answer.ok(pages.page(request, style, rows, Member::sid, member -> json.member(chat, member)));
    }

    private Answer createAll(Request request) {
        List<String> described = request.form().all("Participant");
        if (described.size() > MOST_AT_ONCE) {
            throw TwilioError.bad(50426, "At most " + MOST_AT_ONCE + " participants can be added at once");
        }
        Chat chat = conversations.make(request);
        List<Member> members = new ArrayList<>();
        for (String text : described) {
            Member member = described(Json.read(text));
            checkPairFree(member, 50425);
            members.add(member);
        }
        conversations.add(chat, request.wantsWebhooks());
        members.forEach(member -> add(chat, member, request.wantsWebhooks()));
        if (initializing) {
            chat.state = Chat.INITIALIZING;
        }
        return Answer.json(initializing ? 202 : 201, json.chat(chat));
    }

    private Member described(JsonNode participant) {
        JsonNode binding = participant.path("messaging_binding");
        return member(
                participant.path("identity").asText(null),
                binding.path("address").asText(null),
                binding.path("proxy_address").asText(null),
                participant.path("attributes").asText("{}"));
    }

    /** Sorted by the conversation's id; closed ones are among them, and a binding only in the rows of addresses. */
    private Answer memberships(Request request) {
        String identity = request.query().text("Identity");
        String address = request.query().text("Address");
        if (identity != null && address != null) {
            throw TwilioError.bad(50451, "Only one of Identity and Address can be given");
        }
        if (identity == null && address == null) {
            throw TwilioError.bad(20001, "One of Identity and Address is required");
        }
        Predicate<Member> asked = member -> identity == null
                ? String.valueOf(address).equals(member.address())
                : identity.equals(member.identity());
        List<Membership> rows = chats.all().stream()
                .filter(chat -> !chat.state.equals(Chat.INITIALIZING))
                .flatMap(chat ->
                        chat.members.values().stream().filter(asked).map(member -> new Membership(chat, member)))
                .sorted(Comparator.comparing((Membership row) -> row.chat().sid))
                .toList();
        Pages.Style style = Pages.Style.conversations("conversations", 50);
        return Answer.ok(pages.page(
                request, style, rows, row -> row.member().sid(), row -> json.membership(row.chat(), row.member())));
    }
}
