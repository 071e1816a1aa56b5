package dev.numberpool.twilio;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Collection;
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
    static final String API = "api.twilio.com";

    /** Where Twilio keeps media (https://help.twilio.com/articles/223183748); nothing of ours is sent there. */
    static final Set<String> MEDIA = Set.of("twiliocdn.com", "s3-external-1.amazonaws.com");

    private static final Set<String> HOSTS = Set.of(API, "conversations.twilio.com", "messaging.twilio.com");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** Checks hosts and addresses: credentials go over TLS, except to this very machine. */
    Endpoints {
        standIns = Map.copyOf(standIns);
        standIns.forEach(Endpoints::check);
    }

    private static void check(String host, URI base) {
        if (!HOSTS.contains(host) && !isIn(host, MEDIA)) {
            throw new IllegalArgumentException(
                    "no host that is called: '" + host + "'; expected one of " + HOSTS + " or of media, " + MEDIA);
        }
        String target = base.getHost();
        boolean isSafe = "https".equals(base.getScheme())
                || ("http".equals(base.getScheme()) && target != null && LOOPBACK.contains(target));
        if (target == null || !isSafe || base.getRawUserInfo() != null || base.getRawQuery() != null) {
            throw new IllegalArgumentException("what stands in for " + host
                    + " must be an https address (http only on this machine), without user and query");
        }
    }

    /** Whether a host is one of these or below one of them. */
    static boolean isIn(String host, Collection<String> hosts) {
        return hosts.stream().anyMatch(each -> host.equals(each) || host.endsWith("." + each));
    }

    /**
     * The address to call for an address of the SDK.
     *
     * @throws TwilioCallException if it leads to any other host
     */
    URI target(URL address) {
        URI uri = parsed(address);
        if (isHttps(uri) && HOSTS.contains(host(uri))) {
            return standIn(uri);
        }
        if (uri.getHost() != null && uri.getRawUserInfo() == null && isStandIn(uri)) {
            return uri;
        }
        throw TwilioCallException.notSent("its address is on none of the allowed hosts", null);
    }

    /** The address to call for an https address of Twilio. */
    URI standIn(URI address) {
        URI base = standIns.get(host(address));
        if (base == null) {
            return address;
        }
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create(withoutSlash(base.toString()) + address.getRawPath() + query);
    }

    private boolean isStandIn(URI uri) {
        return standIns.values().stream().anyMatch(base -> origin(base).equals(origin(uri)));
    }

    /** Whether it is an https address on the standard port, with nothing in front of the host. */
    static boolean isHttps(URI uri) {
        return "https".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && (uri.getPort() == -1 || uri.getPort() == 443);
    }

    static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + host(uri) + ":" + uri.getPort();
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
