package dev.numberpool.twilio;

import java.net.URI;

/** Checks the addresses under which the internet reaches the host. */
final class PublicAddress {
    private PublicAddress() {}

    /**
     * The address itself.
     *
     * @throws IllegalArgumentException unless it is an absolute http or https address without a fragment; it may hold a
     *     password, so the message does not repeat it
     */
    static URI checked(URI address) {
        boolean isWeb = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (!isWeb || address.getHost() == null || address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "a public address begins with https:// or http:// and a host, and has no fragment");
        }
        return address;
    }

    /**
     * The address itself.
     *
     * @throws IllegalArgumentException as {@link #checked}, or if it has a query
     */
    static URI checkedBase(URI address) {
        if (checked(address).getRawQuery() != null) {
            throw new IllegalArgumentException("a public base address has no query");
        }
        return address;
    }
}
