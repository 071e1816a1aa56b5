package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static dev.numberpool.jdbc.Messages.LEASE;
import static dev.numberpool.jdbc.Messages.MARIA;
import static dev.numberpool.jdbc.Messages.NOW;
import static dev.numberpool.jdbc.Messages.NUMBER;
import static dev.numberpool.jdbc.Messages.OMAR;
import static dev.numberpool.jdbc.Messages.OPEN;
import static dev.numberpool.jdbc.Messages.THREAD;
import static dev.numberpool.jdbc.Messages.handled;
import static dev.numberpool.jdbc.Messages.held;
import static dev.numberpool.jdbc.Messages.inbound;
import static dev.numberpool.jdbc.Messages.part;
import static dev.numberpool.jdbc.Messages.report;
import static dev.numberpool.jdbc.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.StoreException;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A4: the connection is lost while a commit is under way, so nobody knows whether it took place. */
class UnknownCommitTest {
    private final AtomicInteger faults = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    @DisplayName("A4: a commit that took place although its answer was lost is recognised by its attempt")
    void aCommitWhoseAnswerWasLostIsRecognised(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            NumberPool pool = pool(host, true);
            faults.set(1);

            Assignment assignment = pool.assign(WIDGET, conversation(1));

            assertThat(assignment.isNew()).isTrue();
            assertThat(faults).hasValue(0);
            assertThat(host.query("SELECT assigned_sequence FROM widget_conversations WHERE id = 1"))
                    .as("chosen once")
                    .containsExactly("1");
            assertThat(pool.assign(WIDGET, conversation(1))).isEqualTo(assignment.asNew(false));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A4: a commit that was lost is made again, once")
    void aCommitThatWasLostIsMadeAgain(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            NumberPool pool = pool(host, false);
            faults.set(1);

            Assignment assignment = pool.assign(WIDGET, conversation(1));

            assertThat(assignment.isNew()).isTrue();
            assertThat(host.count("assigned_whatsapp_number IS NOT NULL")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatStaysAwayIsATransientErrorAndLeavesNothing(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            NumberPool pool = pool(host, false);
            faults.set(100);

            assertThatThrownBy(() -> pool.assign(WIDGET, conversation(1)))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isTransient()).isTrue());

            assertThat(faults).as("three tries, no more").hasValue(97);
            assertThat(host.count("assigned_whatsapp_number IS NOT NULL")).isZero();
        }
    }

    private static HostDatabase host(TestDatabase database) {
        HostDatabase host = HostDatabase.adopted(database);
        host.setPool(3);
        host.conversations(1, 3);
        return host;
    }

    /** Each verb is asked again by itself after its commit, and must find what it has done and not do it twice. */
    @ParameterizedTest
    @EnumSource
    void aVerbOfTheLogWhoseCommitGotNoAnswerIsDoneOnce(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(failing(host, true));
            OutboundRecord first = text("one");
            List<OutboundRecord> appended = unanswered(() -> log.append(List.of(first, part("one", 2, 2)), NOW, OPEN));
            assertThat(appended)
                    .extracting(OutboundRecord::state)
                    .as("the caller's to send")
                    .containsExactly(DeliveryState.PENDING, DeliveryState.PARKED);
            log.note(report(first, DeliveryState.SENT));

            OutboundRecord second =
                    unanswered(() -> log.next(THREAD, NOW, OPEN)).orElseThrow();
            assertThat(second.part()).isEqualTo(2);
            assertThat(log.next(THREAD, NOW, OPEN)).isEmpty();

            Claim claim = unanswered(() -> log.claim("SM1", NOW, LEASE));
            assertThat(claim.state()).isEqualTo(Claim.State.WON);
            unanswered(() -> {
                log.complete(claim, held(inbound("SM1")), NOW);
                return true;
            });
            Claim later = log.claim("SM2", NOW, LEASE);
            Claim heir = unanswered(() -> log.claim("SM2", NOW.plus(LEASE), LEASE));
            assertThat(List.of(later.state(), heir.state())).containsOnly(Claim.State.WON);
            assertThat(unanswered(() -> log.takeHeld(heir, NUMBER, Set.of(OMAR), NOW, NOW)))
                    .hasSize(1);
            unanswered(() -> {
                log.complete(heir, handled(inbound("SM2")), NOW);
                return true;
            });
            assertThat(log.quoted("SM1").orElseThrow().conversation()).isEqualTo(MARIA);
            assertThat(unanswered(() -> log.learn(OMAR, Participant.of("US.1"))))
                    .isTrue();
        }
    }

    private <T> T unanswered(Supplier<T> call) {
        faults.set(1);
        T result = call.get();
        assertThat(faults).as("the fault took place").hasValue(0);
        return result;
    }

    private NumberPool pool(HostDatabase host, boolean commitsFirst) {
        return NumberPool.builder(JdbcNumberStore.create(failing(host, commitsFirst)))
                .build();
    }

    private DataSource failing(HostDatabase host, boolean commitsFirst) {
        return Intercepted.proxy(DataSource.class, host.dataSource(), (method, call) -> {
            Object result = call.run();
            return method.equals("getConnection") ? breaking((Connection) result, commitsFirst) : result;
        });
    }

    /** A connection that breaks at its commit, while there are faults left. */
    private Connection breaking(Connection connection, boolean commitsFirst) {
        return Intercepted.proxy(Connection.class, connection, (method, call) -> {
            if (!method.equals("commit") || faults.get() == 0) {
                return call.run();
            }
            faults.decrementAndGet();
            if (commitsFirst) {
                connection.commit();
            } else {
                connection.rollback();
            }
            throw new SQLException("planted", "08006");
        });
    }
}
