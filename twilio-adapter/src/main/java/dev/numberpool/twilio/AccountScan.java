package dev.numberpool.twilio;

import dev.numberpool.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the last look at all widgets has found.
 *
 * @param known the accounts
 * @param readAt when they were read
 * @param triedAt when somebody last tried to read them
 * @param next when that may be tried again
 * @param failure why the last try failed, or null
 */
record AccountScan(
        KnownAccounts known,
        Instant readAt,
        Instant triedAt,
        Instant next,
        @Nullable RuntimeException failure) {

    /** Before anybody has looked. */
    static AccountScan none() {
        return new AccountScan(KnownAccounts.none(), Instant.MIN, Instant.MIN, Instant.MIN, null);
    }

    static AccountScan of(KnownAccounts known, Instant at, Duration interval) {
        return new AccountScan(known, at, at, at.plus(interval), null);
    }

    /** After a try that failed: what was found before serves on, unless it is too old to be relied on. */
    AccountScan failed(RuntimeException failure, Instant at, Duration pause, Duration maxAge) {
        boolean isTooOld = readAt.isBefore(at.minus(maxAge));
        return new AccountScan(isTooOld ? KnownAccounts.none() : known, readAt, at, at.plus(pause), failure);
    }

    /** True if it is time to look again; also if the clock has been set back. */
    boolean isDue(Instant at) {
        return !at.isBefore(next) || at.isBefore(triedAt);
    }

    boolean knows(String sid) {
        return known.accounts().containsKey(sid);
    }

    /**
     * The account; empty if it is no widget's.
     *
     * @throws StoreException if that is not known, because the widgets could not be read
     */
    Optional<TwilioAccount> account(String sid) {
        TwilioAccount account = known.accounts().get(sid);
        if (account == null && failure != null) {
            throw new StoreException(
                    "whose the account is cannot be told: the widgets could not be read", true, failure);
        }
        return Optional.ofNullable(account);
    }

    /** Numbers only. */
    @Override
    public String toString() {
        return "AccountScan[" + known.accounts().size() + " accounts, read at " + readAt + "]";
    }
}
