package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.Messages.LEASE;
import static dev.numberpool.jdbc.Messages.MARIA;
import static dev.numberpool.jdbc.Messages.NOW;
import static dev.numberpool.jdbc.Messages.NUMBER;
import static dev.numberpool.jdbc.Messages.OMAR;
import static dev.numberpool.jdbc.Messages.OPEN;
import static dev.numberpool.jdbc.Messages.THREAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import dev.numberpool.InvalidPoolException;
import dev.numberpool.PooledNumber;
import dev.numberpool.StoreException;
import dev.numberpool.Widget;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Media;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.InboundLog.Completion;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.OutboundRecord.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A character that a database cannot hold is kept as JSON or refused, and never replaced by another")
class OddCharacterTest {
    /** Line breaks and what terminals obey; the character 0; half of a pair. Each with one that it could be taken for. */
    private static final Map<String, String> TWINS = Map.of(
            "a\nb'\r\n\t", "a b' ",
            "\b\u001a'\u001b[31m\u007f\u0085\u2028", "'[31m",
            "a\u0000b'", "ab'",
            "\u0000", " ",
            "a\ud83db", "a?b",
            "a\ud83d'", "a\ud83e'",
            "\udc00", "\udc01");

    private static HostDatabase host(TestDatabase database) {
        HostDatabase host = HostDatabase.adopted(database);
        host.conversations(282, 282);
        host.setPool(2);
        return host;
    }

