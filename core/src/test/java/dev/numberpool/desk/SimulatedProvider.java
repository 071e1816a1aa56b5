package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** WhatsApp, its provider, and the phones of the agents with the people who hold them. */
final class SimulatedProvider implements MessagingGateway {
    private static final Pattern TOKEN = Pattern.compile("v\\d+\\.");
    private static final Duration WINDOW = Duration.ofHours(24);
    /** The people's attention: see {@link Simulation}. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private static final int LONGEST_TYPING = 180;

    private final Simulation simulation;
    private final Random random;
    private final Map<SenderThread, List<Shown>> phones = new HashMap<>();
    private final Map<SenderThread, Instant> lastInbound = new HashMap<>();
    private int lastId;

    /** A line in a chat on a phone. */
    private record Shown(String id, @Nullable ConversationId conversation, boolean isOwn, Instant at) {}

    SimulatedProvider(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random;
    }

    // ---- from us to the phone

    @Override
    public String send(OutboundMessage message) {
        int die = random.nextInt(1000);
        if (die < 15) {
            throw new GatewayException(Failure.Kind.NOT_SENT, "connection refused");
        }
        if (die < 20) {
            throw new GatewayException(Failure.Kind.RATE_LIMITED, "429");
        }
        if (die < 25) {
            throw new GatewayException(Failure.Kind.UNKNOWN_OUTCOME, "dropped before it was processed");
        }
        String id = "SM" + ++lastId;
        take(message, id, die);
        if (die < 30) {
            throw new GatewayException(Failure.Kind.UNKNOWN_OUTCOME, "dropped after it was processed");
        }
        return id;
    }

    private void take(OutboundMessage message, String id, int die) {
        SenderThread thread = message.thread();
        String text = message.content() instanceof Content.Text free ? free.text() : "";
        if (message.content() instanceof Content.Text && !isOpen(thread)) {
            later(message, id, DeliveryState.UNDELIVERED, new Failure(Failure.Kind.WINDOW_CLOSED, 63016), 1, 30);
            return;
        }
        if (die >= 980) {
            later(message, id, DeliveryState.FAILED, new Failure(Failure.Kind.THROTTLED, 63018), 1, 30);
            return;
        }
        boolean isRight = isRightAgent(thread, text);
        boolean isMarked = isMarked(thread, text);
        simulation.after(simulation.seconds(0, 15), () -> show(message, id, text, isRight, isMarked));
        if (die % 10 == 0) {
            simulation.report(new DeliveryReport(message.reference(), id, DeliveryState.SENT, null, simulation.now()));
        }
        later(message, id, DeliveryState.SENT, null, 1, 60);
        later(message, id, DeliveryState.DELIVERED, null, 1, 300);
    }

    /** Reports come late, and sometimes twice. */
    private void later(
            OutboundMessage message, String id, DeliveryState state, @Nullable Failure failure, int from, int to) {
        for (int i = random.nextInt(5) == 0 ? 0 : 1; i < 2; i++) {
            simulation.after(
                    simulation.seconds(from, to),
                    () -> simulation.report(
                            new DeliveryReport(message.reference(), id, state, failure, simulation.now())));
        }
    }

    private void show(OutboundMessage message, String id, String text, boolean isRight, boolean isMarked) {
        SenderThread thread = message.thread();
        Optional<String> token = token(text);
        ConversationId conversation =
                token.map(simulation.oracle::conversationOf).orElse(null);
        token.ifPresent(visible -> simulation.oracle.shown(visible, isRight, isMarked));
        chat(thread).add(new Shown(id, conversation, false, simulation.now()));
        if (message.content() instanceof Content.Template template && random.nextInt(10) > 0) {
            simulation.after(
                    simulation.seconds(20, 1800),
                    () -> tap(thread, id, template.variables().get("1")));
        } else if (text.startsWith("Who is this for?")) {
            simulation.after(simulation.seconds(5, 60), () -> answerQuestion(thread));
        }
    }

    private boolean isRightAgent(SenderThread thread, String text) {
        return token(text)
                .map(simulation.oracle::conversationOf)
                .flatMap(simulation::assignment)
                .map(now -> thread.participant().equals(now.agent())
                        && thread.number().equals(now.number()))
                .orElse(true);
    }

    private boolean isMarked(SenderThread thread, String text) {
        ConversationId conversation =
                token(text).map(simulation.oracle::conversationOf).orElse(null);
        return conversation == null
                || simulation.store.active(ActiveQuery.on(thread)).size() < 2
                || text.contains("#" + conversation + ":");
    }

    private boolean isOpen(SenderThread thread) {
        Instant last = lastInbound.get(thread);
        return last != null && last.plus(WINDOW).isAfter(simulation.now());
    }

    // ---- from the phone to us

    /** The agent picks up the phone and answers somebody. */
    void agentLooks(Participant agent) {
        List<SenderThread> chats = new ArrayList<>();
        for (int i = 0; i < Simulation.NUMBERS; i++) {
            SenderThread thread = Simulation.thread(agent, Simulation.number(i));
            if (!messages(thread).isEmpty()) {
                chats.add(thread);
            }
        }
        if (chats.isEmpty()) {
            return;
        }
        SenderThread thread = chats.get(random.nextInt(chats.size()));
        List<Shown> messages = messages(thread);
        int back = random.nextInt(10) < 7 ? 0 : random.nextInt(Math.min(6, messages.size()));
        answer(thread, messages.get(messages.size() - 1 - back), back == 0);
    }

