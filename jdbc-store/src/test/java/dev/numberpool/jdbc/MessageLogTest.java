package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.Messages.LEASE;
import static dev.numberpool.jdbc.Messages.MARIA;
import static dev.numberpool.jdbc.Messages.NOW;
import static dev.numberpool.jdbc.Messages.NUMBER;
import static dev.numberpool.jdbc.Messages.OMAR;
import static dev.numberpool.jdbc.Messages.OPEN;
import static dev.numberpool.jdbc.Messages.SHUT;
import static dev.numberpool.jdbc.Messages.THREAD;
import static dev.numberpool.jdbc.Messages.handled;
import static dev.numberpool.jdbc.Messages.held;
import static dev.numberpool.jdbc.Messages.inbound;
import static dev.numberpool.jdbc.Messages.part;
import static dev.numberpool.jdbc.Messages.report;
import static dev.numberpool.jdbc.Messages.template;
import static dev.numberpool.jdbc.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Media;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import dev.numberpool.spi.SendGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log of messages does on real databases, under concurrency and inside the host's transactions. */
class MessageLogTest {
    private static final Logger LOG = LoggerFactory.getLogger(MessageLogTest.class);
    private static final int THREADS = 8;
    private static final Set<Participant> PEOPLE = Set.of(OMAR);

    private static HostDatabase host(TestDatabase database) {
        return HostDatabase.adopted(database);
    }

