package dev.numberpool.examples.supportdesk;

import dev.numberpool.examples.supportdesk.conversations.ConversationsScreen;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.handover.Jobs;
import dev.numberpool.examples.supportdesk.health.Health;
import dev.numberpool.examples.supportdesk.health.HealthScreen;
import dev.numberpool.examples.supportdesk.phones.PhonesScreen;
import dev.numberpool.examples.supportdesk.pool.PoolScreen;
import dev.numberpool.examples.supportdesk.pool.UsageSamples;
import dev.numberpool.examples.supportdesk.site.ChatSearch;
import dev.numberpool.examples.supportdesk.site.Database;
import dev.numberpool.examples.supportdesk.site.MessageBook;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.web.LiveUpdates;
import dev.numberpool.examples.supportdesk.web.Pages;
import dev.numberpool.examples.supportdesk.web.WebServer;
import dev.numberpool.examples.supportdesk.web.WebhookServer;
import dev.numberpool.examples.supportdesk.whatsapp.PhoneArchive;
import dev.numberpool.examples.supportdesk.whatsapp.RealTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The running desk with all its parts. */
final class Application implements AutoCloseable {
    private final Database database;
    private final WhatsApp whatsApp;
    private final @Nullable PhoneArchive phoneArchive;
    private final Handovers handovers;
    private final LiveUpdates live = new LiveUpdates();
    private final Site site;
    private final WebhookServer webhooks;
    private final WebServer web;
    private final Jobs jobs;
    private final Health health;

    private Application(Settings settings) throws IOException {
        database = settings.jdbcUrl() == null ? Database.embedded(settings.data()) : Database.at(settings.jdbcUrl());
        site = new Site(database.jdbi());
        whatsApp = settings.twilio() == null ? new SimulatedTwilio(site.ahead()) : new RealTwilio(settings.twilio());
        handovers = new Handovers(database.libraryConnections(), site, whatsApp, live::changed);
        webhooks = WebhookServer.start(settings.webhookPort(), handovers::webhook);
        if (whatsApp instanceof SimulatedTwilio simulated) {
            simulated.deliverTo(webhooks.port());
            phoneArchive = new PhoneArchive(database.jdbi(), simulated);
            phoneArchive.restore();
        } else {
            phoneArchive = null;
        }
        if (settings.demonstration() && whatsApp instanceof SimulatedTwilio simulated) {
            new Demonstration(database.jdbi(), site, handovers, simulated).prepare();
        }
        jobs = new Jobs(whatsApp.clock());
        health = new Health(handovers, new MessageBook(database.jdbi()), whatsApp, jobs, live::changed);
        schedule();
        web = WebServer.start(settings.port(), pages(), live, screens(settings));
    }

    static Application start(Settings settings) throws IOException {
        return new Application(settings);
    }

    private Pages pages() {
        return WebServer.pages(whatsApp instanceof SimulatedTwilio);
    }

    private List<dev.numberpool.examples.supportdesk.web.Screen> screens(Settings settings) {
        Pages pages = pages();
        return List.of(
                new PoolScreen(pages, handovers, site, whatsApp, database.jdbi(), live::changed),
                new ConversationsScreen(pages, site, new ChatSearch(database.jdbi()), handovers, whatsApp.clock()),
                new PhonesScreen(
                        pages,
                        database.jdbi(),
                        site,
                        handovers,
                        whatsApp,
                        settings.demonstration() ? Demonstration.VISITORS : 0,
                        settings.demonstration() ? Demonstration.HANDED_OVER : 0,
                        live::changed),
                new HealthScreen(pages, health, site));
    }

    private void schedule() {
        jobs.every(Duration.ofSeconds(1), "pages", live::tell);
        jobs.every(Duration.ofSeconds(2), "flush", () -> handovers.desk().flush(500));
        jobs.every(Duration.ofSeconds(5), "unsent lines", () -> handovers.sendUnsent(100));
        // What other programs changed, by SQL or otherwise, is seen after some seconds.
        jobs.every(Duration.ofSeconds(5), "other programs' changes", live::changed);
        UsageSamples samples = new UsageSamples(database.jdbi(), whatsApp.clock());
        jobs.every(Duration.ofSeconds(10), "usage", () -> samples.take(handovers.pool(), handovers.store()));
        health.start();
        jobs.every(
                Duration.ofHours(1),
                "idle conversations",
                () -> handovers.pool().releaseIdle(Duration.ofDays(7), 500));
        jobs.every(Duration.ofHours(24), "purge", () -> handovers.desk().purge(Duration.ofDays(30)));
        if (whatsApp instanceof SimulatedTwilio simulated) {
            jobs.every(Duration.ofMillis(200), "simulated time", simulated::tick);
            jobs.every(Duration.ofMinutes(1), "simulated calls", simulated::forgetCalls);
        }
        if (phoneArchive != null) {
            jobs.every(Duration.ofMillis(500), "simulated phones", phoneArchive::save);
        }
    }

    /** Where the pages are. */
    URI address() {
        return web.address();
    }

    /** What open pages are told. */
    LiveUpdates live() {
        return live;
    }

    /** Where Twilio's webhooks come in. */
    int webhookPort() {
        return webhooks.port();
    }

    /** The visitors' chats. */
    Site site() {
        return site;
    }

    /** Pool and desk. */
    Handovers handovers() {
        return handovers;
    }

    /** Twilio, or what stands in for it. */
    WhatsApp whatsApp() {
        return whatsApp;
    }

    /** What runs by itself. */
    Jobs jobs() {
        return jobs;
    }

    /** The database. */
    Database database() {
        return database;
    }

    @Override
    public void close() {
        jobs.close();
        live.close();
        web.close();
        webhooks.close();
        if (phoneArchive != null) {
            phoneArchive.save();
        }
        whatsApp.close();
        database.close();
    }
}
