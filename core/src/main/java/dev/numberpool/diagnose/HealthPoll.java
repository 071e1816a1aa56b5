package dev.numberpool.diagnose;

import static java.util.Objects.requireNonNull;

import dev.numberpool.PhoneNumber;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.SenderDirectory;
import dev.numberpool.spi.SenderDirectory.Sender;
import dev.numberpool.spi.ThreadStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps new conversations off numbers that the provider calls unusable, and lets them back when it calls them online.
 *
 * <p>It writes what {@link Health.Source#POLL} says, and nothing else: what an operator or a failed message has said
 * stays. Call it every few minutes, from one node or all. It starts no threads; safe for use by many.
 */
public final class HealthPoll {
    private final NumberStore numbers;
    private final ThreadStore threads;
    private final Duration validFor;
    private final InstantSource clock;

    private HealthPoll(Builder builder) {
        numbers = builder.numbers;
        threads = builder.threads;
        validFor = builder.validFor;
        clock = builder.clock;
    }

    /** Starts a poll that keeps what it learns in this store. */
    public static <S extends NumberStore & ThreadStore> Builder builder(S store) {
        return new Builder(store, store);
    }

    /**
     * Asks each account for its senders and notes what it says of those that are ours
     * ({@link ThreadStore#ours}). A sender that is offline, not ready, or in a state that is not known gets no new
     * conversations; the next poll renews or lifts that, and so does time. An account that cannot be read changes
     * nothing, nor does the absence of a number, which may be in another account.
     *
     * @param directories all accounts, so that a number that is in none of them is noticed
     * @return what is wrong: with an account, with a number, or that none of the accounts has it. Of no widget
     * @throws dev.numberpool.StoreException if the store fails
     */
    public List<Finding> poll(Collection<? extends SenderDirectory> directories) {
        Notebook notes = new Notebook();
        Map<String, Account> accounts = new LinkedHashMap<>();
        directories.forEach(
                directory -> accounts.computeIfAbsent(directory.accountId(), id -> new Account(id, directory)));
        Map<PhoneNumber, Sender> listed = new HashMap<>();
        boolean isComplete = true;
        for (Account account : accounts.values()) {
            account.senders()
                    .ifPresent(senders ->
                            senders.forEach((number, sender) -> listed.merge(number, sender, Account::better)));
            isComplete &= account.senders().isPresent();
            account.addFailures(notes);
        }
        note(threads.ours(), listed, notes, isComplete);
        return notes.worstFirst();
    }

    private void note(Set<PhoneNumber> ours, Map<PhoneNumber, Sender> listed, Notebook notes, boolean isComplete) {
        Instant now = clock.instant();
        for (PhoneNumber number : ours) {
            Sender sender = listed.get(number);
            if (sender != null) {
                numbers.noteHealth(
                        number,
                        Health.Source.POLL,
                        sender.isUsable() ? null : new Health(sender.complaint(), now, now.plus(validFor)));
                addComplaint(sender, notes);
            } else if (isComplete) {
                notes.add(
                        Severity.ERROR,
                        Code.SENDER_NOT_LISTED,
                        null,
                        number,
                        "is no WhatsApp sender of any of the accounts that were asked");
            }
        }
    }

    private static void addComplaint(Sender sender, Notebook notes) {
        Finding finding = SenderCheck.complaint(null, sender, "");
        if (finding != null) {
            notes.add(finding);
        }
    }

    /** Options of a poll; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final NumberStore numbers;
        private final ThreadStore threads;
        private Duration validFor = Duration.ofMinutes(30);
        private InstantSource clock = InstantSource.system();

        private Builder(NumberStore numbers, ThreadStore threads) {
            this.numbers = requireNonNull(numbers, "store");
            this.threads = requireNonNull(threads, "store");
        }

        /**
         * How long a number stays out if no further poll comes. Default: 30 minutes. Poll more often than that.
         *
         * @param time more than zero
         */
        public Builder validFor(Duration time) {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("validFor is " + time + "; it must be more than zero");
            }
            this.validFor = time;
            return this;
        }

        /** Where the time comes from. Default: the system's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** Makes the poll. No I/O. */
        public HealthPoll build() {
            return new HealthPoll(this);
        }
    }
}
