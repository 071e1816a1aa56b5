package dev.numberpool.memory;

import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A provider for a host's own tests: remembers what was sent, sends nothing, and fails as it is told. It takes everything
 * until it is told otherwise. The nth message that it takes has the provider's id {@code SMn}: {@code SM1}, {@code SM2}…
 * Safe for use by many threads.
 */
public final class ScriptedGateway implements MessagingGateway {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<OutboundMessage> asked = new ArrayList<>();
    private final Map<String, OutboundMessage> sent = new LinkedHashMap<>();
    private final Queue<Failure.Kind> nextFailures = new ArrayDeque<>();
    private final List<Rule> rules = new ArrayList<>();
    private Consumer<OutboundMessage> onSend = message -> {};

    private record Rule(Predicate<OutboundMessage> condition, Failure.Kind kind) {}

    private record Answer(
            @Nullable String providerId, Failure.@Nullable Kind failure, Consumer<OutboundMessage> onSend) {}

    /** A provider that takes everything. */
    public ScriptedGateway() {}

    /** Refuses the next message in this way; called again, the one after it too. */
    public ScriptedGateway fail(Failure.Kind kind) {
        return change(() -> nextFailures.add(kind));
    }

    /** Refuses every message that meets the condition in this way, from now on. What {@link #fail} says goes first. */
    public ScriptedGateway failAlways(Predicate<OutboundMessage> condition, Failure.Kind kind) {
        return change(() -> rules.add(new Rule(condition, kind)));
    }

    /** Takes everything again: forgets what {@link #fail}, {@link #failAlways} and {@link #onSend} said. */
    public ScriptedGateway succeed() {
        return change(() -> {
            nextFailures.clear();
            rules.clear();
            onSend = message -> {};
        });
    }

    /**
     * Calls this for every message, in the sender's thread, after it was taken or refused and before {@link #send} has
     * returned: a place to deliver a report early. What it throws comes out of {@code send}, while the message stays taken,
     * as when the connection breaks before the answer.
     */
    public ScriptedGateway onSend(Consumer<OutboundMessage> callback) {
        return change(() -> onSend = callback);
    }

    @Override
    public String send(OutboundMessage message) {
        Answer answer = answer(message);
        answer.onSend().accept(message);
        if (answer.failure() != null || answer.providerId() == null) {
            throw new GatewayException(
                    Optional.ofNullable(answer.failure()).orElse(Failure.Kind.UNCLASSIFIED), "the script says so");
        }
        return answer.providerId();
    }

    /** The messages that were taken, in order. */
    public List<OutboundMessage> sent() {
        return List.copyOf(sentById().values());
    }

    /** The messages that were taken, by the provider's id, in order. */
    public Map<String, OutboundMessage> sentById() {
        lock.lock();
        try {
            return Collections.unmodifiableMap(new LinkedHashMap<>(sent));
        } finally {
            lock.unlock();
        }
    }

    /** Every message that somebody wanted to send, taken or refused, in order. */
    public List<OutboundMessage> asked() {
        lock.lock();
        try {
            return List.copyOf(asked);
        } finally {
            lock.unlock();
        }
    }

    private Answer answer(OutboundMessage message) {
        lock.lock();
        try {
            asked.add(message);
            Failure.Kind failure = failure(message);
            if (failure != null) {
                return new Answer(null, failure, onSend);
            }
            String providerId = "SM" + (sent.size() + 1);
            sent.put(providerId, message);
            return new Answer(providerId, null, onSend);
        } finally {
            lock.unlock();
        }
    }

    private Failure.@Nullable Kind failure(OutboundMessage message) {
        Failure.Kind next = nextFailures.poll();
        return next != null
                ? next
                : rules.stream()
                        .filter(rule -> rule.condition().test(message))
                        .map(Rule::kind)
                        .findFirst()
                        .orElse(null);
    }

    private ScriptedGateway change(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
        return this;
    }
}
