package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.Screen;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** What is on its page, and what its forms do. */
public final class ConversationsScreen implements Screen {
    private final Pages pages;

    /** The screen of this desk. */
    public ConversationsScreen(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void routes(RoutesConfig routes) {
        routes.get("/conversations", this::show);
    }

    private void show(Context context) {
        pages.show(context, "Conversations", "conversations", Map.of());
    }
}
