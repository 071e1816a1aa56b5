package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.Screen;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** What is on its page, and what its forms do. */
public final class PhonesScreen implements Screen {
    private final Pages pages;

    /** The screen of this desk. */
    public PhonesScreen(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void routes(RoutesConfig routes) {
        routes.get("/phones", this::show);
    }

    private void show(Context context) {
        pages.show(context, "Phones", "phones", Map.of());
    }
}
