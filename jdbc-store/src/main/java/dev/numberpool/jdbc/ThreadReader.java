package dev.numberpool.jdbc;

import static java.util.Objects.requireNonNull;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.ThreadRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the rows of {@link Sql#threads}. */
final class ThreadReader {
    private final ConversationTable conversations;
    private final Session session;
    private final Instant leftSince;
    private final List<Assignment> active = new ArrayList<>();
    private final List<Assignment> unnoticed = new ArrayList<>();
    private final Set<ConversationId> left = new HashSet<>();
    private final Map<Participant, Instant> lastInbound = new HashMap<>();
    private @Nullable Instant windowClosedAt;

    ThreadReader(ConversationTable conversations, Session session, Instant leftSince) {
        this.conversations = conversations;
        this.session = session;
        this.leftSince = leftSince;
    }

    void add(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        switch (kind) {
            case "A" -> addAssignment(row, active);
            case "U" -> addAssignment(row, unnoticed);
            case "L" -> left.add(ConversationId.of(row.getString("conversation")));
            case "T" -> addThread(row);
            default -> throw new IllegalStateException("unknown kind of row " + kind);
        }
    }

    private void addAssignment(ResultSet row, List<Assignment> assignments) throws SQLException {
        Assignment assignment = ConversationTable.hasUsableNumber(row)
                ? conversations.read(row, session).known().assignment()
                : null;
        if (assignment != null) {
            assignments.add(assignment);
        }
    }

    private void addThread(ResultSet row) throws SQLException {
        Instant wrote = session.dialect().time(row, "assigned_at");
        Instant refused = session.dialect().time(row, "released_at");
        if (wrote != null) {
            lastInbound.put(Participant.of(row.getString("agent")), wrote);
        }
        if (refused != null && (windowClosedAt == null || refused.isAfter(windowClosedAt))) {
            windowClosedAt = refused;
        }
    }

    ThreadRecord record() {
        unnoticed.stream()
                .filter(this::leftInTime)
                .map(Assignment::conversation)
                .forEach(left::add);
        active.stream().map(Assignment::conversation).forEach(left::remove);
        active.sort(Comparator.comparing(Assignment::assignedAt)
                .thenComparing(assignment -> assignment.conversation().value()));
        Instant last =
                lastInbound.values().stream().max(Comparator.naturalOrder()).orElse(null);
        return new ThreadRecord(active, left, last, windowClosedAt);
    }

    /** One that nobody has written to since counts as leaving now. */
    private boolean leftInTime(Assignment ended) {
        Instant wrote = lastInbound.get(requireNonNull(ended.agent()));
        return !ConversationRecord.leftAt(ended, wrote, Instant.MAX).isBefore(leftSince);
    }
}
