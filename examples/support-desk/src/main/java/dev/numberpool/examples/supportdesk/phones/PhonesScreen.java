package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.phones.PhonesPage.Typed;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.Screen;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/** What is on its page, and what its forms do. */
public final class PhonesScreen implements Screen {
    /** What stands on the button of the template. */
    static final String BUTTON = "Open chat";

    private final Pages pages;
    private final PageReader reader;
    private final VisitorForms visitors;
    private final WhatsApp whatsApp;
    private final Site site;
    private final Runnable changed;
    private final OnlyOnce onlyOnce = new OnlyOnce();

    /**
     * The screen of this desk.
     *
     * @param given how many visitors were there from the beginning
     * @param givenToAgents how many of them were with an agent
     * @param changed is run when something has happened that a page may show
     */
    public PhonesScreen(
            Pages pages,
            Jdbi jdbi,
            Site site,
            Handovers handovers,
            WhatsApp whatsApp,
            int given,
            int givenToAgents,
            Runnable changed) {
        PhoneRecords records = new PhoneRecords(jdbi);
        this.pages = pages;
        this.site = site;
        this.whatsApp = whatsApp;
        this.changed = changed;
        this.reader = new PageReader(site, handovers, whatsApp, records, new Steps(records, given, givenToAgents));
        this.visitors = new VisitorForms(site, handovers, whatsApp, records, reader);
    }

    @Override
    public void routes(RoutesConfig routes) {
        routes.get("/phones", context -> {
            PhonesPage page = reader.read(Place.of(context::queryParam), null, Typed.NOTHING);
            show(context, page, page.problem() == null ? 200 : 404);
        });
        form(routes, "/phones/visitor", visitors::begin);
        form(routes, "/phones/write", visitors::write);
        form(routes, "/phones/hand-over", visitors::handOver);
        form(routes, "/phones/end", visitors::end);
        form(routes, "/phones/agent", visitors::employ);
        if (whatsApp instanceof SimulatedTwilio simulated) {
            AgentForms agents = new AgentForms(site, simulated, reader, changed);
            form(routes, "/phones/answer", agents::answer);
            form(routes, "/phones/tap", agents::tap);
            form(routes, "/phones/open", agents::open);
            form(routes, "/phones/pass", agents::pass);
        }
    }

    /** Does what a form says, or shows the page again with what was typed. */
    private void form(RoutesConfig routes, String path, Function<Form, Form.Done> action) {
        routes.post(path, context -> {
            Form form = new Form(context::formParam);
            try {
                done(context, onlyOnce.of(path + " " + context.body(), () -> action.apply(form)));
            } catch (Refusal refusal) {
                String name = path.substring("/phones/".length());
                Typed typed = new Typed(name, form.text("name"), form.text("text"));
                String why = Objects.requireNonNull(refusal.getMessage());
                show(context, reader.read(form.place(), why, typed), refusal.status());
            }
        });
    }

    /** What can be seen on the page anyway needs no words. */
    private static void done(Context context, Form.Done done) {
        if (done.notice().isEmpty()) {
            context.redirect(done.place().path(), HttpStatus.SEE_OTHER);
        } else {
            Pages.done(context, done.place().path(), done.notice());
        }
    }

    private void show(Context context, PhonesPage phones, int status) {
        context.status(status);
        pages.show(context, "Phones", "phones", Map.of("phones", phones));
    }
}
