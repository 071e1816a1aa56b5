package dev.numberpool.jdbc;

import dev.numberpool.ConversationId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Deletes what is old, page by page, so that no transaction is long; the host is asked between them. */
final class Purge {
    private static final int PAGE = 500;

    private final Transactions transactions;
    private final Instant before;
    private final Predicate<ConversationId> isActive;

    Purge(Transactions transactions, Instant before, Predicate<ConversationId> isActive) {
        this.transactions = transactions;
        this.before = before;
        this.isActive = isActive;
    }

    /**
     * A row that is old.
     *
     * @param place its position or id
     * @param conversation its conversation's id, or the empty text
     */
    private record Old(String place, String conversation) {}

    /** Old rows after a place, in order. */
    @FunctionalInterface
    private interface Reader {
        List<Old> read(Session session, String after) throws SQLException;
    }

    /** Deletes the old rows of some conversations between two places. */
    @FunctionalInterface
    private interface Eraser {
        int delete(Session session, String first, String last, List<String> conversations) throws SQLException;
    }

    int run() {
        int deleted = inPages("0", this::oldMessages, this::deleteMessages)
                + inPages("", this::oldInbound, this::deleteInbound);
        deleteOrphanedHeld();
        transactions.write(session -> session.updateFirst(session.sql().messages.deleteOldQueues, p -> p.time(before)));
        return deleted;
    }

    /** What waits for its conversation goes with the note that it came in; found by a read, which waits for nobody. */
    private void deleteOrphanedHeld() {
        List<Session.Binder> orphans =
                transactions.read(session -> session.list(session.sql().inbound.orphanedHeld, none -> {}, row -> {
                    String id = row.getString("message_id");
                    return p -> p.text(id);
                }));
        if (!orphans.isEmpty()) {
            transactions.write(session -> {
                session.open();
                session.updateAll(session.sql().inbound.deleteHeld, orphans);
                return true;
            });
        }
    }

    private int inPages(String start, Reader reader, Eraser eraser) {
        int deleted = 0;
        String after = start;
        List<Old> page;
        do {
            String from = after;
            page = transactions.read(session -> reader.read(session, from));
            if (!page.isEmpty()) {
                deleted += delete(page, eraser);
                after = page.get(page.size() - 1).place();
            }
        } while (page.size() == PAGE);
        return deleted;
    }

    private int delete(List<Old> page, Eraser eraser) {
        List<String> ended = page.stream()
                .map(Old::conversation)
                .distinct()
                .filter(conversation -> conversation.isEmpty() || !isActive.test(ConversationId.of(conversation)))
                .toList();
        String first = page.get(0).place();
        String last = page.get(page.size() - 1).place();
        return ended.isEmpty() ? 0 : transactions.write(session -> eraser.delete(session, first, last, ended));
    }

    private List<Old> oldMessages(Session session, String after) throws SQLException {
        return session.list(
                session.sql().messages.oldMessages,
                p -> p.number(Long.parseLong(after)).time(before).limit(PAGE),
                row -> new Old(row.getString("place"), row.getString("conversation_id")));
    }

    private int deleteMessages(Session session, String first, String last, List<String> conversations)
            throws SQLException {
        return session.updateFirst(
                session.sql().messages.deleteOldMessages(conversations.size()),
                p -> p.number(Long.parseLong(first))
                        .number(Long.parseLong(last))
                        .time(before)
                        .texts(conversations));
    }

    private List<Old> oldInbound(Session session, String after) throws SQLException {
        return session.list(
                session.sql().inbound.oldInbound,
                p -> p.text(after).time(before).limit(PAGE),
                row -> {
                    String conversation = row.getString("conversation_id");
                    return new Old(row.getString("place"), conversation == null ? "" : conversation);
                });
    }

    private int deleteInbound(Session session, String first, String last, List<String> conversations)
            throws SQLException {
        return session.updateFirst(
                session.sql().inbound.deleteOldInbound(conversations.size()),
                p -> p.text(first).text(last).time(before).texts(conversations));
    }
}