    @ParameterizedTest
    @EnumSource
    void whatPeopleSayIsKeptToTheLetter(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            JdbcMessageLog log = JdbcMessageLog.create(host.dataSource());
            int count = 0;
            for (String odd : TWINS.keySet()) {
                String id = "m" + count++;
                Stream.of(
                                new Content.Text(odd, List.of(new Media(odd, odd))),
                                new Content.Template(odd, Map.of("1", odd)))
                        .forEach(content -> {
                            String messageId = id + content.getClass().getSimpleName();
                            log.append(List.of(record(messageId, content, odd)), NOW, OPEN);
                            OutboundRecord kept =
                                    log.recorded(MARIA, messageId, NOW).parts().get(0);
                            assertThat(kept.content()).isEqualTo(content);
                            assertThat(kept.heading()).isEqualTo(odd);
                        });
                InboundMessage message = new InboundMessage(
                        id, OMAR, NUMBER, odd, List.of(new Media(odd, odd)), odd, odd, NOW, null, false);
                log.complete(log.claim(id, NOW, LEASE), new Completion(message, null, true), NOW);
                Claim next = log.claim("next " + id, NOW, LEASE);
                assertThat(log.takeHeld(next, NUMBER, Set.of(OMAR), NOW, NOW)).containsExactly(message);
                log.complete(
                        next,
                        new Completion(InboundMessage.of("next " + id, OMAR, NUMBER, "x", NOW), MARIA, false),
                        NOW);
            }
        }
    }

    /** What is stored must be read again, or nobody gets what is due. */
    @ParameterizedTest
    @EnumSource
    void aNameWithHalfAPairIsRefusedBecauseItCouldNotBeReadAgain(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            JdbcMessageLog log = JdbcMessageLog.create(host.dataSource());
            JdbcNumberStore store = JdbcNumberStore.create(host.dataSource());
            Widget before = store.widget(WIDGET).orElseThrow();
            PooledNumber first = before.pool().get(0);
            TWINS.keySet().forEach(name -> {
                boolean isHalf = name.chars().anyMatch(c -> Character.isSurrogate((char) c));
                Content content = new Content.Template("HX1", Map.of(name, "x"));
                Throwable refused = catchThrowable(() ->
                        log.append(List.of(record("n" + name.hashCode(), content, null)), NOW, OPEN));
                assertThat(refused != null).as("%s", refused).isEqualTo(isHalf);
                if (isHalf) {
                    assertThat(refused).isInstanceOf(IllegalArgumentException.class);
                    Widget edited = before.withPool(
                            List.of(new PooledNumber(first.number(), "a", "b", true, 1, null, Map.of(name, "1"))));
                    assertThatThrownBy(() -> store.save(edited)).isInstanceOf(InvalidPoolException.class);
                }
            });
            assertThat(log.due(NOW, NOW.minusSeconds(1), 0, 10)).hasSize(1);
            assertThat(store.widget(WIDGET)).contains(before);
        }
    }

    private static OutboundRecord record(String messageId, Content content, String heading) {
        return Messages.record(Kind.MESSAGE, messageId, 1, 1, THREAD, content, heading);
    }

    @ParameterizedTest
    @EnumSource
    void anIdIsItselfOrRefusedAndNeverTakenForAnother(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            JdbcMessageLog log = JdbcMessageLog.create(host.dataSource());
            TWINS.forEach((odd, twin) -> {
                Content content = new Content.Text("x", List.of());
                unlessRefused(odd, () -> log.append(List.of(record(odd, content, null)), NOW, OPEN))
                        .ifPresent(logged -> {
                            assertThat(logged.get(0).messageId()).isEqualTo(odd);
                            unlessRefused(
                                    odd,
                                    () -> log.note(new DeliveryReport(
                                            logged.get(0).reference(), odd, DeliveryState.SENT, null, NOW)));
                        });
                unlessRefused(twin, () -> log.recorded(MARIA, twin, NOW))
                        .ifPresent(
                                recorded -> assertThat(recorded.parts()).as(odd).isEmpty());
                unlessRefused(twin, () -> log.quoted(twin))
                        .ifPresent(quoted -> assertThat(quoted).as(odd).isEmpty());

                unlessRefused(odd, () -> log.claim(odd, NOW, LEASE));
                unlessRefused(twin, () -> log.claim(twin, NOW, LEASE)).ifPresent(claim -> {
                    assertThat(claim.state()).as(odd).isEqualTo(Claim.State.WON);
                    log.giveBack(claim);
                });
                unlessRefused(odd, () -> {
                    log.noteCompared(odd, NOW);
                    return true;
                });
                unlessRefused(twin, () -> log.comparedUntil(twin))
                        .ifPresent(until -> assertThat(until).as(odd).isEmpty());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOperatorsWriteIsKeptOrRefused(TestDatabase database) {
        try (HostDatabase host = host(database)) {
            JdbcNumberStore store = JdbcNumberStore.create(host.dataSource());
            for (String odd : TWINS.keySet()) {
                Widget before = store.widget(WIDGET).orElseThrow();
                PooledNumber entry = before.pool().get(0);
                unlessRefused(odd, () -> store.save(before.withPool(List.of(entry.withNotes(odd)))))
                        .ifPresentOrElse(
                                saved -> assertThat(saved.pool().get(0).notes()).isEqualTo(odd),
                                () -> assertThat(store.widget(WIDGET)).contains(before));
                unlessRefused(odd, () -> {
                            store.noteHealth(entry.number(), Health.Source.OPERATOR, new Health(odd, NOW, NOW));
                            return store.usage(WIDGET).get(0).health();
                        })
                        .ifPresent(health -> assertThat(health.reason()).isEqualTo(odd));
                store.noteHealth(entry.number(), Health.Source.OPERATOR, null);
                unlessRefused(odd, () -> store.withoutNumber(WIDGET, Set.of(odd)))
                        .ifPresent(waiting -> assertThat(waiting).isEmpty());
            }
        }
    }

    /** Empty if it was refused for good, in words that do not repeat it. */
    private static <T> Optional<T> unlessRefused(String text, Callable<T> call) {
        try {
            return Optional.of(call.call());
        } catch (StoreException | InvalidPoolException e) {
            assertThat(e instanceof StoreException store && store.isTransient())
                    .as("told to repeat")
                    .isFalse();
            assertThat(text.length() > 2 && e.getMessage().contains(text)).isFalse();
            return Optional.empty();
        } catch (Exception e) {
            return fail("neither kept nor refused", e);
        }
    }
}
