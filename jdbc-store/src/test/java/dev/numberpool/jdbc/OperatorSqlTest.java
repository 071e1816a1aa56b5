package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.Handover;
import dev.numberpool.NoNumberAvailableException;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.spi.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The guide's statements, letter by letter, and what an operator does by plain SQL: the next decision sees it. */
class OperatorSqlTest {
    private static final String FIRST = "+15558986359";
    private static final String SECOND = "+15558986360";
    private static final String THIRD = "+15558986361";

    /** The guide's statement; other databases than PostgreSQL do not know its cast. */
    private static String addNumbers(HostDatabase host) {
        String sql = HostDatabase.guide("add-numbers.sql");
        return host.database() == TestDatabase.POSTGRESQL
                ? sql
                : sql.replace("::JSONB", "").replaceAll("--.*", "");
    }

    private static String numberOf(NumberPool pool, int id) {
        return pool.assign(WIDGET, conversation(id)).number().e164();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A2, A6: the guide's UPDATE gives widget 7 its pool, and the next handovers use it evenly")
    void theGuidesUpdateTakesEffectAtOnce(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            NumberPool pool = host.pool().build();
            host.conversations(1, 6);
            assertThatThrownBy(() -> pool.assign(WIDGET, conversation(1)))
                    .isInstanceOf(NoNumberAvailableException.class);

            host.sql(addNumbers(host));

            List<Assignment> all = IntStream.rangeClosed(1, 6)
                    .mapToObj(id -> pool.assign(WIDGET, conversation(id)))
                    .toList();
            assertThat(all.stream().map(a -> a.number().e164()).toList())
                    .containsExactly(FIRST, SECOND, THIRD, FIRST, SECOND, THIRD);
            assertThat(all.get(0).displayName()).isEqualTo("Support Team 1");
            assertThat(all.get(2).displayName()).isEqualTo("Sales Team");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A5: the guide's JSON document with a disabled number is a pool of two")
    void theGuidesDocumentIsAPoolOfTwo(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(HostDatabase.guide("pool.json"));
            host.conversations(1, 4);
            NumberPool pool = host.pool().build();

            assertThat(IntStream.rangeClosed(1, 4).mapToObj(id -> numberOf(pool, id)))
                    .containsExactly(FIRST, SECOND, FIRST, SECOND);
            assertThat(pool.widget(WIDGET).problems()).isEmpty();
            assertThat(pool.widget(WIDGET).pool().get(2).notes()).isEqualTo("Disabled temporarily");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("The guide's monitoring query lists the assigned conversations of widget 7")
    void theGuidesMonitoringQueryListsAssignedConversations(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.sql(addNumbers(host));
            host.conversations(1, 3);
            NumberPool pool = host.pool().build();
            pool.assign(WIDGET, conversation(1));
            pool.assign(WIDGET, conversation(2));

            assertThat(host.query(HostDatabase.guide("monitoring.sql").replaceAll(";\\s*$", "")))
                    .hasSize(2)
                    .allMatch(row -> row.contains("visitor ") && row.contains("+155589863"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A5: '[]', SQL NULL and JSON null are no pool: handover number, then credentials, then a clear error")
    void anEmptyPoolIsTheSingleNumberSystem(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.conversations(1, 9);
            NumberPool pool = host.pool()
                    .credentials((widget, stored) -> new Credentials("AC1", List.of("secret"), PhoneNumber.of(stored)))
                    .build();
            int id = 1;
            for (String empty : List.of("'[]'", "NULL", "'null'")) {
                host.sql("UPDATE widget_configs SET whatsapp_number_pool = " + empty
                        + ", handover_whatsapp_number = '+14155550100' WHERE id = 7");
                Assignment byDefault = pool.assign(WIDGET, conversation(id++));
                assertThat(byDefault.source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);
                assertThat(byDefault.number().e164()).isEqualTo("+14155550100");

                host.sql("UPDATE widget_configs SET handover_whatsapp_number = NULL,"
                        + " encrypted_credentials = '+14155550199' WHERE id = 7");
                Assignment byCredentials = pool.assign(WIDGET, conversation(id++));
                assertThat(byCredentials.source()).isEqualTo(Assignment.Source.CREDENTIALS);
                assertThat(byCredentials.number().e164()).isEqualTo("+14155550199");

                host.sql("UPDATE widget_configs SET encrypted_credentials = NULL WHERE id = 7");
                int nobody = id++;
                assertThatThrownBy(() -> pool.assign(WIDGET, conversation(nobody)))
                        .isInstanceOf(NoNumberAvailableException.class)
                        .hasMessageContaining("conversation '" + nobody + "' of widget '7'")
                        .hasMessageContaining("pool:")
                        .hasMessageContaining("handover_whatsapp_number is not set")
                        .hasMessageContaining("no credentials");
            }
            assertThat(pool.assign(WIDGET, conversation(1)).number().e164())
                    .as("A1: the fallback is sticky, too")
                    .isEqualTo("+14155550100");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A1, A6: a number switched off by SQL gets nothing new and keeps what it has")
    void aNumberSwitchedOffBySqlGetsNothingNew(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.sql(addNumbers(host));
            host.conversations(1, 8);
            NumberPool pool = host.pool().build();
            assertThat(numberOf(pool, 1)).isEqualTo(FIRST);

            host.sql(addNumbers(host).replaceFirst("\"is_active\": true", "\"is_active\": false"));

            assertThat(IntStream.rangeClosed(2, 8).mapToObj(id -> numberOf(pool, id)))
                    .doesNotContain(FIRST);
            assertThat(numberOf(pool, 1)).isEqualTo(FIRST);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A3, A6: conversations closed, re-opened and deleted by SQL count as such in the next decision")
    void closedReopenedAndDeletedConversationsCountAtOnce(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.sql(addNumbers(host));
            host.conversations(1, 12);
            NumberPool pool = host.pool().coolDown(Duration.ZERO).build();
            for (int id = 1; id <= 6; id++) {
                pool.assign(WIDGET, conversation(id));
            }

            host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id IN (2, 5)");
            assertThat(List.of(numberOf(pool, 7), numberOf(pool, 8))).containsExactly(SECOND, SECOND);

            host.sql("UPDATE widget_conversations SET status = 'open' WHERE id = 2");
            assertThat(pool.usage(WIDGET).numbers().get(1).active()).isEqualTo(3);
            assertThat(numberOf(pool, 9)).isEqualTo(FIRST);

            host.sql("DELETE FROM widget_conversations WHERE id IN (3, 6)");
            assertThat(List.of(numberOf(pool, 10), numberOf(pool, 11))).containsExactly(THIRD, THIRD);
            assertThatThrownBy(() -> pool.assign(WIDGET, conversation(3)))
                    .isInstanceOf(UnknownConversationException.class)
                    .hasMessageContaining("'3'");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A12: closed by SQL gets no number; re-opened, it gets its old chat back if that is still free")
    void aReopenedConversationGetsItsOldChatBackIfItIsFree(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.sql(addNumbers(host));
            host.conversations(1, 9);
            NumberPool pool = host.pool().coolDown(Duration.ZERO).build();
            Participant agent = Participant.of("+201016666348");
            Handover handover = Handover.of(WIDGET, conversation(1)).withAgent(agent);
            assertThat(pool.assign(handover).number().e164()).isEqualTo(FIRST);

            host.sql("UPDATE widget_conversations SET status = 'closed' WHERE id = 1");
            assertThat(pool.assignmentOf(conversation(1))).isEmpty();
            assertThatThrownBy(() -> pool.assign(handover)).isInstanceOf(ConversationClosedException.class);
            assertThat(pool.assign(Handover.of(WIDGET, conversation(2)).withAgent(agent))
                            .number()
                            .e164())
                    .isEqualTo(SECOND);

            host.sql("UPDATE widget_conversations SET status = NULL WHERE id = 1");
            Assignment again = pool.assign(handover);
            assertThat(again.number().e164()).isEqualTo(FIRST);
            assertThat(again.isNew()).as("another decision has seen it closed").isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A9: adopt enters handed-over conversations with the default number; the pool is for new ones")
    void migrationKeepsOldConversationsOnTheDefaultNumber(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.conversations(1, 6);
            host.sql(
                    "UPDATE widget_configs SET handover_whatsapp_number = '+14155550100' WHERE id = 7",
                    "UPDATE widget_conversations SET status = 'with_agent' WHERE id IN (1, 2)",
                    "UPDATE widget_conversations SET status = 'bot' WHERE id IN (3, 4)",
                    "UPDATE widget_conversations SET status = 'closed' WHERE id = 5");
            NumberPool pool = host.pool().build();
            assertThat(pool.assignmentOf(conversation(1))).isEmpty();

            List<Assignment> adopted = pool.adopt(
                    WIDGET,
                    Set.of("with_agent"),
                    id -> id.value().equals("1") ? Optional.of(Participant.of("+4915112345678")) : Optional.empty());
            assertThat(adopted).hasSize(2).allMatch(a -> a.source() == Assignment.Source.HANDOVER_DEFAULT);
            assertThat(pool.adopt(WIDGET, Set.of("with_agent"), id -> Optional.empty()))
                    .as("idempotent")
                    .isEmpty();

            host.sql(addNumbers(host));
            assertThat(numberOf(pool, 1)).isEqualTo("+14155550100");
            assertThat(pool.assignmentOf(conversation(1)).orElseThrow().agent())
                    .isEqualTo(Participant.of("+4915112345678"));
            assertThat(numberOf(pool, 3)).isEqualTo(FIRST);
            assertThat(pool.assignmentOf(conversation(4))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A1: a number that an earlier system wrote into the row is kept")
    void aNumberSetByAnEarlierSystemIsKept(TestDatabase database) {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.sql(addNumbers(host));
            host.conversations(1, 3);
            host.sql("UPDATE widget_conversations SET assigned_whatsapp_number = '" + SECOND + "' WHERE id = 1");
            NumberPool pool = host.pool().build();

            Assignment known = pool.assign(WIDGET, conversation(1));
            assertThat(known.number().e164()).isEqualTo(SECOND);
            assertThat(known.isNew()).isFalse();
            assertThat(List.of(numberOf(pool, 2), numberOf(pool, 3)))
                    .as("and it counts")
                    .containsExactly(FIRST, THIRD);
        }
    }
}
