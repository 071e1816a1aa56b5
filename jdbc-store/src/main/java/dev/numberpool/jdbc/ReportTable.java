package dev.numberpool.jdbc;

import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.spi.OutboundRecord;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of outbound messages: each change is one write that holds only if the message is as it was read. */
final class ReportTable {
    /** Each try that is lost means that another report of the same message got on. */
    private static final int MAX_TRIES = 10;

    private final Transactions transactions;
    private final MessageRows rows;
    private final ContentJson json;

    ReportTable(Transactions transactions, MessageRows rows, ContentJson json) {
        this.transactions = transactions;
        this.rows = rows;
        this.json = json;
    }

    /** Changes a message as it was read; true if it was still so. */
    @FunctionalInterface
    private interface Change {
        boolean write(Session session, OutboundRecord read) throws SQLException;
    }

    Optional<OutboundRecord> note(DeliveryReport report) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<MessageRow> found = find(report);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            MessageRow read = found.get();
            if (!read.record().state().mayBecome(report.state())) {
                noteProviderId(read.record(), report.providerId());
                return Optional.empty();
            }
            MessageRow known = read.record().providerId() == null ? read.known(report.providerId()) : read;
            boolean isOver = report.state().isFinal() || report.state().hasArrived();
            OutboundRecord noted =
                    (isOver ? known.forgotten() : known).in(report.state(), report.at(), report.failure());
            if (write(read.record(), (session, before) -> note(session, before, noted, isOver))) {
                return Optional.of(noted);
            }
        }
        throw tooManyReports();
    }

    private boolean note(Session session, OutboundRecord before, OutboundRecord noted, boolean isOver)
            throws SQLException {
        // Whatever the provider has said to have is on its way, even if nobody took it from its queue.
        boolean leaves =
                before.state() == DeliveryState.PARKED && !noted.state().isFailure();
        MessageSql sql = session.sql().messages;
        int changed = session.updateFirst(isOver ? sql.noteAndForget : sql.note, p -> {
            bindFailure(p.text(noted.state().name()).time(noted.since()), noted.failure())
                    .text(noted.providerId())
                    .time(leaves ? noted.since() : null)
                    .text(MessageRows.waitsFor(noted.state()));
            if (isOver) {
                p.text(json.write(new ContentJson.Body(noted.content(), noted.heading())));
            }
            bindGuard(p, before);
        });
        return changed == 1;
    }

    /** A report that is no news may still be the first to know the provider's id. */
    private void noteProviderId(OutboundRecord read, @Nullable String providerId) {
        if (read.providerId() == null && providerId != null) {
            write(
                    read,
                    (session, before) -> session.updateFirst(
                                    session.sql().messages.noteProviderId,
                                    p -> p.text(providerId)
                                            .number(before.position())
                                            .number(before.attempt()))
                            == 1);
        }
    }

    Optional<OutboundRecord> park(DeliveryReport report, @Nullable Instant notBefore) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Optional<MessageRow> found = find(report)
                    .filter(row -> MessageRows.isUnsettled(row.record().state()));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            OutboundRecord parked = found.get().parked(report.at(), report.failure(), notBefore);
            if (write(found.get().record(), (session, before) -> park(session, before, parked))) {
                return Optional.of(parked);
            }
        }
        throw tooManyReports();
    }

    private static boolean park(Session session, OutboundRecord before, OutboundRecord parked) throws SQLException {
        int changed = session.updateFirst(
                session.sql().messages.park,
                p -> bindGuard(bindFailure(p.time(parked.since()).time(parked.notBefore()), parked.failure()), before));
        return changed == 1;
    }

    void told(OutboundRecord message) {
        write(
                message,
                (session, told) -> session.updateFirst(
                                session.sql().messages.told,
                                p -> p.text(told.id())
                                        .number(told.attempt())
                                        .text(told.state().name()))
                        == 1);
    }

    private boolean write(OutboundRecord read, Change change) {
        return transactions.write(session -> change.write(session, read));
    }

    private Optional<MessageRow> find(DeliveryReport report) {
        String reference = report.reference();
        if (reference == null) {
            return transactions.read(session ->
                    rows.first(session, session.sql().messages.byProviderId, p -> p.text(report.providerId())));
        }
        int dot = reference.lastIndexOf('.');
        int attempt = attempt(reference.substring(dot + 1));
        return dot < 0 || attempt < 1
                ? Optional.empty()
                : transactions.read(session -> rows.first(
                        session,
                        session.sql().messages.byReference,
                        p -> p.text(reference.substring(0, dot)).number(attempt)));
    }

    /** The attempt of a reference, or 0 if it is none of ours. */
    private static int attempt(String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber && text.charAt(0) != '0' ? Integer.parseInt(text) : 0;
    }

    private static Parameters bindFailure(Parameters parameters, @Nullable Failure failure) throws SQLException {
        return parameters
                .text(failure == null ? null : failure.kind().name())
                .numberOrNull(failure == null ? null : failure.code());
    }

    private static void bindGuard(Parameters parameters, OutboundRecord before) throws SQLException {
        parameters
                .number(before.position())
                .number(before.attempt())
                .text(before.state().name());
    }

    private static RuntimeException tooManyReports() {
        return SqlFailures.storeException(
                SqlFailures.conflict("other reports of the same message were faster, every time"));
    }
}
