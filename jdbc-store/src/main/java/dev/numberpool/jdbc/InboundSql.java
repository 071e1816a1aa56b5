package dev.numberpool.jdbc;

import java.util.List;
import java.util.function.UnaryOperator;

/** Every statement on inbound messages and their senders, ready for one database and one set of names. */
final class InboundSql {
    private static final String SKIP_LOCKED = " FOR UPDATE SKIP LOCKED";

    /** A claim that was never completed is as old as its lease. */
    private static final String OLD_INBOUND = "COALESCE(completed_at, lease_until) < ?";

    private final SqlDialect dialect;
    private final UnaryOperator<String> renderer;

    final String claim;
    final String insertClaim;
    final String lockExpiredClaim;
    final String takeOverClaim;
    final String lockOwnClaim;
    final String lockClaim;
    final String setHeldCount;
    final String deleteClaim;
    final String completePlain;
    final String complete;
    final String insertHeld;
    final String lockHeldOfClaim;
    final String takeHeld;
    final String giveHeldBack;
    final String noteReleased;
    final String deleteHeld;

    final String aliases;
    final String insertAlias;
    final String forgetAliases;

    final String oldInbound;
    final String orphanedHeld;

    InboundSql(SqlDialect dialect, UnaryOperator<String> renderer) {
        this.dialect = dialect;
        this.renderer = renderer;

        claim = claims("i.message_id = ?");
        insertClaim = insertIfAbsent(
                "numberpool_inbound", List.of("message_id"), List.of("token", "lease_until", "held_count"));
        lockExpiredClaim = claims("i.message_id = ? AND i.completed_at IS NULL AND i.lease_until <= ?" + SKIP_LOCKED);
        takeOverClaim = render("UPDATE {numberpool_inbound} SET token = ?, lease_until = ?, held_count = 0"
                + " WHERE message_id = ? AND completed_at IS NULL");
        lockOwnClaim = claims("i.message_id = ? AND i.token = ? AND i.completed_at IS NULL" + SKIP_LOCKED);
        lockClaim = claims("i.message_id = ? FOR UPDATE");
        setHeldCount = render("UPDATE {numberpool_inbound} SET held_count = ? WHERE message_id = ?");
        deleteClaim = render("DELETE FROM {numberpool_inbound} WHERE message_id = ?");
        complete = render("UPDATE {numberpool_inbound} SET completed_at = ?, conversation_id = ?, participant = ?"
                + " WHERE message_id = ? AND token = ? AND completed_at IS NULL");
        completePlain = complete + " AND held_count = 0";
        insertHeld = insertIfAbsent(
                "numberpool_held", List.of("message_id"), List.of("participant", "number", "written_at", "content"));
        lockHeldOfClaim = held("h.taken_by = ? ORDER BY h.position FOR UPDATE");
        takeHeld = render("UPDATE {numberpool_held} SET taken_by = ?, taken_until = ? WHERE message_id = ?");
        giveHeldBack = render("UPDATE {numberpool_held} SET taken_by = NULL, taken_until = NULL WHERE taken_by = ?");
        noteReleased = render("UPDATE {numberpool_inbound} SET conversation_id = ? WHERE message_id = ?");
        deleteHeld = render("DELETE FROM {numberpool_held} WHERE message_id = ?");

        aliases = render("SELECT a.id, a.person FROM {numberpool_alias} a WHERE a.person = ? UNION ALL"
                + " SELECT a.id, a.person FROM {numberpool_alias} b JOIN {numberpool_alias} a ON a.person = b.person"
                + " WHERE b.id = ?");
        insertAlias = insertIfAbsent("numberpool_alias", List.of("id"), List.of("person"));
        forgetAliases = render("DELETE FROM {numberpool_alias} WHERE id = ? OR person = ?");

        oldInbound = render("SELECT message_id AS place, conversation_id FROM {numberpool_inbound}"
                + " WHERE message_id > ? AND " + OLD_INBOUND + " ORDER BY message_id LIMIT ?");
        orphanedHeld = render("SELECT h.message_id FROM {numberpool_held} h WHERE NOT EXISTS"
                + " (SELECT 1 FROM {numberpool_inbound} i WHERE i.message_id = h.message_id)");
    }

    /** The held messages of some people that nobody is taking. */
    String freeHeld(int people) {
        return held(isFreeHeld(people) + " ORDER BY h.position");
    }

    /** Those, without waiting for somebody who takes them at this moment. */
    String lockFreeHeld(int people) {
        return held(isFreeHeld(people) + " ORDER BY h.position" + SKIP_LOCKED);
    }

    private String isFreeHeld(int people) {
        return "h.number = ? AND " + dialect.isOneOf("h.participant", people)
                + " AND h.written_at >= ? AND (h.taken_until IS NULL OR h.taken_until <= ? OR h.taken_by = ?)";
    }

    /** Deletes what is old between two ids, of some conversations. */
    String deleteOldInbound(int conversations) {
        return render("DELETE FROM {numberpool_inbound} WHERE message_id BETWEEN ? AND ? AND " + OLD_INBOUND
                + " AND COALESCE(conversation_id, '') " + SqlDialect.inList(conversations));
    }

    private String claims(String condition) {
        return render("SELECT i.token, i.lease_until, i.held_count, i.completed_at FROM {numberpool_inbound} i WHERE "
                + condition);
    }

    private String held(String condition) {
        return render(
                "SELECT h.message_id, h.participant, h.number, h.content FROM {numberpool_held} h WHERE " + condition);
    }

    private String insertIfAbsent(String table, List<String> keys, List<String> others) {
        return render(dialect.insertIfAbsent(new Upsert(table, keys, List.of(), others)));
    }

    private String render(String template) {
        return renderer.apply(template);
    }
}
