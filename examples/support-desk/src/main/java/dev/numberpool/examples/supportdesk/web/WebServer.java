package dev.numberpool.examples.supportdesk.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import io.javalin.router.EndpointNotFound;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.SessionTrackingMode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for people: the pages, on this machine only. */
public final class WebServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final String LOOPBACK = "127.0.0.1";

    /** An open page looks again every few seconds, and so keeps its session. */
    private static final Duration IDLE_SESSION = Duration.ofHours(12);

    private final Javalin server;

    private WebServer(Javalin server) {
        this.server = server;
    }

    /**
     * Opens the door.
     *
     * @param port 0 for any that is free
     */
    public static WebServer start(int port, Pages pages, LiveUpdates live, List<? extends Screen> screens) {
        Javalin server = Javalin.create(config -> {
            config.jetty.modifyServletContextHandler(handler -> handler.setSessionHandler(sessions(port)));
            configure(config, pages, live, screens);
        });
        try {
            return new WebServer(server.start(LOOPBACK, port));
        } catch (JavalinBindException e) {
            throw new IllegalStateException(
                    "port " + port + " for the pages is taken; choose another with --port, 0 for any", e);
        }
    }

    /** Makes pages for a desk. */
    public static Pages pages(boolean isSimulated) {
        return new Pages(isSimulated);
    }

    private static void configure(JavalinConfig config, Pages pages, LiveUpdates live, List<? extends Screen> screens) {
        config.startup.showJavalinBanner = false;
        config.http.maxRequestSize = 1_000_000L;
        config.staticFiles.add(files -> {
            files.hostedPath = "/assets";
            files.directory = "/assets";
            files.location = Location.CLASSPATH;
        });
        config.staticFiles.enableWebjars();
        Guard.routes(config.routes);
        config.routes.sse("/live", live::join);
        config.routes.get("/", context -> context.redirect("/phones"));
        screens.forEach(screen -> screen.routes(config.routes));
        config.routes.exception(EndpointNotFound.class, (e, context) -> {
            context.status(404);
            refuse(context, pages, "There is no such page.");
        });
        config.routes.exception(HttpResponseException.class, (e, context) -> {
            context.status(e.getStatus());
            refuse(context, pages, Objects.requireNonNullElse(e.getMessage(), "This cannot be done."));
        });
        config.routes.exception(Exception.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            context.status(500);
            refuse(context, pages, "Something went wrong here. The log has more.");
        });
    }

    /** Cookies are shared by all ports of a machine: the name keeps those of two desks, and of other programs, apart. */
    private static SessionHandler sessions(int port) {
        SessionHandler sessions = new SessionHandler();
        sessions.setSessionCookie("support-desk-" + port);
        sessions.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE)); // never in an address
        sessions.setMaxInactiveInterval(Math.toIntExact(IDLE_SESSION.toSeconds()));
        sessions.getSessionCookieConfig().setHttpOnly(true);
        sessions.setSameSite(org.eclipse.jetty.http.HttpCookie.SameSite.STRICT);
        return sessions;
    }

    private static void refuse(Context context, Pages pages, String why) {
        pages.show(context, "Not done", "", "error.jte", Map.of("why", why));
    }

    /** Where the pages are. */
    public URI address() {
        return URI.create("http://" + LOOPBACK + ":" + server.port() + "/");
    }

    @Override
    public void close() {
        server.stop();
    }
}
