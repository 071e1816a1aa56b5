package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.InboundLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Inbound messages and who handles them. A claim's row is locked by nobody but its completion, which may be part of the
 * host's transaction; so every other verb looks before it writes, and passes rows that are locked.
 */
final class InboundTable implements InboundLog {
    private final Transactions transactions;
    private final Transactions completions;
    private final HeldTable held;

    InboundTable(Transactions transactions, Transactions completions, HeldTable held) {
        this.transactions = transactions;
        this.completions = completions;
        this.held = held;
    }

    /** A claim as it is stored. */
    private record Row(
            String token,
            Instant leaseUntil,
            int heldCount,
            @Nullable Instant completedAt) {
        boolean isOver(Instant at) {
            return completedAt == null && !leaseUntil.isAfter(at);
        }

        Claim answer(String messageId, String token) {
            if (this.token.equals(token)) {
                return new Claim(messageId, token, Claim.State.WON);
            }
            return new Claim(messageId, "", completedAt == null ? Claim.State.IN_PROGRESS : Claim.State.COMPLETED);
        }
    }

    @Override
    public Claim claim(String messageId, Instant at, Duration lease) {
        // One token for all tries: a commit that got no answer is recognised by it.
        String token = UUID.randomUUID().toString();
        Optional<Row> known = transactions.read(session -> find(session, messageId));
        if (known.isPresent() && !known.get().isOver(at)) {
            return known.get().answer(messageId, token);
        }
        Instant until = at.plus(lease);
        return transactions.write(session -> known.isEmpty()
                ? insert(session, messageId, token, until)
                : takeOver(session, messageId, token, at, until));
    }

    private Claim insert(Session session, String messageId, String token, Instant until) throws SQLException {
        List<Row> found = new ArrayList<>();
        new RoundTrip(session)
                .write(
                        session.first(session.sql().inbound.insertClaim),
                        p -> p.text(messageId).text(token).time(until).number(0),
                        any -> {})
                .read(session.sql().inbound.claim, p -> p.text(messageId), row -> found.add(row(session, row)))
                .run();
        return found.stream()
                .findFirst()
                .orElseThrow(() -> SqlFailures.conflict("the claim was there and was given back"))
                .answer(messageId, token);
    }

    private Claim takeOver(Session session, String messageId, String token, Instant at, Instant until)
            throws SQLException {
        session.open();
        boolean isFree = session.first(
                        session.sql().inbound.lockExpiredClaim,
                        p -> p.text(messageId).time(at),
                        row -> true)
                .orElse(false);
        if (isFree) {
            session.update(
                    session.sql().inbound.takeOverClaim,
                    p -> p.text(token).time(until).text(messageId));
            return new Claim(messageId, token, Claim.State.WON);
        }
        // Taken over or given back meanwhile, or being completed at this moment.
        session.discard();
        return find(session, messageId)
                .map(row -> row.answer(messageId, token))
                .orElseGet(() -> new Claim(messageId, "", Claim.State.IN_PROGRESS));
    }

    @Override
    public List<InboundMessage> takeHeld(
            Claim claim, PhoneNumber number, Set<Participant> people, Instant since, Instant at) {
        HeldTable.Query query = new HeldTable.Query(claim.token(), number, people, since, at);
        if (people.isEmpty()
                || transactions.read(session -> held.free(session, query)).isEmpty()) {
            return List.of();
        }
        return transactions.write(session -> {
            session.open();
            Optional<Row> own = lockOwn(session, claim);
            if (own.isEmpty()) {
                session.discard();
                return List.of();
            }
            List<InboundMessage> taken = held.take(session, query, own.get().leaseUntil());
            session.update(
                    session.sql().inbound.setHeldCount,
                    p -> p.number(taken.size()).text(claim.messageId()));
            return taken;
        });
    }

    @Override
    public void complete(Claim claim, Completion completion, Instant at) {
        completions.write(session -> {
            if (write(session, true, claim, completion, at) == 0) {
                completeWithHeld(session, claim, completion, at);
            }
            if (completion.isHeld()) {
                held.hold(session, completion.message());
            }
            return true;
        });
    }

    /** Completes a claim that took held messages, of which each must still be its own. */
    private void completeWithHeld(Session session, Claim claim, Completion completion, Instant at) throws SQLException {
        Row row = session.first(
                        session.sql().inbound.lockClaim, p -> p.text(claim.messageId()), found -> row(session, found))
                .filter(found -> found.token().equals(claim.token()))
                .orElseThrow(() -> takenOver(claim));
        if (row.completedAt() != null) {
            // Its own completion, whose commit got no answer.
            return;
        }
        write(session, false, claim, completion, at);
        if (held.release(session, claim.token(), completion.conversation()) != row.heldCount()) {
            throw takenOver(claim);
        }
    }

    private static int write(Session session, boolean withoutHeld, Claim claim, Completion completion, Instant at)
            throws SQLException {
        InboundSql sql = session.sql().inbound;
        Session.Binder binder = p -> p.time(at)
                .text(
                        completion.conversation() == null
                                ? null
                                : completion.conversation().value())
                .participant(completion.message().from())
                .text(claim.messageId())
                .text(claim.token());
        return withoutHeld ? session.updateFirst(sql.completePlain, binder) : session.update(sql.complete, binder);
    }

    @Override
    public void giveBack(Claim claim) {
        transactions.write(session -> {
            session.open();
            Optional<Row> own = lockOwn(session, claim);
            if (own.isEmpty()) {
                session.discard();
                return false;
            }
            if (own.get().heldCount() > 0) {
                held.giveBack(session, claim.token());
            }
            session.update(session.sql().inbound.deleteClaim, p -> p.text(claim.messageId()));
            return true;
        });
    }

    /** The claim's row, if it is still the claim's and nobody is completing it at this moment. */
    private static Optional<Row> lockOwn(Session session, Claim claim) throws SQLException {
        return session.first(
                session.sql().inbound.lockOwnClaim,
                p -> p.text(claim.messageId()).text(claim.token()),
                row -> row(session, row));
    }

    private static Optional<Row> find(Session session, String messageId) throws SQLException {
        return session.first(session.sql().inbound.claim, p -> p.text(messageId), row -> row(session, row));
    }

    private static Row row(Session session, ResultSet row) throws SQLException {
        return new Row(
                row.getString("token"),
                requireNonNull(session.dialect().time(row, "lease_until")),
                row.getInt("held_count"),
                session.dialect().time(row, "completed_at"));
    }

    private static StoreException takenOver(Claim claim) {
        String what = "the claim of message '" + claim.messageId() + "' was taken over by somebody else after its lease"
                + " was over, or is not to be seen in the caller's transaction, which began before it; roll back what was"
                + " done for it";
        return new StoreException(what, true, SqlFailures.conflict("the claim is another one's"));
    }
}
