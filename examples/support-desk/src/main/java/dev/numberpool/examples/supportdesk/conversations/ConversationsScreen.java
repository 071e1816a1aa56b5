package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.ConversationId;
import dev.numberpool.examples.supportdesk.conversations.ChatView.Refusal;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.ChatSearch;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.Screen;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The list of conversations, and a page for each: which number, and why, and what can be done about it. */
public final class ConversationsScreen implements Screen {
    private static final String SCREEN = "conversations";

    private final Pages pages;
    private final Site site;
    private final Listing listing;
    private final ChatPage chatPage;
    private final Actions actions;
    private final Turns turns = new Turns();

    /** The screen of this desk. */
    public ConversationsScreen(Pages pages, Site site, ChatSearch search, Handovers handovers, InstantSource clock) {
        this.pages = pages;
        this.site = site;
        this.listing = new Listing(site, search, handovers, clock);
        this.chatPage = new ChatPage(site, search, handovers, listing, clock);
        this.actions = new Actions(site, handovers, listing);
    }

    @Override
    public void routes(RoutesConfig routes) {
        routes.get("/conversations", this::list);
        routes.get("/conversations/{id}", context -> show(context, chat(context), null));
        on(routes, "hand-over", context -> chat -> actions.handOver(chat, context.formParam("agent")));
        on(
                routes,
                "transfer",
                context -> chat -> actions.transfer(chat, context.formParam("agent"), context.formParam("seen")));
        on(routes, "reassign", context -> chat -> actions.reassign(chat, context.formParam("seen")));
        on(routes, "close", context -> actions::close);
        on(routes, "reopen", context -> actions::reopen);
    }

    private void on(RoutesConfig routes, String verb, Function<Context, Function<Chat, String>> action) {
        routes.post("/conversations/{id}/" + verb, context -> act(context, action.apply(context)));
    }

    private void list(Context context) {
        pages.show(context, "Conversations", SCREEN, Map.of("list", listing.view(Query.of(context))));
    }

    private void act(Context context, Function<Chat, String> action) {
        Chat chat = chat(context);
        try {
            String notice = turns.take(chat.id(), () -> action.apply(chat(context)));
            Pages.done(context, "/conversations/" + chat.id(), notice);
        } catch (RefusedException e) {
            context.status(e.status());
            show(context, chat(context), e.refusal());
        }
    }

    private void show(Context context, Chat chat, @Nullable Refusal refusal) {
        ChatView view = chatPage.view(chat, context.queryParam("to"), refusal);
        pages.show(
                context,
                "#" + chat.id() + " " + view.visitor(),
                SCREEN,
                "conversations/chat.jte",
                Map.of("chat", view));
    }

    private Chat chat(Context context) {
        return Optional.of(context.pathParam("id"))
                .filter(id -> id.matches("[0-9]{1,18}"))
                .flatMap(id -> site.chat(ConversationId.of(Long.parseLong(id))))
                .orElseThrow(() -> new NotFoundResponse(
                        "There is no chat with this number. It may have been deleted, or the address is wrong."));
    }
}