    private static Connection transaction(HostDatabase host) throws SQLException {
        Connection connection = host.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Runs the call in many threads at once and returns what they got. */
    private static <T> List<T> together(int threads, Callable<T> call) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(Collections.nCopies(threads, call))) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAThousandConcurrentClaimsOfOneMessageFromTwoProcessesOneWins(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database);
                HikariDataSource other = TestDatabase.pool(host.url())) {
            List<MessageLog> logs = List.of(JdbcMessageLog.create(host.dataSource()), JdbcMessageLog.create(other));
            AtomicInteger calls = new AtomicInteger();

            List<Claim.State> states = together(16, () -> {
                        List<Claim.State> mine = new ArrayList<>();
                        for (int call = calls.getAndIncrement(); call < 1_000; call = calls.getAndIncrement()) {
                            mine.add(logs.get(call % 2).claim("SM1", NOW, LEASE).state());
                        }
                        return mine;
                    })
                    .stream()
                    .flatMap(List::stream)
                    .toList();

            assertThat(states).hasSize(1_000);
            assertThat(states.stream().filter(Claim.State.WON::equals)).hasSize(1);
            assertThat(states).doesNotContain(Claim.State.COMPLETED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofManyConcurrentTakeOversOfAnExpiredClaimOneWins(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            log.claim("SM1", NOW, LEASE);

            List<Claim> claims = together(THREADS, () -> log.claim("SM1", NOW.plus(LEASE), LEASE));

            assertThat(claims.stream().filter(claim -> claim.state() == Claim.State.WON))
                    .hasSize(1);
            assertThat(claims.stream().filter(claim -> claim.state() == Claim.State.IN_PROGRESS))
                    .hasSize(THREADS - 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneQueueIsTakenByManyInItsOrderAndEachMessageOnce(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            int messages = 200;
            AtomicInteger appended = new AtomicInteger();
            AtomicInteger left = new AtomicInteger(messages);
            AtomicInteger inFlight = new AtomicInteger();
            List<Long> taken = Collections.synchronizedList(new ArrayList<>());

            together(THREADS, () -> {
                while (left.get() > 0) {
                    int next = appended.getAndIncrement();
                    Optional<OutboundRecord> mine = next < messages
                            ? pending(log.append(List.of(text("m" + next)), NOW, OPEN))
                            : log.next(THREAD, NOW, OPEN);
                    mine.ifPresent(record -> {
                        assertThat(inFlight.incrementAndGet())
                                .as("one at a time")
                                .isEqualTo(1);
                        taken.add(record.position());
                        inFlight.decrementAndGet();
                        left.decrementAndGet();
                        log.note(report(record, DeliveryState.ACCEPTED));
                    });
                }
                return true;
            });

            assertThat(taken).hasSize(messages).doesNotHaveDuplicates().isSorted();
        }
    }

    private static Optional<OutboundRecord> pending(List<OutboundRecord> parts) {
        return parts.stream()
                .filter(part -> part.state() == DeliveryState.PENDING)
                .findFirst();
    }

    @ParameterizedTest
    @EnumSource
    void templatesAndTextsOfOneThreadAreNeverInFlightTogether(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            log.append(List.of(text("waits")), NOW, SHUT);
            AtomicInteger calls = new AtomicInteger();

            List<OutboundRecord> sent = together(THREADS, () -> {
                        int call = calls.getAndIncrement();
                        return call % 2 == 0
                                ? log.next(THREAD, NOW, OPEN)
                                : pending(log.append(List.of(template("t" + call)), NOW, SHUT));
                    })
                    .stream()
                    .flatMap(Optional::stream)
                    .toList();

            assertThat(sent).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void concurrentAppendsOfOneMessageLogItOnceWhateverItsThreadAndPartsAre(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            AtomicInteger calls = new AtomicInteger();

            List<List<OutboundRecord>> logged = together(THREADS, () -> {
                int call = calls.getAndIncrement();
                SenderThread thread = new SenderThread(Participant.of("+20101666634" + call % 2), NUMBER);
                int parts = 1 + call % 3;
                return log.append(
                        IntStream.rangeClosed(1, parts)
                                .mapToObj(i -> on(thread, part("m", i, parts)))
                                .toList(),
                        NOW,
                        OPEN);
            });

            assertThat(logged.stream().map(parts -> parts.get(0).id()).distinct())
                    .hasSize(1);
            assertThat(logged)
                    .allSatisfy(parts -> assertThat(parts)
                            .hasSize(parts.get(0).parts())
                            .extracting(OutboundRecord::part)
                            .isSorted());
            assertThat(host.query("SELECT COUNT(*) FROM numberpool_message"))
                    .containsExactly(String.valueOf(logged.get(0).size()));
        }
    }

    private static OutboundRecord on(SenderThread thread, OutboundRecord record) {
        return Messages.record(
                record.kind(), record.messageId(), record.part(), record.parts(), thread, record.content(), null);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageComesBackFromTheLogAsItWasGiven(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            String odd = "مرحبا 👋🏽 \"quoted\" \\ \n\t\u0000 \uD83D";
            Content text = new Content.Text(odd, List.of(new Media("https://x.example/1", "image/jpeg")));
            OutboundRecord first = Messages.record(Kind.MESSAGE, "m1", 1, 2, THREAD, text, "ماريا:");
            OutboundRecord second = part("m1", 2, 2);

            List<OutboundRecord> logged = log.append(List.of(first, second), NOW, OPEN);

            assertThat(logged.get(0))
                    .usingRecursiveComparison()
                    .ignoringFields("state", "position")
                    .isEqualTo(first);
            assertThat(logged.get(1))
                    .usingRecursiveComparison()
                    .ignoringFields("position")
                    .isEqualTo(second);
            assertThat(logged)
                    .extracting(OutboundRecord::state)
                    .containsExactly(DeliveryState.PENDING, DeliveryState.PARKED);
            assertThat(log.recorded(MARIA, "m1", NOW.minusSeconds(60)).parts()).isEqualTo(logged);
            assertThat(log.recorded(MARIA, "m1", NOW.minusSeconds(60)).isGreeted())
                    .isTrue();
            assertThat(log.recorded(MARIA, "m2", NOW).parts()).isEmpty();
            assertThat(log.recorded(MARIA, "m2", NOW).isGreeted()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWholeLifeOfAQueue(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            OutboundRecord one = log.append(List.of(text("one")), NOW, OPEN).get(0);
            log.append(List.of(text("two")), NOW, OPEN);
            assertThat(log.next(THREAD, NOW, OPEN)).as("one is in flight").isEmpty();

            Failure throttled = new Failure(Failure.Kind.THROTTLED, 63018);
            DeliveryReport refusal =
                    new DeliveryReport(one.reference(), "SM1", DeliveryState.FAILED, throttled, NOW.plusSeconds(1));
            OutboundRecord parked = log.park(refusal, NOW.plusSeconds(60)).orElseThrow();
            assertThat(parked.attempt()).isEqualTo(2);
            assertThat(parked.failure()).isEqualTo(throttled);
            assertThat(parked).isEqualTo(log.recorded(MARIA, "one", NOW).parts().get(0));
            assertThat(log.note(refusal)).as("a report of an earlier attempt").isEmpty();
            assertThat(log.next(THREAD, NOW.plusSeconds(59), OPEN))
                    .as("too early, and two waits behind")
                    .isEmpty();
            assertThat(log.due(NOW, NOW, 0, 10)).isEmpty();

            OutboundRecord again = log.next(THREAD, NOW.plusSeconds(60), OPEN).orElseThrow();
            assertThat(again.id()).isEqualTo(one.id());
            assertThat(again.failure()).isNull();
            assertThat(log.due(NOW, NOW.plusSeconds(61), 0, 10))
                    .extracting(OutboundRecord::messageId)
                    .as("one is being sent for too long, two is the first that waits")
                    .containsExactly("one", "two");
            DeliveryReport sent = new DeliveryReport(again.reference(), "SM2", DeliveryState.SENT, null, NOW);
            assertThat(log.note(sent).orElseThrow().providerId()).isEqualTo("SM2");
            assertThat(log.note(sent)).as("the same again").isEmpty();
            assertThat(log.quoted("SM2").orElseThrow().conversation()).isEqualTo(MARIA);
            assertThat(log.quoted("SM1")).isEmpty();

            SendGate paced = new SendGate(true, NOW, 1, NOW.plusSeconds(60));
            assertThat(log.next(THREAD, NOW, paced)).as("the burst is used up").isEmpty();
            OutboundRecord two = log.next(THREAD, NOW, OPEN).orElseThrow();
            assertThat(two.messageId()).isEqualTo("two");

            SenderThread elsewhere = new SenderThread(OMAR, PhoneNumber.of("+15558986360"));
            assertThat(log.move(two.on(elsewhere, "Maria:", NOW), NOW)).isTrue();
            assertThat(log.move(two.on(elsewhere, "Maria:", NOW), NOW)).isFalse();
            OutboundRecord moved = log.next(elsewhere, NOW, OPEN).orElseThrow();
            assertThat(moved.reference()).isEqualTo(two.id() + ".2");
            assertThat(moved.position()).isGreaterThan(two.position());
            assertThat(moved.content()).isEqualTo(two.content());
            assertThat(log.hasWritten(MARIA, PEOPLE)).isTrue();
            assertThat(log.hasWritten(MARIA, Set.of(Participant.of("+1999999"))))
                    .isFalse();
            assertThat(log.writtenOn(NUMBER, PEOPLE, NOW)).isEqualTo(Map.of(MARIA, NOW.plusSeconds(60)));
            assertThat(log.writtenOn(NUMBER, PEOPLE, NOW.plusSeconds(61))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTemplatePassesThoseThatWaitForTheWindow(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            assertThat(log.append(List.of(text("one")), NOW, SHUT).get(0).state())
                    .isEqualTo(DeliveryState.PARKED);
            assertThat(log.next(THREAD, NOW, SHUT)).isEmpty();
            OutboundRecord wakeUp =
                    log.append(List.of(template("w1")), NOW, SHUT).get(0);
            assertThat(wakeUp.state()).isEqualTo(DeliveryState.PENDING);
            assertThat(log.append(List.of(template("w2")), NOW, SHUT).get(0).state())
                    .isEqualTo(DeliveryState.PARKED);
            log.note(report(wakeUp, DeliveryState.SENT));
            assertThat(log.append(List.of(template("w3")), NOW, SHUT).get(0).state())
                    .as("behind a template that waits")
                    .isEqualTo(DeliveryState.PARKED);
            assertThat(log.next(THREAD, NOW, SHUT).orElseThrow().messageId()).isEqualTo("w2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHostIsToldOfAFailureOnce(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            OutboundRecord one = log.append(List.of(text("one")), NOW, OPEN).get(0);
            OutboundRecord unknown =
                    log.note(report(one, DeliveryState.UNKNOWN)).orElseThrow();
            assertThat(log.due(NOW, NOW, 0, 10)).containsExactly(unknown);
            log.told(unknown);
            assertThat(log.due(NOW, NOW, 0, 10)).isEmpty();
            OutboundRecord failed = log.note(report(one, DeliveryState.FAILED)).orElseThrow();
            log.told(unknown);
            assertThat(log.due(NOW, NOW, 0, 10)).containsExactly(failed);
            log.told(failed);
            assertThat(log.due(NOW, NOW, 0, 10)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAMessageSaysIsForgottenWhenItHasArrivedOrNeverWill(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            for (DeliveryState state : List.of(
                    DeliveryState.DELIVERED,
                    DeliveryState.READ,
                    DeliveryState.FAILED,
                    DeliveryState.UNDELIVERED,
                    DeliveryState.CANCELED)) {
                OutboundRecord text =
                        log.append(List.of(text(state.name())), NOW, OPEN).get(0);
                assertThat(log.note(report(text, DeliveryState.SENT))).isPresent();
                assertThat(contents(host)).contains("hello from Maria");

                OutboundRecord noted = log.note(report(text, state)).orElseThrow();

                assertThat(contents(host)).doesNotContain("Maria");
                assertThat(noted.content()).isEqualTo(new Content.Text("", List.of()));
                assertThat(log.recorded(MARIA, state.name(), NOW).parts()).containsExactly(noted);
            }
            OutboundRecord template =
                    log.append(List.of(template("w")), NOW, OPEN).get(0);
            OutboundRecord noted =
                    log.note(report(template, DeliveryState.READ)).orElseThrow();
            assertThat(noted.content()).isEqualTo(new Content.Template("HX1", Map.of()));
            assertThat(contents(host)).doesNotContain("Maria");
        }
    }

    private static String contents(HostDatabase host) {
        return String.join("\n", host.query("SELECT content FROM numberpool_message"));
    }

    @ParameterizedTest
    @EnumSource
    void aCompletionIsKeptOrLostWithTheHostsTransaction(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database)) {
            MessageLog other = JdbcMessageLog.create(host.dataSource());
            try (Connection connection = transaction(host)) {
                MessageLog log = JdbcMessageLog.joining(host.dataSource(), () -> connection);
                Claim claim = log.claim("SM1", NOW, LEASE);
                log.complete(claim, handled(inbound("SM1")), NOW);
                assertThat(other.claim("SM1", NOW, LEASE).state()).isEqualTo(Claim.State.IN_PROGRESS);
                connection.rollback();

                assertThat(other.claim("SM1", NOW, LEASE).state()).isEqualTo(Claim.State.IN_PROGRESS);
                assertThat(other.quoted("SM1")).isEmpty();
                Claim second = log.claim("SM1", NOW.plus(LEASE), LEASE);
                assertThat(second.state()).as("the lease is over").isEqualTo(Claim.State.WON);
                log.complete(second, handled(inbound("SM1")), NOW);
                connection.commit();
            }
            assertThat(other.claim("SM1", NOW.plusSeconds(3600), LEASE).state()).isEqualTo(Claim.State.COMPLETED);
            assertThat(other.quoted("SM1").orElseThrow().conversation()).isEqualTo(MARIA);
            assertThat(other.quoted("SM1").orElseThrow().participant()).isEqualTo(OMAR);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClaimThatWasTakenOverCannotBeCompletedInAnyMode(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database);
                Connection connection = transaction(host)) {
            MessageLog own = JdbcMessageLog.create(host.dataSource());
            for (MessageLog log : List.of(own, JdbcMessageLog.joining(host.dataSource(), () -> connection))) {
                String id = "SM" + log.hashCode();
                Claim first = log.claim(id, NOW, LEASE);
                Claim second = own.claim(id, NOW.plus(LEASE), LEASE);
                assertThat(second.state()).isEqualTo(Claim.State.WON);

                assertThatThrownBy(() -> log.complete(first, handled(inbound(id)), NOW))
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.isTransient()).isTrue())
                        .hasMessageContaining(id)
                        .hasMessageContaining("taken over")
                        .hasMessageNotContaining("Maria");
                connection.rollback();
                log.giveBack(first);

                own.complete(second, handled(inbound(id)), NOW);
                assertThat(own.claim(id, NOW, LEASE).state()).isEqualTo(Claim.State.COMPLETED);
                own.giveBack(second);
                assertThat(own.claim(id, NOW, LEASE).state()).isEqualTo(Claim.State.COMPLETED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClaimThatWasGivenBackCanBeWonAtOnce(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            log.giveBack(log.claim("SM1", NOW, LEASE));
            assertThat(log.claim("SM1", NOW, LEASE).state()).isEqualTo(Claim.State.WON);
        }
    }

    @ParameterizedTest
    @EnumSource
    void heldMessagesAreReleasedWithTheirClaimOrStay(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database);
                Connection connection = transaction(host)) {
            MessageLog log = JdbcMessageLog.joining(host.dataSource(), () -> connection);
            List<InboundMessage> waiting = Stream.of("SM3", "SM1", "SM2")
                    .map(Messages::inbound)
                    .map(message -> message.quoting("SM0")
                            .with(new Media("ME1", "image/png"))
                            .knownAs(Participant.of("US.1")))
                    .toList();
            for (InboundMessage message : waiting) {
                log.complete(log.claim(message.id(), NOW, LEASE), held(message), NOW);
            }
            connection.commit();

            Claim lost = log.claim("SM4", NOW, LEASE);
            assertThat(log.takeHeld(lost, NUMBER, PEOPLE, NOW, NOW)).isEqualTo(waiting);
            Claim early = log.claim("SM5", NOW, LEASE);
            assertThat(log.takeHeld(early, NUMBER, PEOPLE, NOW, NOW))
                    .as("taken")
                    .isEmpty();
            log.complete(lost, handled(inbound("SM4")), NOW);
            connection.rollback();

            Claim late = log.claim("SM6", NOW.plus(LEASE), LEASE);
            assertThat(log.takeHeld(late, NUMBER, PEOPLE, NOW, NOW.plus(LEASE))).isEqualTo(waiting);
            assertThatThrownBy(() -> log.complete(lost, handled(inbound("SM4")), NOW))
                    .as("its own claim is still there, but what it took is another one's")
                    .isInstanceOf(StoreException.class);
            connection.rollback();
            log.giveBack(late);
            assertThat(log.takeHeld(early, NUMBER, PEOPLE, NOW.plusSeconds(1), NOW.plus(LEASE)))
                    .as("too old")
                    .isEmpty();
            assertThat(log.takeHeld(early, NUMBER, PEOPLE, NOW, NOW)).isEqualTo(waiting);
            log.complete(early, handled(inbound("SM5")), NOW);
            connection.commit();

            assertThat(log.quoted("SM1").orElseThrow().conversation()).isEqualTo(MARIA);
            Claim last = log.claim("SM7", NOW, LEASE);
            assertThat(log.takeHeld(last, NUMBER, PEOPLE, NOW, NOW.plusSeconds(3600)))
                    .isEmpty();
            assertThat(host.query("SELECT content FROM numberpool_held")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingWaitsForTheHostsTransactionButACompletion(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database);
                Connection connection = transaction(host)) {
            host.setPool(3);
            host.conversations(282, 283);
            MessageLog log = JdbcMessageLog.builder(host.dataSource())
                    .lockTimeout(Duration.ofSeconds(1))
                    .completeIn(() -> connection)
                    .build();
            JdbcNumberStore numbers = JdbcNumberStore.joining(() -> connection);
            log.complete(log.claim("SM1", NOW, LEASE), held(inbound("SM1")), NOW);
            connection.commit();
            Claim claim = log.claim("SM2", NOW, LEASE);
            assertThat(log.takeHeld(claim, NUMBER, PEOPLE, NOW, NOW)).hasSize(1);

            numbers.noteInbound(THREAD, NOW);
            numbers.noteWindowClosed(THREAD, NOW);
            log.complete(claim, handled(inbound("SM2")), NOW);
            log.complete(log.claim("SM3", NOW, LEASE), held(inbound("SM3")), NOW);

            long before = System.nanoTime();
            everyVerb(log);
            assertThat(log.claim("SM2", NOW, LEASE).state()).isEqualTo(Claim.State.IN_PROGRESS);
            assertThat(log.claim("SM2", NOW.plus(LEASE), LEASE).state())
                    .as("its lease is over, but it is being completed")
                    .isEqualTo(Claim.State.IN_PROGRESS);
            log.giveBack(claim);
            Claim other = log.claim("SM4", NOW, LEASE);
            assertThat(log.takeHeld(other, NUMBER, PEOPLE, NOW, NOW.plus(LEASE)))
                    .isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            connection.commit();

            assertThat(log.claim("SM2", NOW.plus(LEASE), LEASE).state()).isEqualTo(Claim.State.COMPLETED);
            assertThat(log.quoted("SM1").orElseThrow().conversation()).isEqualTo(MARIA);
        }
    }

    private static void everyVerb(MessageLog log) {
        OutboundRecord one = log.append(List.of(text("one")), NOW, OPEN).get(0);
        log.append(List.of(text("two")), NOW, OPEN);
        log.note(report(one, DeliveryState.SENT));
        OutboundRecord two = log.next(THREAD, NOW, OPEN).orElseThrow();
        log.park(report(two, DeliveryState.FAILED), null);
        log.move(log.next(THREAD, NOW, OPEN).orElseThrow(), NOW);
        log.due(NOW, NOW, 0, 10);
        log.told(one);
        log.unsettled(NOW, NOW, 0, 10);
        log.noteCompared("AC1", NOW);
        log.comparedUntil("AC1");
        log.recorded(MARIA, "one", NOW);
        log.quoted("SM1");
        log.hasWritten(MARIA, PEOPLE);
        log.writtenOn(NUMBER, PEOPLE, NOW);
        log.answers(THREAD, NOW);
        log.giveBack(log.claim("SM9", NOW, LEASE));
        log.aliases(OMAR);
        log.learn(OMAR, Participant.of("US.1"));
        log.forget(OMAR);
        log.purge(NOW.minusSeconds(1), any -> false);
    }

    /** MariaDB's default for a host's transaction. */
    @ParameterizedTest
    @EnumSource(names = "MARIADB")
    void aCompletionSeesItsClaimInASnapshotThatIsOlder(TestDatabase database) throws SQLException {
        try (HostDatabase host = host(database);
                Connection connection = transaction(host)) {
            MessageLog log = JdbcMessageLog.joining(host.dataSource(), () -> connection);
            log.complete(log.claim("SM1", NOW, LEASE), held(inbound("SM1")), NOW);
            connection.commit();
            connection
                    .createStatement()
                    .executeQuery("SELECT COUNT(*) FROM numberpool_inbound")
                    .close();

            Claim claim = log.claim("SM2", NOW, LEASE);
            log.takeHeld(claim, NUMBER, PEOPLE, NOW, NOW);
            log.complete(claim, handled(inbound("SM2")), NOW);
            connection.commit();

            assertThat(log.quoted("SM1").orElseThrow().conversation()).isEqualTo(MARIA);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPersonHasManyAddressesAndAnAddressOnePerson(TestDatabase database) throws Exception {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            Participant id = Participant.of("US.1");
            Participant second = Participant.of("US.2");
            Participant third = Participant.of("US.3");
            Participant stranger = Participant.of("+4915112345678");

            assertThat(log.learn(OMAR, id)).isTrue();
            assertThat(log.learn(OMAR, id)).isTrue();
            assertThat(log.learn(OMAR, second)).isTrue();
            assertThat(log.learn(second, third))
                    .as("by another address of the same person")
                    .isTrue();
            assertThat(log.learn(stranger, id)).isFalse();
            assertThat(log.aliases(third)).containsExactlyInAnyOrder(OMAR, id, second, third);
            assertThat(log.aliases(OMAR)).isEqualTo(log.aliases(third));
            assertThat(log.aliases(stranger)).containsExactly(stranger);

            log.forget(OMAR);
            assertThat(log.aliases(third)).containsExactly(third);
            AtomicInteger calls = new AtomicInteger();
            List<Boolean> learnt =
                    together(THREADS, () -> log.learn(Participant.of("+2010166663" + calls.getAndIncrement()), id));
            assertThat(learnt.stream().filter(Boolean::booleanValue)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void purgeTakesWhatIsOldAndLeavesWhatIsInUse(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            OutboundRecord sent = log.append(List.of(text("sent")), NOW, OPEN).get(0);
            log.note(report(sent, DeliveryState.SENT));
            OutboundRecord answer = log.append(
                            List.of(Messages.record(Kind.ANSWER, "answer", 1, 1, THREAD, sent.content(), null)),
                            NOW,
                            OPEN)
                    .get(0);
            log.note(report(answer, DeliveryState.READ));
            log.append(List.of(text("pending"), part("pending", 2, 2)), NOW, OPEN);
            log.complete(log.claim("SM1", NOW, LEASE), handled(inbound("SM1")), NOW);
            log.complete(log.claim("SM2", NOW, LEASE), new Completion(inbound("SM2"), null, false), NOW);
            log.complete(log.claim("SM3", NOW, LEASE), held(inbound("SM3")), NOW);
            log.claim("SM4", NOW, LEASE);
            log.learn(OMAR, Participant.of("US.1"));

            assertThat(log.purge(NOW, any -> false)).isZero();
            assertThat(log.purge(NOW.plusSeconds(1), MARIA::equals))
                    .as("the answer, SM2 and SM3, which was held")
                    .isEqualTo(3);
            assertThat(log.purge(NOW.plusSeconds(1), any -> false))
                    .as("sent and SM1")
                    .isEqualTo(2);
            assertThat(log.purge(NOW.plusSeconds(3600), any -> false))
                    .as("the claim of SM4")
                    .isEqualTo(1);
            assertThat(host.query("SELECT message_id, part FROM numberpool_message ORDER BY position"))
                    .containsExactly("pending 1", "pending 2");
            assertThat(host.query("SELECT message_id FROM numberpool_held")).isEmpty();
            assertThat(log.aliases(OMAR)).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void purgeGoesOnFromPageToPage(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            MessageLog log = JdbcMessageLog.create(host.dataSource());
            List<OutboundRecord> parts = IntStream.rangeClosed(1, 1_201)
                    .mapToObj(i -> part("m", i, 1_201))
                    .toList();
            log.append(parts, NOW, OPEN);
            host.sql("UPDATE numberpool_message SET state = 'READ'");
            AtomicInteger asked = new AtomicInteger();

            int deleted = log.purge(NOW.plusSeconds(1), conversation -> {
                asked.incrementAndGet();
                return false;
            });

            assertThat(deleted).isEqualTo(1_201);
            assertThat(asked).hasValue(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyVerbCostsAFixedNumberOfStatements(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            List<String> statements = new ArrayList<>();
            MessageLog log = JdbcMessageLog.create(ProxyDataSourceBuilder.create(host.dataSource())
                    .afterQuery((execution, queries) -> queries.forEach(query -> statements.add(query.getQuery())))
                    .build());
            log.aliases(OMAR);
            // MariaDB has to be told the isolation level in a statement of its own.
            int begin = database == TestDatabase.MARIADB ? 1 : 0;
            // PostgreSQL is told with the first write, or, if there is none to begin with, in one of its own.
            int open = database == TestDatabase.MARIADB || database == TestDatabase.POSTGRESQL ? 1 : 0;
            // It also takes in one round trip what needs no answer in between.
            boolean several = database == TestDatabase.POSTGRESQL;
            StatementCounter counter = new StatementCounter(database, statements);
            OutboundRecord one = text("one");

            counter.expect((several ? 2 : 4) + begin, "append one part", () -> log.append(List.of(one), NOW, OPEN));
            counter.expect(
                    (several ? 3 : 6) + begin,
                    "append two parts",
                    () -> log.append(List.of(part("two", 1, 2), part("two", 2, 2)), NOW, OPEN));
            counter.expect(
                    (several ? 2 : 4) + begin, "append again", () -> log.append(List.of(text("one")), NOW, OPEN));
            counter.expect(1, "next, nothing may go", () -> log.next(THREAD, NOW, OPEN));
            counter.expect(2 + begin, "note", () -> log.note(report(one, DeliveryState.SENT)));
            counter.expect(1, "note, no news", () -> log.note(report(one, DeliveryState.SENT)));
            OutboundRecord[] next = new OutboundRecord[1];
            counter.expect(
                    (several ? 3 : 4) + begin,
                    "next",
                    () -> next[0] = log.next(THREAD, NOW, OPEN).orElseThrow());
            counter.expect(2 + begin, "park", () -> log.park(report(next[0], DeliveryState.FAILED), null));
            OutboundRecord again = log.next(THREAD, NOW, OPEN).orElseThrow();
            counter.expect((several ? 2 : 3) + begin, "move", () -> log.move(again, NOW));
            counter.expect(1, "due", () -> log.due(NOW, NOW, 0, 10));
            counter.expect(1 + begin, "told", () -> log.told(one));
            counter.expect(1, "unsettled", () -> log.unsettled(NOW, NOW, 0, 10));
            counter.expect(1, "comparedUntil", () -> log.comparedUntil("AC1"));
            counter.expect(1 + begin, "noteCompared", () -> log.noteCompared("AC1", NOW));
            counter.expect(1 + begin, "noteCompared again", () -> log.noteCompared("AC1", NOW.minusSeconds(1)));
            counter.expect(1, "recorded", () -> log.recorded(MARIA, "one", NOW));
            counter.expect(1, "quoted", () -> log.quoted("SM1"));
            counter.expect(1, "hasWritten", () -> log.hasWritten(MARIA, PEOPLE));
            counter.expect(1, "writtenOn", () -> log.writtenOn(NUMBER, PEOPLE, NOW));
            counter.expect(1, "answers", () -> log.answers(THREAD, NOW));
            Claim[] claim = new Claim[1];
            counter.expect((several ? 2 : 3) + begin, "claim", () -> claim[0] = log.claim("SM1", NOW, LEASE));
            counter.expect(1, "claim, in progress or completed", () -> log.claim("SM1", NOW, LEASE));
            counter.expect(3 + open, "claim, lease over", () -> claim[0] = log.claim("SM1", NOW.plus(LEASE), LEASE));
            counter.expect(1, "takeHeld, nothing held", () -> log.takeHeld(claim[0], NUMBER, PEOPLE, NOW, NOW));
            counter.expect(2 + begin, "complete, held", () -> log.complete(claim[0], held(inbound("SM1")), NOW));
            Claim taking = log.claim("SM2", NOW, LEASE);
            counter.expect(5 + open, "takeHeld, one held", () -> log.takeHeld(taking, NUMBER, PEOPLE, NOW, NOW));
            counter.expect(
                    6 + begin, "complete, one released", () -> log.complete(taking, handled(inbound("SM2")), NOW));
            Claim plain = log.claim("SM3", NOW, LEASE);
            counter.expect(1 + begin, "complete", () -> log.complete(plain, handled(inbound("SM3")), NOW));
            Claim back = log.claim("SM4", NOW, LEASE);
            counter.expect(2 + open, "giveBack", () -> log.giveBack(back));
            counter.expect(1, "aliases", () -> log.aliases(OMAR));
            counter.expect(4 + begin, "learn", () -> log.learn(OMAR, Participant.of("US.1")));
            counter.expect(1 + begin, "forget", () -> log.forget(OMAR));
            LOG.warn("{}", counter);
        }
    }

    /** Counts, compares and remembers. */
    private static final class StatementCounter {
        private final List<String> statements;
        private final StringBuilder report;

        StatementCounter(TestDatabase database, List<String> statements) {
            this.statements = statements;
            this.report = new StringBuilder("statements on " + database + ":");
        }

        void expect(int count, String what, Runnable call) {
            statements.clear();
            call.run();
            report.append(' ')
                    .append(what)
                    .append(' ')
                    .append(statements.size())
                    .append(';');
            assertThat(statements).as(what).hasSize(count);
        }

        @Override
        public String toString() {
            return report.toString();
        }
    }
}
