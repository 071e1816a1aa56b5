package dev.numberpool.twilio;

import static java.util.Objects.requireNonNull;

import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundHandler;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.ThreadStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares an account's archive at Twilio with the log, so that nothing is lost while the host is down: Twilio repeats a
 * webhook at most once.
 *
 * <ul>
 *   <li>What was written to our numbers and came through no webhook is received now, in the order of each chat, marked
 *       {@link dev.numberpool.desk.InboundMessage#replayed}. The archive keeps no quotes and no buttons, so what needs them
 *       is held or answered, never guessed.
 *   <li>What no status callback has said of messages that were sent is taken from the archive.
 *   <li>Messages of which nobody knows whether Twilio has them are looked for. One that is there beyond doubt is noted;
 *       one that is not there some time later is sent again by {@link HandoverDesk#flush}; what could be either stays
 *       unknown and is counted.
 * </ul>
 *
 * <p>Call {@link #reconcile} once when a process starts, before webhooks come in, and then every few minutes, from one node
 * or all. It goes on where the last one ended, also one that was killed. Thread-safe and blocking; starts no threads. With
 * several accounts, each has its own reconciler, and {@link Builder#numbers} tells them apart.
 */
public final class TwilioReconciler {
    private static final Logger LOG = LoggerFactory.getLogger(TwilioReconciler.class);

    /** So many numbers in a row whose archive cannot be read are not the numbers' fault. */
    private static final int MAX_FAILURES_IN_A_ROW = 3;

    private final TwilioAccount account;
    private final HandoverDesk desk;
    private final ThreadStore threads;
    private final MessageLog log;
    private final ReconcilerOptions options;
    private final MessageArchive archive;
    private final Stumbles stumbles = new Stumbles();

    private TwilioReconciler(Builder builder) {
        account = builder.account;
        desk = builder.desk;
        threads = builder.threads;
        log = builder.log;
        options = builder.options();
        TwilioClients clients = new TwilioClients(new SingleAttemptHttpClient(builder.http()));
        archive = new MessageArchive(account, clients.of(account), builder.pageSize, builder.pause);
    }

    /**
     * A reconciler for one account.
     *
     * @param threads says which numbers are ours
     * @param log the log that the desk works on
     */
    public static Builder builder(TwilioAccount account, HandoverDesk desk, ThreadStore threads, MessageLog log) {
        return new Builder(account, desk, threads, log);
    }

    /**
     * What a reconciliation has done.
     *
     * @param received how many messages no webhook had brought, and were handled now
     * @param duplicates how many were known already
     * @param waiting how many wait for the next reconciliation: somebody else is handling them right now, or an earlier
     *     message of their chat has not been handled
     * @param settled of how many sent messages there was news
     * @param undecided of how many sent messages it is not known whether Twilio has them, or what became of them
     * @param failed how many inbound messages could not be handled; they are tried again by the next reconciliation
     * @param problems what is wrong, in words, without texts and whole numbers; empty if all is well
     */
    public record Result(
            int received, int duplicates, int waiting, int settled, int undecided, int failed, List<String> problems) {
        /** Copies the list. */
        public Result {
            problems = List.copyOf(problems);
        }

        /** Whether everything could be compared and nothing failed. */
        public boolean isClean() {
            return problems.isEmpty() && failed == 0;
        }
    }

    /**
     * Compares, up to now. What cannot be read or handled this time is left for the next, named in the result and logged.
     *
     * @param handler what webhooks give to {@link HandoverDesk#receive}, too; senders are told afterwards as by
     *     {@link HandoverDesk#tell}
     * @throws dev.numberpool.StoreException if the store or the log fails; nothing is lost
     */
    public Result reconcile(InboundHandler handler) {
        Tally tally = new Tally();
        if (replay(requireNonNull(handler, "handler"), tally)) {
            settle(tally);
        }
        Result result = tally.result();
        if (!result.isClean()) {
            LOG.warn("Reconciliation of {}: {}", account, result);
        }
        return result;
    }

    /** False if it makes no sense to go on. */
    private boolean replay(InboundHandler handler, Tally tally) {
        NumberReplay.Desk side = new NumberReplay.Desk(desk, log, handler, stumbles);
        int inARow = 0;
        for (PhoneNumber number : ours()) {
            try {
                new NumberReplay(side, archive, options, tally, account.accountSid(), number).run();
                inARow = 0;
            } catch (TwilioCallException e) {
                tally.problem("what was written to " + number.masked() + " cannot be read: " + e.getMessage());
                if (e.isAboutTheAccount() || ++inARow == MAX_FAILURES_IN_A_ROW) {
                    tally.problem("the rest was not looked at; the next reconciliation goes on from here");
                    return false;
                }
            }
        }
        return true;
    }

    private List<PhoneNumber> ours() {
        Set<PhoneNumber> all = new HashSet<>(threads.ours());
        all.addAll(options.ownNumbers());
        return all.stream()
                .filter(options.numbers())
                .sorted(Comparator.comparing(PhoneNumber::e164))
                .toList();
    }

    private void settle(Tally tally) {
        Unsettled unsettled = new Unsettled(log, options);
        List<OutboundRecord> due = unsettled.due();
        try {
            new KnownMessages(desk, archive, options.clock(), tally)
                    .settle(due.stream()
                            .filter(record -> record.providerId() != null)
                            .toList());
            new UnknownMessages(new UnknownMessages.Side(desk, log, unsettled), archive, options, tally)
                    .settle(due.stream()
                            .filter(record -> record.providerId() == null)
                            .toList());
        } catch (TwilioCallException e) {
            tally.problem("what became of messages that were sent cannot be read: " + e.getMessage());
        }
    }

    /** Options of the reconciler; every one has a default. Not thread-safe. */
    public static final class Builder {
        /** {@link HandoverDesk#purge} keeps ids for 7 days. */
        private static final Duration LONGEST_AGE = Duration.ofDays(6);

        private static final Duration SHORTEST_ABSENCE = Duration.ofMinutes(10);
        private static final int LARGEST_PAGE = 1_000;

        /** A page of 1 000 messages of 1 600 characters, each written as an escape. */
        private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

        private static final int MAX_CONCURRENT = 4;

        private final TwilioAccount account;
        private final HandoverDesk desk;
        private final ThreadStore threads;
        private final MessageLog log;
        private Set<PhoneNumber> ownNumbers = Set.of();
        private Predicate<PhoneNumber> numbers = number -> true;
        private @Nullable Instant since;
        private Duration overlap = Duration.ofMinutes(15);
        private Duration maxAge = LONGEST_AGE;
        private Duration settleAfter = Duration.ofMinutes(2);
        private Duration absentAfter = Duration.ofMinutes(15);
        private Function<Supplier<InboundOutcome>, InboundOutcome> around = Supplier::get;
        private InstantSource clock = InstantSource.system();
        private int pageSize = LARGEST_PAGE;
        private Duration pause = Duration.ofMillis(250);
        private Duration totalTimeout = Duration.ofSeconds(20);
        private Duration connectTimeout = Duration.ofSeconds(2);
        private Endpoints endpoints = new Endpoints(Map.of());

        private Builder(TwilioAccount account, HandoverDesk desk, ThreadStore threads, MessageLog log) {
            this.account = requireNonNull(account, "account");
            this.desk = requireNonNull(desk, "desk");
            this.threads = requireNonNull(threads, "threads");
            this.log = requireNonNull(log, "log");
        }

        /**
         * Numbers that are ours though the store has never heard of them, such as one in the credentials that was never
         * used; {@link HandoverDesk.Builder#ownNumbers} has to know them, too, or rejects what is found there. Default: none.
         */
        public Builder ownNumbers(Collection<PhoneNumber> ownNumbers) {
            this.ownNumbers = Set.copyOf(ownNumbers);
            return this;
        }

        /** Which of our numbers belong to this account; others are left alone. Default: all of them. */
        public Builder numbers(Predicate<PhoneNumber> numbers) {
            this.numbers = requireNonNull(numbers, "numbers");
            return this;
        }

        /**
         * From when on a number is compared that never was before. Default: from that moment on, because what came earlier
         * was for whatever was here before.
         */
        public Builder since(Instant since) {
            this.since = requireNonNull(since, "since");
            return this;
        }

        /**
         * How long after it was written a message may still appear in the archive; so much is compared again each time.
         * Longer than the clocks of this machine and Twilio differ. Default: 15 minutes.
         *
         * @param overlap one minute to one day
         */
        public Builder overlap(Duration overlap) {
            this.overlap = within(Duration.ofMinutes(1), overlap, Duration.ofDays(1), "overlap");
            return this;
        }

        /**
         * How far back is compared at most. Default and maximum: 6 days, because {@link HandoverDesk#purge} may forget what
         * is older than 7 days, and it would be handled twice. What is older than that and was not compared is reported.
         *
         * @param maxAge one hour to 6 days
         */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = within(Duration.ofHours(1), maxAge, LONGEST_AGE, "maxAge");
            return this;
        }

        /**
         * How long a sent message is left to status callbacks before the archive is asked. Default: 2 minutes.
         *
         * @param settleAfter up to one day
         */
        public Builder settleAfter(Duration settleAfter) {
            this.settleAfter = within(Duration.ZERO, settleAfter, Duration.ofDays(1), "settleAfter");
            return this;
        }

        /**
         * After what time a message that is not in the archive was certainly not sent. Longer than a process may stand
         * still between deciding to send a message and doing so, and than Twilio takes to list it. Default: 15 minutes.
         *
         * @param absentAfter 10 minutes to one day
         */
        public Builder absentAfter(Duration absentAfter) {
            this.absentAfter = within(SHORTEST_ABSENCE, absentAfter, Duration.ofDays(1), "absentAfter");
            return this;
        }

        /**
         * Runs what receives a message: for logs that complete it in the host's transaction, begins and commits that
         * transaction around it. Called once for each message, and has to run what it gets once. Default: just runs it.
         */
        public Builder around(Function<Supplier<InboundOutcome>, InboundOutcome> around) {
            this.around = requireNonNull(around, "around");
            return this;
        }

        /** Where the time comes from. Default: the system's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * How many messages are asked for at a time. Default and maximum: 1 000.
         *
         * @throws IllegalArgumentException unless it is 1 to 1 000
         */
        public Builder pageSize(int messages) {
            if (messages < 1 || messages > LARGEST_PAGE) {
                throw new IllegalArgumentException(
                        "pageSize is " + messages + "; 1 to " + LARGEST_PAGE + " are possible");
            }
            this.pageSize = messages;
            return this;
        }

        /** How long it waits before it repeats a question that failed; then twice as long each time. */
        Builder pause(Duration time) {
            this.pause = within(Duration.ofMillis(1), time, Duration.ofSeconds(1), "pause");
            return this;
        }

        /** How long one question to Twilio may take in all. Default: 20 s. */
        public Builder totalTimeout(Duration time) {
            this.totalTimeout = within(Duration.ofMillis(1), time, Duration.ofMinutes(5), "totalTimeout");
            return this;
        }

        /** How long a connection may take; at most the total time-out. Default: 2 s. */
        public Builder connectTimeout(Duration time) {
            this.connectTimeout = within(Duration.ofMillis(1), time, Duration.ofMinutes(5), "connectTimeout");
            return this;
        }

        /**
         * What stands in for Twilio, by host ({@code api.twilio.com}): a fake for tests, a region. Default: nothing.
         *
         * @throws IllegalArgumentException if a host is none that is called, or an address is not https; http is
         *     possible on this machine
         */
        public Builder endpoints(Map<String, URI> addresses) {
            this.endpoints = new Endpoints(addresses);
            return this;
        }

        /**
         * The reconciler; nothing is called yet.
         *
         * @throws IllegalArgumentException if the options do not fit together
         */
        public TwilioReconciler build() {
            if (overlap.compareTo(maxAge) >= 0) {
                throw new IllegalArgumentException("overlap " + overlap + " must be shorter than maxAge " + maxAge);
            }
            return new TwilioReconciler(this);
        }

        private ReconcilerOptions options() {
            return new ReconcilerOptions(
                    ownNumbers, numbers, since, overlap, maxAge, settleAfter, absentAfter, around, clock);
        }

        private HttpOptions http() {
            return new HttpOptions(endpoints, connectTimeout, totalTimeout, MAX_CONCURRENT, MAX_ANSWER_BYTES);
        }

        private static Duration within(Duration shortest, Duration time, Duration longest, String name) {
            if (time.compareTo(shortest) < 0 || time.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        name + " is " + time + "; " + shortest + " to " + longest + " are possible");
            }
            return time;
        }
    }
}
