package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.OutboundRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The desk: one part sends, one receives, one cleans up. */
final class DeskEngine implements HandoverDesk {
    private final DeskPorts ports;
    private final DeskOptions options;
    private final People people;
    private final Composer composer;
    private final Results results;
    private final Outbound outbound;
    private final Reception reception;
    private final Housekeeping housekeeping;

    DeskEngine(DeskPorts ports, DeskOptions options) {
        this.ports = ports;
        this.options = options;
        this.people = new People(ports);
        Threads threads = new Threads(ports, people);
        this.composer = new Composer(options);
        WakeUps wakeUps = new WakeUps(ports, options, composer, threads);
        this.results = new Results(ports, wakeUps);
        Postman postman = new Postman(ports, threads, composer, results);
        this.outbound = new Outbound(ports, options, threads, composer, wakeUps, results, postman);
        this.reception = new Reception(ports, options, people);
        this.housekeeping = new Housekeeping(ports, people, threads, wakeUps, results, postman);
    }

    @Override
    public Delivery toAgent(ConversationId conversation, Message message) {
        return outbound.toAgent(conversation, message);
    }

    @Override
    public InboundOutcome receive(InboundMessage message, InboundHandler handler) {
        return reception.receive(message, handler);
    }

    @Override
    public Optional<Delivery> tell(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Rejected || outcome instanceof InboundOutcome.Duplicate) {
            // Two machines would talk for ever, or the agent would be told twice.
            return Optional.empty();
        }
        List<Assignment> open = openChats(message.from());
        List<String> codes = open.stream()
                .map(chat -> "#" + options.codeOf(chat.conversation()))
                .toList();
        WidgetId widget = open.stream()
                .filter(chat -> chat.number().equals(message.to()))
                .findFirst()
                .map(Assignment::widget)
                .orElse(null);
        return outbound.tell(message, outcome, codes, widget);
    }

    private List<Assignment> openChats(Participant agent) {
        List<Assignment> open = new ArrayList<>();
        for (Participant address : people.of(agent)) {
            open.addAll(ports.numbers().active(new ActiveQuery(null, null, address, null, Integer.MAX_VALUE)));
        }
        open.sort(Comparator.comparing(Assignment::assignedAt));
        return open;
    }

    @Override
    public Optional<Delivery> tellEnded(Assignment ended) {
        return outbound.tellEnded(ended);
    }

    @Override
    public List<List<Content>> renderings(OutboundRecord message) {
        return Stream.of(composer.rendered(message, false), composer.rendered(message, true))
                .distinct()
                .toList();
    }

    @Override
    public void report(DeliveryReport report) {
        results.take(report);
    }

    @Override
    public int flush(int limit) {
        return housekeeping.flush(limit);
    }

    @Override
    public int flush(SenderThread thread) {
        return housekeeping.flush(thread);
    }

    @Override
    public int purge(Duration olderThan) {
        return housekeeping.purge(olderThan);
    }

    @Override
    public void importWindows(Map<SenderThread, Instant> lastInbound) {
        lastInbound.forEach(ports.numbers()::noteInbound);
    }

    @Override
    public List<Assignment> rebind(Participant old, Participant now) {
        return housekeeping.rebind(old, now);
    }
}
