package dev.numberpool.twilio;

import com.twilio.base.Page;
import com.twilio.base.Reader;
import com.twilio.base.Resource;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageReader;
import com.twilio.rest.messaging.v2.ChannelsSender;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Media;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Twilio remembers of an account's messages. Everything here only reads, so what failed for a moment is asked again,
 * three times and for half a minute at most. Pages are followed one by one: the SDK's own loop stops at a page that is
 * empty although more follow.
 */
final class MessageArchive {
    private static final String CHANNEL = "whatsapp:";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Less than nothing stands for the usual pause. */
    private static final Duration USUAL = Duration.ofMillis(-1);

    private static final int MAX_SENDER_PAGES = 20;

    private final TwilioAccount account;
    private final TwilioRestClient client;
    private final long pageSize;
    private final RetryPolicy<Object> policy;

    /**
     * An archive.
     *
     * @param pageSize how many messages are asked for at a time
     * @param pause before the first repetition
     */
    MessageArchive(TwilioAccount account, TwilioRestClient client, int pageSize, Duration pause) {
        this.account = account;
        this.client = client;
        this.pageSize = pageSize;
        this.policy = RetryPolicy.builder()
                .handleIf(MessageArchive::isWorthAnotherTry)
                .withBackoff(pause, LONGEST_WAIT)
                .withDelayFnOn(context -> wait(context.getLastException()), TwilioCallException.class)
                .withMaxRetries(3)
                .withMaxDuration(Duration.ofSeconds(30))
                .build();
    }

    /**
     * What came in for a number, the newest first.
     *
     * @param from not before the second of this time
     * @param to not after the second of this time, or null
     * @return empty if that is more than so many pages
     */
    Optional<List<ArchivedMessage>> received(PhoneNumber number, Instant from, @Nullable Instant to, int maxPages) {
        MessageReader reader = Message.reader(account.accountSid())
                .setTo(CHANNEL + number.e164())
                .setDateSentAfter(utc(from));
        if (to != null) {
            reader.setDateSentBefore(utc(to));
        }
        List<ArchivedMessage> messages = new ArrayList<>();
        boolean isWhole = walk(reader.setPageSize(pageSize), maxPages, page -> {
            page.stream()
                    .map(ArchivedMessage::of)
                    .filter(ArchivedMessage::isInbound)
                    .forEach(messages::add);
            return true;
        });
        return isWhole ? Optional.of(messages) : Optional.empty();
    }

    /**
     * Shows what was sent from a number, the newest first, page by page. Without a filter by date: what is queued has no
     * date that Twilio would compare.
     *
     * @return false if there are more pages than that
     */
    boolean sentFrom(PhoneNumber number, int maxPages, Predicate<List<ArchivedMessage>> wantsMore) {
        return sent(Message.reader(account.accountSid()).setFrom(CHANNEL + number.e164()), maxPages, wantsMore);
    }

    /** The same for one thread. */
    boolean sentOn(SenderThread thread, int maxPages, Predicate<List<ArchivedMessage>> wantsMore) {
        MessageReader reader = Message.reader(account.accountSid())
                .setFrom(CHANNEL + thread.number().e164())
                .setTo(CHANNEL + thread.participant().address());
        return sent(reader, maxPages, wantsMore);
    }

    private boolean sent(MessageReader reader, int maxPages, Predicate<List<ArchivedMessage>> wantsMore) {
        return walk(
                reader.setPageSize(pageSize),
                maxPages,
                page -> wantsMore.test(page.stream()
                        .map(ArchivedMessage::of)
                        .filter(message -> !message.isInbound())
                        .toList()));
    }

    /** The message with this id; empty if the archive does not know it. */
    Optional<ArchivedMessage> message(String sid) {
        try {
            return Optional.of(ArchivedMessage.of(
                    get(() -> Message.fetcher(account.accountSid(), sid).fetch(client))));
        } catch (TwilioCallException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The media of a message, by the addresses that its webhook would have named. */
    List<Media> media(String messageSid) {
        List<Media> media = new ArrayList<>();
        String base = "https://api.twilio.com/2010-04-01/Accounts/" + account.accountSid() + "/Messages/" + messageSid
                + "/Media/";
        walk(
                com.twilio.rest.api.v2010.account.message.Media.reader(account.accountSid(), messageSid)
                        .setPageSize(pageSize),
                1,
                page -> {
                    page.forEach(each -> media.add(new Media(
                            base + each.getSid(),
                            Objects.requireNonNullElse(each.getContentType(), "application/octet-stream"))));
                    return true;
                });
        return media;
    }

    /** Whether the number is a WhatsApp sender of this account. */
    boolean hasSender(PhoneNumber number) {
        String id = CHANNEL + number.e164();
        List<ChannelsSender> found = new ArrayList<>();
        walk(ChannelsSender.reader("whatsapp").setPageSize(pageSize), MAX_SENDER_PAGES, page -> {
            page.stream().filter(sender -> id.equals(sender.getSenderId())).forEach(found::add);
            return found.isEmpty();
        });
        return !found.isEmpty();
    }

    private <T extends Resource> boolean walk(Reader<T> reader, int maxPages, Predicate<List<T>> wantsMore) {
        Page<T> page = get(() -> reader.firstPage(client));
        for (int read = 1; ; read++) {
            if (!wantsMore.test(page.getRecords()) || !page.hasNextPage()) {
                return true;
            }
            if (read >= maxPages) {
                return false;
            }
            Page<T> last = page;
            page = get(() -> reader.nextPage(last, client));
        }
    }

    private <T> T get(Supplier<T> call) {
        try {
            return Failsafe.with(policy).get(() -> readable(call));
        } catch (FailsafeException e) {
            // The only checked exception that can get here is the interruption of a pause.
            Thread.currentThread().interrupt();
            throw TwilioCallException.notSent("interrupted before", null);
        }
    }

    /** What the SDK says about an answer that it cannot read may repeat parts of it. */
    private static <T> T readable(Supplier<T> call) {
        try {
            return call.get();
        } catch (TwilioCallException e) {
            throw e;
        } catch (RuntimeException e) {
            throw TwilioCallException.uncertain(
                    "the SDK cannot read it, " + e.getClass().getSimpleName());
        }
    }

    private static boolean isWorthAnotherTry(@Nullable Throwable failure) {
        if (!(failure instanceof TwilioCallException call)
                || Thread.currentThread().isInterrupted()) {
            return false;
        }
        Duration wait = call.retryAfter();
        boolean isSoon = wait == null || wait.compareTo(LONGEST_WAIT) <= 0;
        return switch (call.reach()) {
            case NOT_SENT, UNCERTAIN -> true;
            case ANSWERED -> isSoon && (call.status() >= 500 || isTooFast(call));
        };
    }

    private static boolean isTooFast(TwilioCallException call) {
        return TwilioErrors.of(call).kind() == dev.numberpool.desk.Failure.Kind.RATE_LIMITED;
    }

    /** As long as Twilio asks for. */
    private static Duration wait(@Nullable Throwable failure) {
        Duration asked = failure instanceof TwilioCallException call ? call.retryAfter() : null;
        return Objects.requireNonNullElse(asked, USUAL);
    }

    private static ZonedDateTime utc(Instant time) {
        return time.atZone(ZoneOffset.UTC);
    }
}
