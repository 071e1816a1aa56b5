package dev.numberpool.twilio.fake;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conversations of the Conversations API v1. */
final class ConversationApi {
    private static final Set<String> STATES = Set.of("active", "inactive", "closed");

    private final World world;
    private final Chats chats;
    private final Switchboard switchboard;
    private final ConversationEvents events;
    private final ConversationJson json;
    private final Pages pages;

    ConversationApi(
            World world,
            Chats chats,
            Switchboard switchboard,
            ConversationEvents events,
            ConversationJson json,
            Pages pages) {
        this.world = world;
        this.chats = chats;
        this.switchboard = switchboard;
        this.events = events;
        this.json = json;
        this.pages = pages;
    }

    void register(Router router) {
        router.on("POST", "/v1/Conversations", this::create);
        router.on("GET", "/v1/Conversations", this::list);
        router.on("GET", "/v1/Conversations/{sid}", request -> Answer.ok(json.chat(chat(request))));
        router.on("POST", "/v1/Conversations/{sid}", this::update);
        router.on("DELETE", "/v1/Conversations/{sid}", this::delete);
    }

    private Chat chat(Request request) {
        return chats.get(request.part("sid"));
    }

    private Answer create(Request request) {
        Chat chat = make(request);
        add(chat, request.wantsWebhooks());
        return Answer.created(json.chat(chat));
    }

    /** A conversation as the form describes it, not yet to be seen by anybody. */
    Chat make(Request request) {
        chats.checkNameFree(request.form().text("UniqueName"));
        Chat chat = new Chat(world.sids.next("CH"), world.clock.instant());
        fill(chat, request.form());
        chat.state = state(request.form().or("State", Chat.ACTIVE));
        return chat;
    }

    void add(Chat chat, boolean loud) {
        chats.add(chat);
        if (loud) {
            events.chat("onConversationAdded", chat, ConversationEvents.API);
        }
    }

    private Answer update(Request request) {
        Chat chat = chat(request).writable();
        Params form = request.form();
        String name = form.text("UniqueName");
        if (name != null && !name.equals(chat.uniqueName)) {
            chats.checkNameFree(name);
        }
        String state = state(form.or("State", chat.state));
        fill(chat, form);
        chat.updated = world.clock.instant();
        if (!state.equals(chat.state)) {
            switchboard.changeState(chat, state, ConversationEvents.API, "API", request.wantsWebhooks());
        } else if (request.wantsWebhooks()) {
            events.chat("onConversationUpdated", chat, ConversationEvents.API);
        }
        return Answer.ok(json.chat(chat));
    }

    private Answer delete(Request request) {
        Chat chat = chat(request);
        chats.remove(chat);
        if (request.wantsWebhooks()) {
            events.chat("onConversationRemoved", chat, ConversationEvents.API);
        }
        return Answer.noContent();
    }

    private Answer list(Request request) {
        Params query = request.query();
        String state = query.text("State");
        String from = query.text("StartDate");
        String until = query.text("EndDate");
        List<Chat> rows = chats.all().stream()
                .filter(chat -> state == null || chat.state.equals(state))
                .filter(chat -> from == null || !chat.created.isBefore(Dates.from(from)))
                .filter(chat -> until == null || chat.created.isBefore(Dates.until(until)))
                .toList();
        Pages.Style style = Pages.Style.conversations("conversations", 100);
        return Answer.ok(pages.page(request, style, rows, chat -> chat.sid, json::chat));
    }

    private static void fill(Chat chat, Params form) {
        if (form.has("UniqueName")) {
            chat.uniqueName = form.text("UniqueName");
        }
        if (form.has("FriendlyName")) {
            chat.friendlyName = form.text("FriendlyName");
        }
        if (form.has("MessagingServiceSid")) {
            chat.messagingServiceSid = form.text("MessagingServiceSid");
        }
        chat.attributes = form.or("Attributes", chat.attributes);
        chat.inactiveAfter = form.has("Timers.Inactive") ? duration(form.text("Timers.Inactive")) : chat.inactiveAfter;
        chat.closedAfter = form.has("Timers.Closed") ? duration(form.text("Timers.Closed")) : chat.closedAfter;
    }

    private static String state(String state) {
        if (!STATES.contains(state)) {
            throw TwilioError.bad(20001, "Invalid State");
        }
        return state;
    }

    private static @Nullable Duration duration(@Nullable String text) {
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeParseException failure) {
            throw TwilioError.bad(20001, "Timers are ISO 8601 durations");
        }
    }
}
