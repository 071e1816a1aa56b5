package dev.numberpool.twilio;

import static java.util.Objects.requireNonNull;

import dev.numberpool.PhoneNumber;
import dev.numberpool.twilio.TwilioEvent.Rejected;
import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Verifies and reads what Twilio posts: messages to our numbers, what became of ours, events of Conversations. Knows no
 * web framework: the host gives the request as a {@link Request}, does what the {@link TwilioEvent} says, and then
 * answers as the {@link Result} says.
 *
 * <pre>{@code
 * TwilioWebhooks.Result result = webhooks.receive(request);
 * if (result.event() instanceof TwilioEvent.InboundEvent inbound) {
 *     InboundOutcome outcome = desk.receive(inbound.message(), handler);
 *     desk.tell(inbound.message(), outcome); // after the commit of the handler's transaction, if it has one
 * } else if (result.event() instanceof TwilioEvent.StatusEvent status) {
 *     desk.report(status.report());
 * }
 * }</pre>
 *
 * <p>The signature ({@code X-Twilio-Signature}) is verified before anything but the account's id is looked at. It is
 * right if one of the account's auth tokens has made it for the public address, with or without the port, because Twilio
 * is not consistent there (https://www.twilio.com/docs/usage/webhooks/webhooks-security). The public address comes from
 * the configuration, never from a header that a stranger sets. A request that does not even claim to be signed reaches
 * none of the host's functions.
 *
 * <p>Twilio calls again only if it got no connection: a host that fails after this answers 500, and
 * the message comes back with the next reconciliation. Safe for use by many threads; keeps nothing.
 */
public final class TwilioWebhooks {
    private final RequestVerifier verifier;
    private final EventReader events;

    private TwilioWebhooks(Builder builder) {
        verifier = new RequestVerifier(builder.publicBaseUrl, builder.accounts, builder.maxBodyBytes);
        events = new EventReader(builder.numbers, builder.clock);
    }

    /**
     * Webhooks of one account.
     *
     * @param publicBaseUrl what Twilio's console has in front of the path, like {@code https://example.com}; a path in it
     *     is put in front of what {@link Request#target()} says, for hosts behind a proxy that takes it away
     * @throws IllegalArgumentException unless the address is absolute, http or https, and without query and fragment
     */
    public static Builder builder(URI publicBaseUrl, TwilioAccount account) {
        return new Builder(publicBaseUrl, account.ifAsked(), (sid, number) -> true);
    }

    /**
     * Webhooks of many accounts.
     *
     * <p>Who holds an account's auth token can sign anything: a message from anybody, to any number, naming any
     * conversation by its code. Therefore a message counts only if it is to a number of the account that signed it. That is
     * enough where all tokens are the host's own. Accounts of customers who know their tokens are to be kept apart
     * altogether: a {@code HandoverDesk} with a store of its own for each, found by the event's account.
     *
     * @param publicBaseUrl as for one account
     * @param accounts the account of an account SID, empty if it is not ours. Called with what the request claims before
     *     that is verified, though only if it has the form of a SID. What it throws, {@link #receive} throws
     * @param numbers whether a number is one of an account's, by the account's SID. Called for verified messages. What it
     *     throws, {@link #receive} throws
     */
    public static Builder builder(
            URI publicBaseUrl,
            Function<String, Optional<TwilioAccount>> accounts,
            BiPredicate<String, PhoneNumber> numbers) {
        return new Builder(publicBaseUrl, accounts, numbers);
    }

    /** Says what a request means and how to answer it; never throws because of what is in the request. */
    public Result receive(Request request) {
        return Result.of(event(request));
    }

    private TwilioEvent event(Request request) {
        try {
            RequestVerifier.Verified verified = verifier.verify(request);
            return verified.isForm()
                    ? events.form(verified.accountSid(), verified.fields(), verified.reference())
                    : events.json(verified.accountSid(), verified.fields());
        } catch (RejectedException e) {
            return new Rejected(e.reason());
        }
    }

    /**
     * A request as it came in.
     *
     * @param method the method
     * @param target path and query exactly as the client sent them: the signature covers their very characters, so
     *     neither decoded nor normalised
     * @param headers all headers; the case of their names does not matter
     * @param body the body's bytes, not copied; at most a few more than {@link Builder#maxBodyBytes} need be read
     */
    @SuppressWarnings("ArrayRecordComponent") // Megabytes are not copied, and nobody compares requests.
    public record Request(String method, String target, Map<String, List<String>> headers, byte[] body) {
        /** Checks that everything is there. */
        public Request {
            requireNonNull(method, "method");
            requireNonNull(target, "target");
            requireNonNull(headers, "headers");
            requireNonNull(body, "body");
        }

        /** Sizes only. */
        @Override
        public String toString() {
            return "Request[" + headers.size() + " headers, " + body.length + " bytes]";
        }
    }

    /**
     * What a request means and how to answer it once that is done.
     *
     * @param status the HTTP status
     * @param contentType the answer's content type
     * @param body the answer's body, maybe empty
     * @param event what it means
     */
    public record Result(int status, String contentType, String body, TwilioEvent event) {
        private static final String NO_REPLY = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
        private static final String TEXT = "text/plain; charset=utf-8";

        static Result of(TwilioEvent event) {
            if (event instanceof Rejected rejected) {
                Reason reason = rejected.reason();
                return new Result(reason.status(), TEXT, reason.text(), event);
            }
            // Twilio reads the answer to a message as TwiML; anything else it would call an error (12300).
            return event instanceof TwilioEvent.InboundEvent
                    ? new Result(200, "text/xml; charset=utf-8", NO_REPLY, event)
                    : new Result(200, TEXT, "", event);
        }
    }

    /** Options of the webhooks; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final URI publicBaseUrl;
        private final Function<String, Optional<TwilioAccount>> accounts;
        private final BiPredicate<String, PhoneNumber> numbers;
        private InstantSource clock = Clock.systemUTC();
        private int maxBodyBytes = 5 * 1024 * 1024;

        private Builder(
                URI publicBaseUrl,
                Function<String, Optional<TwilioAccount>> accounts,
                BiPredicate<String, PhoneNumber> numbers) {
            this.publicBaseUrl = PublicAddress.checkedBase(publicBaseUrl);
            this.accounts = requireNonNull(accounts, "accounts");
            this.numbers = requireNonNull(numbers, "numbers");
        }

        /** What tells the time at which messages and reports came in. Default: the system's clock. */
        public Builder clock(InstantSource time) {
            clock = requireNonNull(time, "time");
            return this;
        }

        /**
         * How many bytes a body may have; more is answered with 413. Default: 5 MiB.
         *
         * @throws IllegalArgumentException unless it is at least 1
         */
        public Builder maxBodyBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("a body needs at least 1 byte, not " + bytes);
            }
            maxBodyBytes = bytes;
            return this;
        }

        /** The webhooks. */
        public TwilioWebhooks build() {
            return new TwilioWebhooks(this);
        }
    }
}
