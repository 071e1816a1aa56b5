package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.spi.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many statements a call costs: each is a round trip, and round trips are what an assignment costs. */
class StatementCountTest {
    private final List<String> statements = new ArrayList<>();

    private NumberPool counting(HostDatabase host) {
        return NumberPool.builder(countingStore(host)).build();
    }

    private JdbcNumberStore countingStore(HostDatabase host) {
        return JdbcNumberStore.create(countingSource(host));
    }

    private DataSource countingSource(HostDatabase host) {
        return ProxyDataSourceBuilder.create(host.dataSource())
                .afterQuery((execution, queries) -> queries.forEach(query -> statements.add(query.getQuery())))
                .build();
    }

    private int count(Runnable call) {
        statements.clear();
        call.run();
        return statements.size();
    }

    @ParameterizedTest
    @EnumSource
    void aNewAssignmentAnActiveOneAndAFallbackCostAFixedNumberOfStatements(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(3);
            host.conversations(1, 20);
            NumberPool pool = counting(host);
            pool.assign(WIDGET, conversation(1));
            // MariaDB has to be told the isolation level in a statement of its own.
            int begin = database == TestDatabase.MARIADB ? 1 : 0;
            // PostgreSQL takes in one round trip what needs no answer in between.
            boolean several = database == TestDatabase.POSTGRESQL;

            assertThat(count(() -> pool.assign(WIDGET, conversation(2))))
                    .as("new: find; lock, widget, facts, conversation; write, note the use: %s", statements)
                    .isEqualTo((several ? 3 : 7) + begin);
            assertThat(count(() -> pool.assign(WIDGET, conversation(2))))
                    .as("already active: one plain read by key")
                    .isEqualTo(1);
            Handover known = Handover.of(WIDGET, conversation(3))
                    .withAgent(Participant.of("+201016666348"))
                    .withCustomer(Participant.of("+201016666349"));
            assertThat(count(() -> pool.assign(known)))
                    .as("with agent and customer: one more, for the customer's thread")
                    .isEqualTo((several ? 3 : 8) + begin);
            assertThat(count(() -> pool.release(conversation(2))))
                    .as("release: find; lock, find again; write, note the leaving")
                    .isEqualTo((several ? 3 : 5) + begin);

            host.sql(
                    "UPDATE widget_configs SET whatsapp_number_pool = '[]', handover_whatsapp_number = '+14155550100'");
            assertThat(count(() -> pool.assign(WIDGET, conversation(4))))
                    .as("the widget has changed: facts and conversation again")
                    .isEqualTo((several ? 4 : 9) + begin);
            assertThat(count(() -> pool.assign(WIDGET, conversation(5))))
                    .as("fallback: no more than from the pool")
                    .isEqualTo((several ? 3 : 7) + begin);
            host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id IN (4, 5)");
            assertThat(count(() -> pool.assign(WIDGET, conversation(6))))
                    .as("two ends to be dated, on one thread: %s", statements)
                    .isEqualTo((several ? 3 : 9) + begin);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHappensOnThreadsCostsAFixedNumberOfStatements(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(3);
            host.conversations(1, 3);
            Participant omar = Participant.of("+201016666348");
            NumberPool pool = host.pool().build();
            PhoneNumber number = pool.assign(
                            Handover.of(WIDGET, conversation(1)).withAgent(omar))
                    .number();
            SenderThread thread = new SenderThread(omar, number);
            JdbcNumberStore store = countingStore(host);
            store.isOurs(number);
            Instant at = Instant.now();
            int begin = database == TestDatabase.MARIADB ? 1 : 0;
            boolean several = database == TestDatabase.POSTGRESQL;

            assertThat(count(() -> store.thread(number, Set.of(omar), at))).isEqualTo(1);
            assertThat(count(() -> store.isOurs(number))).isEqualTo(1);
            assertThat(count(() -> store.isOurs(PhoneNumber.of("+15550001111"))))
                    .as("not used: a look into the pools")
                    .isEqualTo(2);
            assertThat(count(store::ours)).isEqualTo(1);
            assertThat(count(() -> store.widgets(null, 100))).isEqualTo(1);
            assertThat(count(() -> store.widgets(WIDGET, 100))).isEqualTo(1);
            assertThat(count(() -> store.noteHealth(number, Health.Source.POLL, new Health("offline", at, at))))
                    .isEqualTo(1 + begin);
            assertThat(count(() -> store.noteHealth(number, Health.Source.POLL, null)))
                    .isEqualTo(1 + begin);
            assertThat(count(() -> store.noteWindowClosed(thread, at))).isEqualTo(1 + begin);
            assertThat(count(() -> store.noteInbound(thread, at)))
                    .as("look for ends, note")
                    .isEqualTo((several ? 1 : 2) + begin);
            host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id = 1");
            assertThat(count(() -> store.noteInbound(thread, at)))
                    .as("look, look again, date, note the leaving and who left, forget, note: %s", statements)
                    .isEqualTo((several ? 5 : 7) + begin);
            host.sql("UPDATE widget_conversations SET status = NULL WHERE id = 1");
            assertThat(count(() -> store.release(conversation(1), at)))
                    .as("release with an agent: two more, for who left: %s", statements)
                    .isEqualTo((database == TestDatabase.POSTGRESQL ? 3 : 7) + begin);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageInEachDirectionCostsAFixedNumberOfStatements(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(3);
            host.conversations(1, 1);
            Participant omar = Participant.of("+201016666348");
            PhoneNumber number = host.pool()
                    .build()
                    .assign(Handover.of(WIDGET, conversation(1)).withAgent(omar))
                    .number();
            HandoverDesk desk = countingDesk(host);
            Runnable toAgent = () -> assertThat(desk.toAgent(
                            conversation(1), Message.of(UUID.randomUUID().toString(), "Where is my parcel?")))
                    .isInstanceOf(Delivery.Accepted.class);
            Runnable receive = () -> assertThat(desk.receive(
                            InboundMessage.of(UUID.randomUUID().toString(), omar, number, "It has left", Instant.now()),
                            (message, outcome) -> {}))
                    .isInstanceOf(InboundOutcome.Routed.class);
            toAgent.run();
            receive.run();
            int begin = database == TestDatabase.MARIADB ? 1 : 0;
            boolean several = database == TestDatabase.POSTGRESQL;

            assertThat(count(toAgent))
                    .as(
                            "conversation, aliases, thread, log, pool; append: lock and look, insert and read; note: find,"
                                    + " write; what waits: %s",
                            statements)
                    .isEqualTo((several ? 10 : 12) + 2 * begin);
            assertThat(count(receive))
                    .as(
                            "claim: look, insert and read; aliases, thread; whether ours: used, in a pool; inbound: ends"
                                    + " and note; what was written, complete: %s",
                            statements)
                    .isEqualTo((several ? 9 : 11) + 3 * begin);
        }
    }

    private HandoverDesk countingDesk(HostDatabase host) {
        DataSource source = countingSource(host);
        JdbcNumberStore store = JdbcNumberStore.create(source);
        NumberPool pool = NumberPool.builder(store).build();
        return HandoverDesk.builder(pool, store, JdbcMessageLog.create(source), message -> "SM-" + message.reference())
                .build();
    }

    @Test
    void aThousandNumbersCostNoMoreStatementsThanThree() {
        try (HostDatabase host = HostDatabase.adopted(TestDatabase.POSTGRESQL)) {
            host.setPool(1_000);
            host.conversations(1, 2);
            NumberPool pool = counting(host);
            pool.assign(WIDGET, conversation(1));

            assertThat(count(() -> pool.assign(WIDGET, conversation(2)))).isEqualTo(3);
        }
    }
}
