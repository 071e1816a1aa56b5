package dev.numberpool.twilio;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.rest.Domains;
import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.SenderDirectory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The WhatsApp senders of a Twilio account: whether each is online, its quality, and where its webhooks go (Senders API,
 * version 2). A look at 1 000 senders is one HTTP request; {@link #openingConversations} needs one for 50 addresses that
 * are configured in Conversations.
 *
 * <p>Twilio calls the Senders API a beta without a promise of service, so nothing that carries messages should wait for
 * it. Safe for use by many threads; each blocks until Twilio has answered or the total time-out of a request has passed.
 */
public final class TwilioSenders implements SenderDirectory {
    private static final Listing SENDERS = new Listing(Domains.MESSAGING, "/v2/Channels/Senders", "senders");
    private static final Listing ADDRESSES =
            new Listing(Domains.CONVERSATIONS, "/v1/Configuration/Addresses", "address_configurations");

    /** A page of 1 000 senders with their profiles has about 2 MB. */
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final TwilioAccount account;
    private final TwilioClients clients;

    private TwilioSenders(TwilioAccount account, TwilioClients clients) {
        this.account = account;
        this.clients = clients;
    }

    /** The senders of an account. */
    public static Builder builder(TwilioAccount account) {
        return new Builder(account);
    }

    /** The senders of another account, over the same connections and with the same options. */
    public TwilioSenders ofAccount(TwilioAccount other) {
        return new TwilioSenders(requireNonNull(other, "account"), clients);
    }

    @Override
    public String accountId() {
        return account.accountSid();
    }

    @Override
    public List<Sender> senders() {
        return read(SENDERS, Map.of("Channel", "whatsapp", "PageSize", "1000")).stream()
                .map(SenderJson::sender)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Set<PhoneNumber> openingConversations() {
        return read(ADDRESSES, Map.of("Type", "whatsapp", "PageSize", "50")).stream()
                .filter(row -> row.path("auto_creation").path("enabled").asBoolean(false))
                .map(row -> SenderJson.number(row.path("address")))
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<JsonNode> read(Listing listing, Map<String, String> query) {
        try {
            return listing.read(clients.of(account), query);
        } catch (TwilioCallException e) {
            throw new GatewayException(
                    TwilioErrors.of(e), e.status(), listing.key() + " of " + account + ": " + e.getMessage(), e);
        }
    }

    /** Options; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final TwilioAccount account;
        private final HttpSettings settings = new HttpSettings(Duration.ofSeconds(20), 2);

        private Builder(TwilioAccount account) {
            this.account = requireNonNull(account, "account");
        }

        /** How long a request may take in all; a long list takes several. Default: 20 s. */
        public Builder totalTimeout(Duration time) {
            settings.totalTimeout(time);
            return this;
        }

        /** How long a connection may take; at most the total time-out. Default: 2 s. */
        public Builder connectTimeout(Duration time) {
            settings.connectTimeout(time);
            return this;
        }

        /**
         * What stands in for Twilio, by host ({@code messaging.twilio.com}, {@code conversations.twilio.com}): a fake for
         * tests, a region. Default: nothing.
         *
         * @throws IllegalArgumentException if a host is none that is called, or an address is not https; http is
         *     possible on this machine
         */
        public Builder endpoints(Map<String, URI> addresses) {
            settings.endpoints(addresses);
            return this;
        }

        /**
         * The senders; nothing is called yet.
         *
         * @throws IllegalArgumentException if connecting may take longer than the whole
         */
        public TwilioSenders build() {
            HttpOptions options = settings.options(MAX_ANSWER_BYTES);
            return new TwilioSenders(account, new TwilioClients(new SingleAttemptHttpClient(options)));
        }
    }
}
