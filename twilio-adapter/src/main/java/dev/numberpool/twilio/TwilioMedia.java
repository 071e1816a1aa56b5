package dev.numberpool.twilio;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.desk.Media;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what came with an inbound message: pictures, voice notes, files.
 *
 * <p>A medium is fetched from {@code api.twilio.com} and nowhere else, with the credentials of the account that its
 * address names, which must be one of ours. From there Twilio sends on to where it keeps the bytes; that is followed three
 * times at most, over https, to known hosts, and without credentials.
 *
 * <p>What comes is what a stranger has sent: neither its content type nor its content is to be trusted. Fetching changes
 * nothing at Twilio, so it may be repeated whatever went wrong. Safe for use by many threads.
 */
public final class TwilioMedia {
    private static final int MAX_REDIRECTS = 3;
    private static final Pattern PATH = Pattern.compile(
            "/2010-04-01/Accounts/(AC[0-9a-fA-F]{32})/Messages/[MS]M[0-9a-fA-F]{32}/Media/ME[0-9a-fA-F]{32}");
    private static final Pattern CONTENT_TYPE = Pattern.compile("[\\x20-\\x7e]{1,200}");

    private final Function<String, Optional<TwilioAccount>> accounts;
    private final Set<String> redirectHosts;
    private final HttpOptions options;
    private final Transport transport;
    private final ObjectMapper json = new ObjectMapper();

    private TwilioMedia(Builder builder) {
        accounts = builder.accounts;
        redirectHosts = builder.redirectHosts;
        options = builder.settings.options(builder.maxBytes);
        transport = new Transport(options);
    }

    /** Media of one account. */
    public static Builder builder(TwilioAccount account) {
        return new Builder(account.ifAsked());
    }

    /**
     * Media of many accounts.
     *
     * @param accounts the account of an account SID, empty if it is not ours. What it throws, {@link #fetch} throws
     */
    public static Builder builder(Function<String, Optional<TwilioAccount>> accounts) {
        return new Builder(accounts);
    }

    /**
     * Begins to fetch a medium; its bytes come while they are read. To be closed, which ends the connection.
     *
     * @param media as it came in an {@link dev.numberpool.desk.InboundMessage}
     * @throws IllegalArgumentException if the reference is not the address of a medium at Twilio; nothing was called
     * @throws GatewayException if the account is not ours, Twilio does not give the medium, or it is too large
     */
    public Download fetch(Media media) {
        URI address = checked(media);
        Deadline deadline = Deadline.in(options.totalTimeout());
        HttpResponse<MediaStream> answer = get(address, authorization(address), deadline);
        for (int i = 0; isRedirect(answer); i++) {
            answer.body().close();
            address = next(address, answer, i);
            answer = get(address, null, deadline);
        }
        return download(answer);
    }

    private static URI checked(Media media) {
        URI address = parsed(media.reference());
        if (address == null
                || !Endpoints.isHttps(address)
                || !Endpoints.host(address).equals(Endpoints.API)
                || !PATH.matcher(address.getRawPath()).matches()
                || address.getRawQuery() != null
                || address.getRawFragment() != null) {
            throw new IllegalArgumentException("not the address of a medium at Twilio: expected https://"
                    + Endpoints.API + "/2010-04-01/Accounts/AC…/Messages/MM…/Media/ME…");
        }
        return address;
    }

