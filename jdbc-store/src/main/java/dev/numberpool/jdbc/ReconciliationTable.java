package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.ReconciliationLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far archives have been compared, and which messages have no end yet. One statement each. */
final class ReconciliationTable implements ReconciliationLog {
    private final Transactions transactions;
    private final MessageRows rows;

    ReconciliationTable(Transactions transactions, MessageRows rows) {
        this.transactions = transactions;
        this.rows = rows;
    }

    @Override
    public Optional<Instant> comparedUntil(String archive) {
        return transactions.read(session -> session.first(
                session.sql().messages.comparedUntil,
                p -> p.text(archive),
                row -> requireNonNull(session.dialect().time(row, "compared_until"))));
    }

    @Override
    public void noteCompared(String archive, Instant until) {
        transactions.write(session -> session.updateFirst(
                session.sql().messages.noteCompared, p -> p.text(archive).time(until)));
    }

    @Override
    public List<OutboundRecord> unsettled(Instant since, Instant before, long after, int limit) {
        return transactions.read(session -> rows
                .list(
                        session,
                        session.sql().messages.unsettled,
                        p -> p.number(after).time(since).time(before).limit(limit))
                .stream()
                .map(MessageRow::record)
                .toList());
    }
}
