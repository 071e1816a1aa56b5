package dev.numberpool.twilio;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where requests may go: to three hosts of Twilio, or to what stands in for one of them. The SDK follows the address of
 * a list's next page wherever that leads; here it leads to one of these hosts or nowhere.
 *
 * @param standIns the base addresses that stand in for a host, by host
 */
record Endpoints(Map<String, URI> standIns) {
    static final Set<String> HOSTS = Set.of("api.twilio.com", "conversations.twilio.com", "messaging.twilio.com");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** Checks hosts and addresses: credentials go over TLS, except to this very machine. */
    Endpoints {
        standIns = Map.copyOf(standIns);
        standIns.forEach(Endpoints::check);
    }

    private static void check(String host, URI base) {
        if (!HOSTS.contains(host)) {
            throw new IllegalArgumentException("no host that is called: '" + host + "'; expected one of " + HOSTS);
        }
        String target = base.getHost();
        boolean isSafe = "https".equals(base.getScheme())
                || ("http".equals(base.getScheme()) && target != null && LOOPBACK.contains(target));
        if (target == null || !isSafe || base.getRawUserInfo() != null || base.getRawQuery() != null) {
            throw new IllegalArgumentException("what stands in for " + host
                    + " must be an https address (http only on this machine), without user and query");
        }
    }

    /**
     * The address to call for an address of the SDK.
     *
     * @throws TwilioCallException if it leads to any other host
     */
    URI target(URL address) {
        URI uri = parsed(address);
        URI base = base(uri);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(withoutSlash(base.toString()) + uri.getRawPath() + query);
    }

    private URI base(URI uri) {
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean isPlain = uri.getRawUserInfo() == null;
        boolean isTwilio = "https".equals(uri.getScheme())
                && (uri.getPort() == -1 || uri.getPort() == 443)
                && HOSTS.contains(host);
        if (isPlain && isTwilio) {
            return standIns.getOrDefault(host, URI.create("https://" + host));
        }
        URI origin = URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
        if (isPlain && standIns.values().stream().anyMatch(origin::equals)) {
            return origin;
        }
        throw TwilioCallException.notSent("its address is on none of the allowed hosts", null);
    }

    private static URI parsed(URL address) {
        try {
            return address.toURI();
        } catch (URISyntaxException e) {
            throw TwilioCallException.notSent("its address cannot be read", null);
        }
    }

    private static String withoutSlash(String base) {
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
