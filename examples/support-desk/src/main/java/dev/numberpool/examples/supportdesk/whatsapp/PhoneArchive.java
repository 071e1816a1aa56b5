package dev.numberpool.examples.supportdesk.whatsapp;

import dev.numberpool.twilio.fake.FakeMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is on the simulated phones, so that they show it after a restart, too: the desk's log knows windows and ids
 * of messages, and the phones must not know others. To be used by one thread at a time.
 */
public final class PhoneArchive {
    private final Jdbi jdbi;
    private final SimulatedTwilio simulated;
    private final Map<String, String> savedStates = new HashMap<>();

    /** Of these phones, in this database. */
    public PhoneArchive(Jdbi jdbi, SimulatedTwilio simulated) {
        this.jdbi = jdbi;
        this.simulated = simulated;
    }

    /** Puts back what was saved, and our numbers on which it was written. To be called once, before anybody writes. */
    public void restore() {
        List<FakeMessage> messages =
                jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM desk_phone_message ORDER BY substr(sid, 3)")
                        .map((row, context) -> message(row))
                        .list());
        simulated.own(messages.stream()
                .map(message -> message.inbound() ? message.to() : message.from())
                .map(address -> address.substring("whatsapp:".length()))
                .distinct()
                .toList());
        messages.forEach(simulated.twilio().messages()::restore);
        messages.forEach(this::noteSaved);
    }

    /** Saves what has come or changed since the last time. */
    public void save() {
        List<FakeMessage> changed = simulated.twilio().messages().all().stream()
                .filter(message -> !message.status().equals(savedStates.get(message.sid())))
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO desk_phone_message VALUES (:sid, :from, :to, :body,"
                    + " :contentSid, :inbound, :status, :errorCode, :created, :sent, :statusCallback, :quoted)"
                    + " ON CONFLICT (sid) DO UPDATE SET status = excluded.status,"
                    + " error_code = excluded.error_code, sent_at = excluded.sent_at");
            changed.forEach(message -> batch.bindMethods(message).add());
            batch.execute();
        });
        changed.forEach(this::noteSaved);
    }

    private void noteSaved(FakeMessage message) {
        savedStates.put(message.sid(), message.status());
    }

    private static FakeMessage message(ResultSet row) throws SQLException {
        return new FakeMessage(
                row.getString("sid"),
                row.getString("sender"),
                row.getString("recipient"),
                row.getString("body"),
                row.getString("content_sid"),
                List.of(),
                row.getBoolean("inbound"),
                row.getString("status"),
                row.getObject("error_code", Integer.class),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("sent_at", OffsetDateTime.class)),
                row.getString("status_callback"),
                row.getString("quoted"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