    private void answer(SenderThread thread, Shown meant, boolean isLast) {
        boolean isFresh = meant.at().plus(FRESH).isAfter(simulation.now());
        int die = random.nextInt(100);
        Duration typing = simulation.seconds(3, LONGEST_TYPING);
        ConversationId conversation = meant.conversation();
        if (isLast && isFresh && die < 50) {
            simulation.after(typing, () -> write(thread, conversation, "", null, null));
        } else if (die < 55) {
            simulation.after(typing, () -> write(thread, conversation, "#" + conversation + ": ", null, null));
        } else if (die < 60) {
            simulation.after(typing, () -> write(thread, conversation, "#" + conversation + " ", null, meant.id()));
        } else if (die < 65) {
            simulation.after(typing, () -> write(thread, conversation, "", "#" + conversation + ": ", null));
        } else if (die < 67) {
            simulation.after(typing, () -> write(thread, conversation, "#99999: ", null, null));
        } else {
            simulation.after(typing, () -> write(thread, conversation, "", null, meant.id()));
        }
    }

    private void write(
            SenderThread thread,
            ConversationId meant,
            String prefix,
            @Nullable String button,
            @Nullable String quoted) {
        String id = "IM" + ++lastId;
        simulation.oracle.agentWrote(id, meant);
        chat(thread).add(new Shown(id, meant, true, simulation.now()));
        InboundMessage message = message(thread, id, button == null ? prefix + "Agent says " + id : "");
        message = button == null ? message : message.tapped(button + "Agent says " + id);
        message = quoted == null ? message : message.quoting(quoted);
        if (button == null && random.nextInt(10) == 0) {
            message = message.with(new Media("ME1", "image/jpeg"));
        }
        bring(thread, message);
    }

    private void tap(SenderThread thread, String wakeUp, String code) {
        InboundMessage tap = message(thread, "IM" + ++lastId, "Open").quoting(wakeUp);
        bring(thread, tap.tapped(random.nextBoolean() ? "#" + code : "open"));
    }

    /** Somebody who was asked says for whom, if all that could be meant was for one visitor; else they write it again. */
    private void answerQuestion(SenderThread thread) {
        Instant since = simulation.now().minus(Duration.ofMinutes(18));
        TreeSet<String> meant = new TreeSet<>();
        chat(thread).stream()
                .filter(line -> line.isOwn() && line.at().isAfter(since) && line.conversation() != null)
                .forEach(line -> meant.add(line.conversation().value()));
        if (meant.size() == 1 && random.nextInt(10) < 8) {
            bring(thread, message(thread, "IM" + ++lastId, "#" + meant.first()));
        } else if (!meant.isEmpty()) {
            ConversationId one = ConversationId.of(meant.first());
            write(thread, one, "#" + one + ": ", null, null);
        }
    }

    private InboundMessage message(SenderThread thread, String id, String text) {
        return InboundMessage.of(id, thread.participant(), thread.number(), text, simulation.now());
    }

    /** Webhooks come soon, or once more, or never; what never came is found in the archive, without its quote. */
    private void bring(SenderThread thread, InboundMessage message) {
        lastInbound.put(thread, simulation.now());
        boolean[] isAcknowledged = new boolean[1];
        simulation.after(simulation.seconds(1, 20), () -> webhook(message, isAcknowledged));
        if (random.nextInt(8) == 0) {
            simulation.after(simulation.seconds(1, 900), () -> webhook(message, isAcknowledged));
        }
        simulation.after(simulation.seconds(300, 1800), () -> replay(message, isAcknowledged));
    }

    private void webhook(InboundMessage message, boolean[] isAcknowledged) {
        if (random.nextInt(50) == 0) {
            return;
        }
        simulation.receive(
                at(message, simulation.now(), message.quoted(), message.button(), false),
                acknowledged -> isAcknowledged[0] |= acknowledged);
    }

    private void replay(InboundMessage message, boolean[] isAcknowledged) {
        if (isAcknowledged[0]) {
            return;
        }
        simulation.receive(
                at(message, message.at(), null, null, true), acknowledged -> isAcknowledged[0] |= acknowledged);
        simulation.after(simulation.seconds(300, 1800), () -> replay(message, isAcknowledged));
    }

    private static InboundMessage at(
            InboundMessage message, Instant at, @Nullable String quoted, @Nullable String button, boolean replayed) {
        // What the archive keeps of a tapped button is its text.
        String text = replayed && message.button() != null ? "Open" : message.text();
        return new InboundMessage(
                message.id(), message.from(), message.to(), text, message.media(), quoted, button, at, null, replayed);
    }

    private List<Shown> messages(SenderThread thread) {
        return chat(thread).stream()
                .filter(line -> !line.isOwn() && line.conversation() != null)
                .toList();
    }

    private List<Shown> chat(SenderThread thread) {
        return phones.computeIfAbsent(thread, each -> new ArrayList<>());
    }

    private static Optional<String> token(String text) {
        Matcher matcher = TOKEN.matcher(text);
        return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
    }
}
