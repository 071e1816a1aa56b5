package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Usage;
import dev.numberpool.WidgetId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times mean the same to every node, whatever zone its JVM and its database session are in. */
class TimeZoneTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final PhoneNumber NUMBER = PhoneNumber.of("+15558986359");
    private static final Participant OMAR = Participant.of("+201016666348");
    private static final ConversationId CONVERSATION = ConversationId.of(282);

    /** Local times that exist twice or not at all in one of the zones below, and an ordinary one. */
    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-03-29T01:30:00.123Z"),
            Instant.parse("2026-10-25T00:30:00.456Z"),
            Instant.parse("2026-11-01T06:30:00.789Z"),
            Instant.parse("2026-07-15T12:00:00Z"));

    /** A node: the zone of its JVM and that of its database session. */
    private record Node(String jvmZone, String offset) {}

    private static final Node BERLIN = new Node("Europe/Berlin", "+05:30");
    private static final Node NEW_YORK = new Node("America/New_York", "-09:00");

    @ParameterizedTest
    @EnumSource
    void what_one_node_writes_another_reads_at_the_same_time(TestDatabase database) {
        String url = created(database);
        long id = 0;
        for (Instant time : TIMES) {
            ConversationId conversation = ConversationId.of(++id);
            Assignment assigned = in(BERLIN, url, time, pool -> pool.assign(WIDGET, conversation));
            assertThat(assigned.assignedAt()).isEqualTo(time);

            Assignment read = in(
                    NEW_YORK, url, time, pool -> pool.assignmentOf(conversation).orElseThrow());
            assertThat(read.assignedAt()).isEqualTo(time);
            Usage usage = in(NEW_YORK, url, time, pool -> pool.usage(WIDGET));
            assertThat(usage.numbers().get(0).oldest()).isEqualTo(time);
            assertThat(usage.numbers().get(0).lastUsedAt()).isEqualTo(time);
            in(NEW_YORK, url, time, pool -> pool.release(conversation));
            // The latest time of a number is kept, and these do not come in order.
            run(source(BERLIN, url), source -> TestDatabase.sql(source, "DELETE FROM numberpool_number"));
        }
    }

    /** Rule A10. */
    @ParameterizedTest
    @EnumSource
    void a_cool_down_is_over_at_the_same_time_everywhere(TestDatabase database) {
        String url = created(database);
        for (Instant time : TIMES) {
            in(BERLIN, url, time, pool -> pool.assign(WIDGET, CONVERSATION));
            in(BERLIN, url, time, pool -> pool.release(CONVERSATION));

            for (Node node : List.of(BERLIN, NEW_YORK)) {
                assertThat(isCoolingDown(node, url, time.plus(Duration.ofMinutes(9))))
                        .isTrue();
                assertThat(isCoolingDown(node, url, time.plus(Duration.ofMinutes(11))))
                        .isFalse();
            }
            run(source(BERLIN, url), source -> TestDatabase.sql(source, "DELETE FROM numberpool_thread"));
        }
    }

    /** Rule A15. */
    @ParameterizedTest
    @EnumSource
    void idle_chats_are_released_after_the_same_time_everywhere(TestDatabase database) {
        String url = created(database);
        for (Instant time : TIMES) {
            in(
                    BERLIN,
                    url,
                    time,
                    pool -> pool.assign(Handover.of(WIDGET, CONVERSATION).withAgent(OMAR)));
            assertThat(releasedIdle(NEW_YORK, url, time.plusSeconds(3599))).isEmpty();
            // The agent writes, which counts from then on.
            run(
                    source(NEW_YORK, url),
                    source -> JdbcNumberStore.create(source)
                            .noteInbound(new SenderThread(OMAR, NUMBER), time.plusSeconds(60)));
            assertThat(releasedIdle(BERLIN, url, time.plusSeconds(3601))).isEmpty();
            assertThat(releasedIdle(BERLIN, url, time.plusSeconds(3659))).isEmpty();
            assertThat(releasedIdle(NEW_YORK, url, time.plusSeconds(3661))).hasSize(1);
            run(
                    source(BERLIN, url),
                    source -> TestDatabase.sql(
                            source, "DELETE FROM numberpool_thread", "DELETE FROM widget_conversations"));
        }
    }

    /** Rule A14. */
    @ParameterizedTest
    @EnumSource
    void a_quarantine_ends_at_the_same_time_everywhere(TestDatabase database) {
        String url = created(database);
        for (Instant time : TIMES) {
            run(source(BERLIN, url), source -> pool(source, time).quarantine(NUMBER, Duration.ofHours(1), "offline"));
            assertThat(unhealthy(NEW_YORK, url, time.plusSeconds(3599))).isEqualTo("offline");
            assertThat(unhealthy(NEW_YORK, url, time.plusSeconds(3601))).isNull();
        }
    }

    /** The latest time is kept, also where it looks earlier on the clock. */
    @ParameterizedTest
    @EnumSource
    void how_far_an_archive_was_compared_is_the_same_time_everywhere(TestDatabase database) {
        String url = created(database);
        for (Instant time : TIMES) {
            String archive = "AC " + time;
            Instant hourBefore = time.minus(Duration.ofHours(1));
            noteCompared(BERLIN, url, archive, hourBefore);
            noteCompared(NEW_YORK, url, archive, time);
            noteCompared(BERLIN, url, archive, hourBefore);
            for (Node node : List.of(BERLIN, NEW_YORK)) {
                assertThat(comparedUntil(node, url, archive)).contains(time);
            }
        }
    }

    private static void noteCompared(Node node, String url, String archive, Instant until) {
        inZone(node, () -> {
            run(source(node, url), source -> JdbcMessageLog.create(source).noteCompared(archive, until));
            return true;
        });
    }

    private static Optional<Instant> comparedUntil(Node node, String url, String archive) {
        return inZone(node, () -> {
            try (HikariDataSource source = source(node, url).get()) {
                return JdbcMessageLog.create(source).comparedUntil(archive);
            }
        });
    }

    /** A number that stood there before numberpool came is as old as its conversation. */
    @ParameterizedTest
    @EnumSource
    void a_conversation_without_a_time_of_assignment_has_that_of_its_row(TestDatabase database) {
        String url = created(database);
        run(
                source(BERLIN, url),
                source -> TestDatabase.sql(
                        source,
                        "INSERT INTO widget_conversations (id, widget_id, assigned_whatsapp_number) VALUES (282, 7, '+15558986359')"));
        for (Node node : List.of(BERLIN, NEW_YORK)) {
            Instant assignedAt = in(
                    node,
                    url,
                    Instant.now(),
                    pool -> pool.assignmentOf(CONVERSATION).orElseThrow().assignedAt());
            assertThat(Duration.between(assignedAt, Instant.now()).abs()).isLessThan(Duration.ofMinutes(10));
        }
    }

    private static List<Assignment> releasedIdle(Node node, String url, Instant at) {
        return in(node, url, at, pool -> pool.releaseIdle(Duration.ofHours(1), 10));
    }

    private static boolean isCoolingDown(Node node, String url, Instant at) {
        return in(node, url, at, pool -> pool.usage(WIDGET).numbers().get(0).coolingDown());
    }

    private static String unhealthy(Node node, String url, Instant at) {
        return in(node, url, at, pool -> pool.usage(WIDGET).numbers().get(0).unhealthy());
    }

    private static String created(TestDatabase database) {
        String url = database.newUrl();
        run(source(BERLIN, url), source -> {
            JdbcSchema.create(source);
            TestDatabase.sql(source, "INSERT INTO widget_configs (id) VALUES (7)");
            NumberPool pool = pool(source, Instant.EPOCH);
            pool.save(pool.widget(WIDGET).withPool(List.of(PooledNumber.of(NUMBER))));
        });
        return url;
    }

    private static NumberPool pool(HikariDataSource source, Instant time) {
        return NumberPool.builder(JdbcNumberStore.create(source))
                .clock(() -> time)
                .build();
    }

    private interface Source extends Supplier<HikariDataSource> {}

    /** Runs a call on a node of its own. */
    private static <T> T in(Node node, String url, Instant time, Function<NumberPool, T> call) {
        return inZone(node, () -> {
            try (HikariDataSource source = source(node, url).get()) {
                return call.apply(pool(source, time));
            }
        });
    }

    private static <T> T inZone(Node node, Supplier<T> call) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(node.jvmZone()));
        try {
            return call.get();
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static void run(Source source, Consumer<HikariDataSource> call) {
        try (HikariDataSource open = source.get()) {
            call.accept(open);
        }
    }

    private static Source source(Node node, String url) {
        return () -> {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(1);
            config.setConnectionInitSql(
                    url.contains("mariadb")
                            ? "SET time_zone = '" + node.offset() + "'"
                            : "SET TIME ZONE INTERVAL '" + node.offset() + "' HOUR TO MINUTE");
            return new HikariDataSource(config);
        };
    }
}
