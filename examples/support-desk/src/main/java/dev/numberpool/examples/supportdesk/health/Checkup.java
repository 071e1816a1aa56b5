package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.diagnose.Diagnosis;
import dev.numberpool.diagnose.HealthPoll;
import dev.numberpool.diagnose.PoolDiagnosis;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.twilio.TwilioSenders;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks Twilio and the store what is wrong, and keeps the answer: pages show it without asking. */
final class Checkup {
    private final PoolDiagnosis diagnosis;
    private final HealthPoll poll;
    private final TwilioSenders senders;
    private volatile @Nullable Diagnosis latest;

    Checkup(JdbcNumberStore store, WhatsApp whatsApp) {
        senders = TwilioSenders.builder(whatsApp.account())
                .endpoints(whatsApp.endpoints())
                .build();
        diagnosis = PoolDiagnosis.builder(store)
                .senders(widget -> Optional.of(senders))
                .webhookBase(whatsApp.publicUrl())
                .statusCallback(whatsApp.publicUrl().resolve("/twilio"))
                .handedOverStatuses(Set.of("with agent"))
                .clock(whatsApp.clock())
                .build();
        poll = HealthPoll.builder(store).clock(whatsApp.clock()).build();
    }

    /** Finds out what is wrong. */
    void diagnose() {
        latest = diagnosis.diagnose();
    }

    /** Keeps new conversations off numbers that do not work. What it finds, {@link #diagnose} finds, too. */
    void poll() {
        poll.poll(List.of(senders));
    }

    /** What was found last, or null if nobody has looked yet. */
    @Nullable
    Diagnosis latest() {
        return latest;
    }
}
