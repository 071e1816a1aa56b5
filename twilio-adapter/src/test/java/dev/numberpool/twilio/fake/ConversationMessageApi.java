package dev.numberpool.twilio.fake;

import dev.numberpool.twilio.fake.Chat.Post;
import dev.numberpool.twilio.fake.Chat.Receipt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Messages in conversations, and their delivery receipts. */
final class ConversationMessageApi {
    private final Chats chats;
    private final Messages messages;
    private final Templates templates;
    private final Switchboard switchboard;
    private final ConversationJson json;
    private final Pages pages;

    ConversationMessageApi(
            Chats chats,
            Messages messages,
            Templates templates,
            Switchboard switchboard,
            ConversationJson json,
            Pages pages) {
        this.chats = chats;
        this.messages = messages;
        this.templates = templates;
        this.switchboard = switchboard;
        this.json = json;
        this.pages = pages;
    }

    void register(Router router) {
        String all = "/v1/Conversations/{chat}/Messages";
        String one = "/v1/Conversations/{chat}/Messages/{sid}";
        router.on("POST", all, this::create);
        router.on("GET", all, this::list);
        router.on("GET", one, request -> Answer.ok(json.post(chat(request), post(request))));
        router.on("DELETE", one, this::delete);
        router.on("GET", one + "/Receipts", this::receipts);
        router.on("GET", one + "/Receipts/{receipt}", this::receipt);
    }

    private Chat chat(Request request) {
        return chats.get(request.part("chat"));
    }

    private Post post(Request request) {
        String sid = request.part("sid");
        return chat(request).posts.stream()
                .filter(post -> post.sid().equals(sid))
                .findFirst()
                .orElseThrow(() -> TwilioError.notFound("/Messages/" + sid));
    }

    private Answer create(Request request) {
        Chat chat = chat(request).writable();
        Params form = request.form();
        String contentSid = form.text("ContentSid");
        String body = form.text("Body");
        if (contentSid != null) {
            body = templates.text(contentSid, form.text("ContentVariables"));
        }
        List<FakeMedium> media =
                form.all("MediaSid").stream().map(messages::medium).toList();
        if (body == null && media.isEmpty()) {
            throw TwilioError.bad(20001, "One of Body, MediaSid and ContentSid is required");
        }
        Switchboard.Words words = new Switchboard.Words(
                form.or("Author", "system"),
                body,
                media,
                contentSid,
                form.text("ContentVariables"),
                form.or("Attributes", "{}"));
        return Answer.created(json.post(chat, switchboard.say(chat, words, request.wantsWebhooks())));
    }

    private Answer delete(Request request) {
        chat(request).posts.remove(post(request));
        return Answer.noContent();
    }

    private Answer list(Request request) {
        Chat chat = chat(request);
        List<Post> rows = new ArrayList<>(chat.posts);
        if ("desc".equals(request.query().text("Order"))) {
            Collections.reverse(rows);
        }
        Pages.Style style = Pages.Style.conversations("messages", 100);
        return Answer.ok(pages.page(request, style, rows, Post::sid, post -> json.post(chat, post)));
    }

    private Answer receipts(Request request) {
        Chat chat = chat(request);
        Post post = post(request);
        List<Receipt> rows = List.copyOf(post.receipts().values());
        Pages.Style style = Pages.Style.conversations("delivery_receipts", 50);
        return Answer.ok(pages.page(request, style, rows, Receipt::sid, receipt -> json.receipt(chat, post, receipt)));
    }

    private Answer receipt(Request request) {
        Post post = post(request);
        return post.receipts().values().stream()
                .filter(receipt -> receipt.sid().equals(request.part("receipt")))
                .findFirst()
                .map(receipt -> Answer.ok(json.receipt(chat(request), post, receipt)))
                .orElseThrow(() -> TwilioError.notFound(request.path()));
    }
}
