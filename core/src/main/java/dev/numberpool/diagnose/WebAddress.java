package dev.numberpool.diagnose;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where something is posted to: what of an address decides who gets it. User, query and fragment do not, and may be
 * secret.
 *
 * @param scheme http or https
 * @param host in small letters
 * @param port never the scheme's own, which is -1
 * @param path without a slash at its end
 */
record WebAddress(String scheme, String host, int port, String path) {
    /** The address, or null if nobody can be reached under it. */
    static @Nullable WebAddress of(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        int standardPort = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : 0;
        if (standardPort == 0 || address.getHost() == null) {
            return null;
        }
        int port = address.getPort() == standardPort ? -1 : address.getPort();
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new WebAddress(scheme, address.getHost().toLowerCase(Locale.ROOT), port, path);
    }

    /**
     * The address.
     *
     * @throws IllegalArgumentException if it is none; it may hold a password, so the message does not repeat it
     */
    static WebAddress checked(String what, URI address) {
        WebAddress known = of(address);
        if (known == null) {
            throw new IllegalArgumentException(what + " must begin with https:// or http:// and a host");
        }
        return known;
    }

    /** True if the other address is this one or lies below it. */
    boolean covers(WebAddress other) {
        boolean isSameHost = scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
        return isSameHost && (other.path.equals(path) || other.path.startsWith(path + "/"));
    }

    /** The address without what may be secret. */
    @Override
    public String toString() {
        return scheme + "://" + host + (port == -1 ? "" : ":" + port) + path;
    }
}
