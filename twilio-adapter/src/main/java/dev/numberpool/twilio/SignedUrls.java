package dev.numberpool.twilio;

import java.net.URI;
import java.util.List;

/**
 * The addresses that Twilio may have signed: the public one without a port and with one. Nothing else about it is
 * changed, not even an escape.
 */
final class SignedUrls {
    private final List<String> bases;

    SignedUrls(URI publicBaseUrl) {
        String user = publicBaseUrl.getRawUserInfo() == null ? "" : publicBaseUrl.getRawUserInfo() + "@";
        String host = publicBaseUrl.getScheme() + "://" + user + publicBaseUrl.getHost();
        int standard = "https".equals(publicBaseUrl.getScheme()) ? 443 : 80;
        int port = publicBaseUrl.getPort() == -1 ? standard : publicBaseUrl.getPort();
        String path = publicBaseUrl.getRawPath();
        String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        this.bases = List.of(host + prefix, host + ":" + port + prefix);
    }

    /** The addresses of a path with its query. */
    List<String> of(String target) {
        return bases.stream().map(base -> base + target).toList();
    }
}
