package dev.numberpool.examples.benchmarks;

import dev.numberpool.NumberPool;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.examples.benchmarks.Talk.Said;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.spi.OutboundMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Messages through a desk in both directions. The provider answers at once, the handler does nothing; both keep a list. */
final class Messages {
    private final HandoverDesk desk;
    private final Chats chats;
    private final Ledger sent = new Ledger();
    private final Ledger handled = new Ledger();
    private final List<Talk> outbound = new ArrayList<>();
    private final List<Talk> inbound = new ArrayList<>();

    Messages(DataSource dataSource, Chats chats) {
        JdbcNumberStore store = JdbcNumberStore.create(dataSource);
        NumberPool pool = NumberPool.builder(store).build();
        this.desk = HandoverDesk.builder(pool, store, JdbcMessageLog.create(dataSource), this::send)
                .build();
        this.chats = chats;
    }

    /** A visitor's message goes to the agent. */
    Call toAgent(int callers) {
        List<Talk> talks = talks(callers);
        outbound.addAll(talks);
        return caller -> {
            Said said = talks.get(caller).next();
            sent.ask(said.key());
            Calls.require(toAgent(said) instanceof Delivery.Accepted, "a message was not accepted");
        };
    }

    /** An agent's message comes in, in words that do not say for whom. */
    Call receive(int callers) {
        List<Talk> talks = talks(callers);
        inbound.addAll(talks);
        return caller -> {
            Said said = talks.get(caller).next();
            handled.ask(said.key());
            InboundOutcome outcome = receive(said);
            Calls.require(
                    outcome instanceof InboundOutcome.Routed routed
                            && routed.assignment()
                                    .conversation()
                                    .equals(said.chat().conversation()),
                    "a message did not find its conversation: " + outcome);
        };
    }

    /** Asks once more for the last message of each caller: nothing may come of it. */
    void repeat() {
        last(outbound).forEach(this::toAgent);
        last(inbound)
                .forEach(said -> Calls.require(
                        receive(said).equals(new InboundOutcome.Duplicate(true)), "a message was not known again"));
    }

    Ledger sent() {
        return sent;
    }

    Ledger handled() {
        return handled;
    }

    private List<Talk> talks(int callers) {
        return Stream.generate(() -> new Talk(chats)).limit(callers).toList();
    }

    private static Stream<Said> last(List<Talk> talks) {
        return talks.stream().map(Talk::last).filter(Objects::nonNull);
    }

    private Delivery toAgent(Said said) {
        return desk.toAgent(
                said.chat().conversation(), Message.of(said.key(), said.text()).from("Maria"));
    }

    private InboundOutcome receive(Said said) {
        Chat chat = said.chat();
        return desk.receive(
                InboundMessage.of(said.key(), chat.agent(), chat.number(), said.text(), Instant.now()),
                (message, outcome) -> handled.done(message.id()));
    }

    private String send(OutboundMessage message) {
        String key = message.content() instanceof Content.Text text ? Talk.keyOf(text.text()) : "a template";
        sent.done(key);
        return "SM-" + message.reference();
    }
}
