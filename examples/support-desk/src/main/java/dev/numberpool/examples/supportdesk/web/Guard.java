package dev.numberpool.examples.supportdesk.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps other sites out: pages are for this machine, and forms only for pages of our own. */
final class Guard {
    private static final String TOKEN = "csrf";
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            // The hash is that of the one style that Turbo sets itself, for its progress bar.
            "style-src 'self' 'sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps='",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'");

    private Guard() {}

    static void routes(RoutesConfig routes) {
        routes.before(Guard::addHeaders);
        routes.before(Guard::checkHost);
        routes.before(Guard::checkForm);
    }

    /** What forms of this session must send. */
    static String token(Context context) {
        String token = context.sessionAttribute(TOKEN);
        if (token == null) {
            byte[] bytes = new byte[32];
            RANDOM.nextBytes(bytes);
            token = HexFormat.of().formatHex(bytes);
            context.sessionAttribute(TOKEN, token);
        }
        return token;
    }

    /** A page of another site cannot make its own name point here and read what we answer. */
    private static void checkHost(Context context) {
        int port = context.req().getLocalPort();
        Set<String> hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
        String host = context.host();
        if (host == null || !hosts.contains(host)) {
            throw new ForbiddenResponse("This desk answers to 127.0.0.1 and localhost only.");
        }
    }

    private static void addHeaders(Context context) {
        context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin");
        if (!context.path().startsWith("/assets/") && !context.path().startsWith("/webjars/")) {
            context.header("Cache-Control", "no-store");
        }
    }

    private static void checkForm(Context context) {
        if (context.method().equals(HandlerType.GET) || context.method().equals(HandlerType.HEAD)) {
            return;
        }
        @Nullable String expected = context.sessionAttribute(TOKEN);
        @Nullable String sent = isForm(context) ? context.formParam(TOKEN) : null;
        if (expected == null || sent == null || !isSame(expected, sent)) {
            throw new ForbiddenResponse("This form is too old. Go back, reload the page and try again.");
        }
    }

    /** Uploads of files, which no form of ours has, would be written to a disk before anybody looks at them. */
    private static boolean isForm(Context context) {
        String type = Objects.requireNonNullElse(context.contentType(), "");
        return type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
