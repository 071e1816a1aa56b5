package dev.numberpool.diagnose;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.SenderDirectory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A widget in good health, with which each test does something. */
final class Clinic {
    static final WidgetId WIDGET = WidgetId.of(7);
    static final WidgetId OTHER_WIDGET = WidgetId.of(8);
    static final PhoneNumber ONE = PhoneNumber.of("+15558986359");
    static final PhoneNumber TWO = PhoneNumber.of("+15558986360");
    static final PhoneNumber THREE = PhoneNumber.of("+15558986361");
    static final PhoneNumber DEFAULT = PhoneNumber.of("+15550001111");
    static final PhoneNumber IN_CREDENTIALS = PhoneNumber.of("+15550002222");
    static final PhoneNumber STRANGE = PhoneNumber.of("+0987654321");
    static final Participant ALICE = Participant.of("+201016666348");
    static final Participant BEN = Participant.of("+201016666349");
    static final String SECRET = "hunter2";

    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final InMemoryNumberStore store = new InMemoryNumberStore();
    final NumberPool pool =
            NumberPool.builder(store).clock(() -> now).credentials(Clinic::read).build();
    final ScriptedDirectory account =
            new ScriptedDirectory("AC0000000000000000000000000000a001", ONE, TWO, THREE, DEFAULT, IN_CREDENTIALS);
    final ScriptedDirectory otherAccount = new ScriptedDirectory("AC0000000000000000000000000000b002");
    final Map<WidgetId, ScriptedDirectory> accounts = new HashMap<>(Map.of(WIDGET, account, OTHER_WIDGET, account));
    Function<WidgetId, Optional<SenderDirectory>> senders = widget -> Optional.ofNullable(accounts.get(widget));
    UnaryOperator<PoolDiagnosis.Builder> options = builder -> builder;

    Clinic() {
        store.put(Widget.of(WIDGET)
                .withPool(entries(ONE, TWO, THREE))
                .withHandoverNumber(DEFAULT)
                .withCredentials(IN_CREDENTIALS.e164()));
    }

    /** Reads credentials that are stored as the number itself; {@code none} holds none, and what is broken is not read. */
    static Credentials read(WidgetId widget, String stored) {
        if (stored.startsWith("broken")) {
            throw new IllegalStateException("cannot decrypt " + SECRET + " of " + ONE);
        }
        return new Credentials("account", List.of(SECRET), stored.equals("none") ? null : PhoneNumber.of(stored));
    }

    static List<PooledNumber> entries(PhoneNumber... numbers) {
        return Arrays.stream(numbers).map(PooledNumber::of).toList();
    }

    void edit(UnaryOperator<Widget> change) {
        store.put(change.apply(pool.widget(WIDGET)));
    }

    void setPool(PhoneNumber... numbers) {
        edit(widget -> widget.withPool(entries(numbers)));
    }

    void problem(int index, Widget.Problem.Kind kind, boolean isSkipped) {
        edit(widget -> widget.withFindings(
                isSkipped ? Map.of(index, "{\"number\": \"" + TWO + "\"}") : Map.of(),
                List.of(new Widget.Problem(index, kind, "is odd"))));
    }

    void switchOff(PhoneNumber... numbers) {
        Set<PhoneNumber> off = Set.of(numbers);
        edit(widget -> widget.withPool(widget.pool().stream()
                .map(entry -> off.contains(entry.number()) ? entry.withActive(false) : entry)
                .toList()));
    }

    Assignment assign(long conversation, Participant agent) {
        return pool.assign(Handover.of(WIDGET, ConversationId.of(conversation)).withAgent(agent));
    }

    void quarantine(PhoneNumber... numbers) {
        Arrays.stream(numbers).forEach(number -> pool.quarantine(number, Duration.ofMinutes(30), "send failed"));
    }

    void advance(Duration time) {
        now = now.plus(time);
    }

    PoolDiagnosis diagnosis() {
        return options.apply(PoolDiagnosis.builder(store)
                        .clock(() -> now)
                        .credentials(Clinic::read)
                        .senders(senders)
                        .webhookBase(URI.create("https://example.com/twilio"))
                        .handedOverStatuses(Set.of("with_agent")))
                .build();
    }

    Diagnosis diagnose() {
        return diagnosis().diagnose();
    }

    List<Finding> found(Code code) {
        return diagnose().findings().stream()
                .filter(finding -> finding.code() == code)
                .toList();
    }
}