    private static @Nullable URI parsed(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private String authorization(URI address) {
        Matcher path = PATH.matcher(address.getRawPath());
        String sid = path.matches() ? path.group(1) : "";
        TwilioAccount account = accounts.apply(sid)
                .filter(known -> known.accountSid().equals(sid))
                .orElseThrow(() ->
                        new GatewayException(Kind.AUTHENTICATION, "no Twilio account is known that a medium is of"));
        String pair = account.user() + ":" + account.secret();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<MediaStream> get(URI address, @Nullable String authorization, Deadline deadline) {
        HttpRequest.Builder request = HttpRequest.newBuilder(options.endpoints().standIn(address));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return transport.exchange(
                    request.build(), head -> new MediaStream(options.maxAnswerBytes(), deadline), deadline);
        } catch (TwilioCallException e) {
            throw new GatewayException(TwilioErrors.of(e), 0, "a medium: " + e.getMessage(), e);
        }
    }

    private static boolean isRedirect(HttpResponse<MediaStream> answer) {
        return switch (answer.statusCode()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private URI next(URI address, HttpResponse<MediaStream> answer, int redirects) {
        URI next = answer.headers()
                .firstValue("Location")
                .map(TwilioMedia::parsed)
                .map(address::resolve)
                .orElse(null);
        boolean isAllowed =
                next != null && Endpoints.isHttps(next) && Endpoints.isIn(Endpoints.host(next), redirectHosts);
        if (!isAllowed || redirects == MAX_REDIRECTS) {
            throw new GatewayException(
                    Failure.of(Kind.NOT_FOUND),
                    answer.statusCode(),
                    isAllowed ? "a medium: sent on too often" : "a medium: sent on to where nothing is fetched from",
                    null);
        }
        return requireNonNull(next);
    }

    private Download download(HttpResponse<MediaStream> answer) {
        OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw refused(answer);
        }
        if (length.orElse(0) > options.maxAnswerBytes()) {
            answer.body().close();
            throw new GatewayException(
                    Kind.CONTENT,
                    "a medium of " + length.getAsLong() + " bytes; " + options.maxAnswerBytes() + " are possible");
        }
        String type = answer.headers()
                .firstValue("Content-Type")
                .filter(each -> CONTENT_TYPE.matcher(each).matches())
                .orElse("application/octet-stream");
        return new Download(type, length, answer.body());
    }

    private GatewayException refused(HttpResponse<MediaStream> answer) {
        TwilioCallException e =
                TwilioCallException.answered(answer.statusCode(), ErrorAnswer.of("", answer.headers(), json));
        return new GatewayException(
                TwilioErrors.of(e), e.status(), e.retryAfter(), "a medium: " + e.getMessage(), null);
    }

    /**
     * A medium that is being fetched.
     *
     * @param contentType what Twilio says it is, {@code application/octet-stream} if it does not say
     * @param length how many bytes Twilio says it has; empty if it does not say
     * @param content its bytes. Reading throws an {@code IOException} if there are more than allowed, the total time-out
     *     has passed, the connection breaks or the thread is interrupted. For one thread
     */
    public record Download(String contentType, OptionalLong length, InputStream content) implements AutoCloseable {
        /** Ends the connection, unless all was read. */
        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /** Options; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final Function<String, Optional<TwilioAccount>> accounts;
        /** Each download has a thread of the host's, which is limit enough. */
        private final HttpSettings settings = new HttpSettings(Duration.ofSeconds(30), Integer.MAX_VALUE);

        private int maxBytes = 16 * 1024 * 1024;
        private Set<String> redirectHosts = Endpoints.MEDIA;

        private Builder(Function<String, Optional<TwilioAccount>> accounts) {
            this.accounts = requireNonNull(accounts, "accounts");
        }

        /**
         * How long a medium may take in all, up to the last byte that is read. Default: 30 s.
         *
         * @throws IllegalArgumentException if it is no time
         */
        public Builder totalTimeout(Duration time) {
            settings.totalTimeout(time);
            return this;
        }

        /**
         * How long a connection may take; at most the total time-out. Default: 2 s.
         *
         * @throws IllegalArgumentException if it is no time
         */
        public Builder connectTimeout(Duration time) {
            settings.connectTimeout(time);
            return this;
        }

        /**
         * How many bytes a medium may have. Default: 16 MiB, which is what WhatsApp takes through Twilio
         * (https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages).
         *
         * @throws IllegalArgumentException unless it is at least 1
         */
        public Builder maxBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("a medium has at least 1 byte, not " + bytes);
            }
            maxBytes = bytes;
            return this;
        }

        /**
         * The hosts that Twilio may send on to, each with all hosts below it. Default: {@code twiliocdn.com} and
         * {@code s3-external-1.amazonaws.com} (https://help.twilio.com/articles/223183748).
         *
         * @throws IllegalArgumentException if one is no host name
         */
        public Builder redirectHosts(Set<String> hosts) {
            if (!hosts.stream().allMatch(host -> host.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+"))) {
                throw new IllegalArgumentException("hosts are names in small letters, like twiliocdn.com");
            }
            redirectHosts = Set.copyOf(hosts);
            return this;
        }

        /**
         * What stands in for Twilio, by host ({@code api.twilio.com}): a fake for tests. Default: nothing.
         *
         * @throws IllegalArgumentException if a host is none that is called, or an address is not https; http is
         *     possible on this machine
         */
        public Builder endpoints(Map<String, URI> addresses) {
            settings.endpoints(addresses);
            return this;
        }

        /**
         * What fetches; nothing is called yet.
         *
         * @throws IllegalArgumentException if connecting may take longer than the whole
         */
        public TwilioMedia build() {
            return new TwilioMedia(this);
        }
    }
}
