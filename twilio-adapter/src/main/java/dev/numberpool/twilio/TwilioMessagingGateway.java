package dev.numberpool.twilio;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.rest.api.v2010.account.MessageCreator;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends WhatsApp messages through Twilio's Programmable Messaging: text of at most 1 600 UTF-16 units, one medium with or
 * without text, or a template.
 *
 * <p>One {@link #send} is one HTTP request at most. Twilio knows no key that would make a repeated request harmless, so
 * only a connection that did not come about is tried again; whatever may have been processed is reported as
 * {@link Failure.Kind#UNKNOWN_OUTCOME}. That Twilio takes a message does not mean that it arrives: most refusals of
 * WhatsApp (a closed service window, a blocked number) come later, as a status callback.
 *
 * <p>Safe for use by many threads; each blocks until its message is sent or the total time-out has passed. An interrupted
 * thread stops waiting and stays interrupted.
 */
public final class TwilioMessagingGateway implements MessagingGateway {
    private final Accounts accounts;
    private final TwilioClients clients;
    private final OutgoingMessage outgoing;

    private TwilioMessagingGateway(Builder builder) {
        accounts = new Accounts(builder.byWidget, builder.defaultAccount);
        clients = new TwilioClients(new SingleAttemptHttpClient(builder.settings.options()));
        outgoing = new OutgoingMessage(new ObjectMapper(), builder.statusCallback);
    }

    /** A gateway for one account. */
    public static Builder builder(TwilioAccount account) {
        return new Builder(widget -> Optional.empty()).defaultAccount(account);
    }

    /**
     * A gateway for the accounts of many widgets.
     *
     * @param accounts the account of a widget. Called for each message, by the thread that sends it; so it should
     *     remember what takes long. If it throws, the message counts as not sent and is tried again later, unless it
     *     throws a {@link GatewayException}, which says what else is to become of it
     */
    public static Builder builder(Function<WidgetId, Optional<TwilioAccount>> accounts) {
        return new Builder(accounts);
    }

    @Override
    public String send(OutboundMessage message) {
        TwilioAccount account = accounts.of(message.widget());
        MessageCreator request = outgoing.of(account.accountSid(), message);
        try {
            return checkedSid(request.create(clients.of(account)).getSid());
        } catch (TwilioCallException e) {
            throw new GatewayException(
                    TwilioErrors.of(e), e.status(), e.retryAfter(), message.thread() + ": " + e.getMessage(), e);
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException e) {
            // The SDK cannot read the answer to a request that succeeded. Its text may repeat that answer.
            throw unreadable(e.getClass().getSimpleName());
        }
    }

    private static String checkedSid(@Nullable String sid) {
        if (sid == null || sid.isBlank()) {
            throw unreadable("it names no message");
        }
        return sid;
    }

    private static GatewayException unreadable(String why) {
        return new GatewayException(
                Failure.Kind.UNKNOWN_OUTCOME, "Twilio's answer to a message cannot be read: " + why);
    }

    /** Options of the gateway; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final Function<WidgetId, Optional<TwilioAccount>> byWidget;
        private @Nullable TwilioAccount defaultAccount;
        private @Nullable URI statusCallback;
        private final HttpSettings settings = new HttpSettings(Duration.ofSeconds(10), 8);

        private Builder(Function<WidgetId, Optional<TwilioAccount>> byWidget) {
            this.byWidget = requireNonNull(byWidget, "accounts");
        }

        /** The account of widgets that have none of their own, and of messages whose widget is not known. Default: none. */
        public Builder defaultAccount(TwilioAccount account) {
            defaultAccount = requireNonNull(account, "account");
            return this;
        }

        /**
         * Where Twilio is to say what becomes of each message: the public address whose requests are given to
         * {@link TwilioWebhooks}. Our reference is added as a query parameter. Default: none; then the number's own
         * status callback applies, without the reference.
         *
         * @throws IllegalArgumentException unless it is an absolute http or https address without a fragment
         */
        public Builder statusCallback(URI address) {
            statusCallback = PublicAddress.checked(address);
            return this;
        }

        /**
         * How long a message may take in all, waiting for its turn and the last byte of the answer included. Default:
         * 10 s. In the second half nothing is begun any more: what has not got its turn or a connection by then is not
         * sent.
         */
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
         * How many requests may be under way at a time; more wait for their turn. Default: 8. Twilio answers 429 when an
         * account has too many of them, and does not publish the limit.
         *
         * @throws IllegalArgumentException unless it is at least 1
         */
        public Builder maxConcurrentRequests(int number) {
            settings.maxConcurrentRequests(number);
            return this;
        }

        /**
         * What stands in for Twilio, by host ({@code api.twilio.com}): a fake for tests, a region. Default: nothing.
         *
         * @throws IllegalArgumentException if a host is none that is called, or an address is not https; http is
         *     possible on this machine
         */
        public Builder endpoints(Map<String, URI> addresses) {
            settings.endpoints(addresses);
            return this;
        }

        /**
         * The gateway; nothing is called yet.
         *
         * @throws IllegalArgumentException if connecting may take longer than the whole
         */
        public TwilioMessagingGateway build() {
            return new TwilioMessagingGateway(this);
        }
    }
}
