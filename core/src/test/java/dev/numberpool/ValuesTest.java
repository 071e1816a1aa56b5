package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.MARIA;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.handover;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Media;
import dev.numberpool.desk.Message;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("values check and copy what they are made of")
class ValuesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Nested
    class Handovers {
        @Test
        void the_withers_add_one_thing_and_keep_the_rest() {
            Handover handover = Handover.of(WIDGET, id(1)).withAgent(ALICE).withCustomer(MARIA);

            assertThat(handover).isEqualTo(new Handover(WIDGET, id(1), ALICE, MARIA));
            assertThat(handover.withAgent(BEN)).isEqualTo(new Handover(WIDGET, id(1), BEN, MARIA));
            assertThat(Handover.of(WIDGET, id(1))).isEqualTo(new Handover(WIDGET, id(1), null, null));
        }

        @Test
        void as_text_it_is_masked() {
            assertThat(Handover.of(WIDGET, id(1))).hasToString("Handover[widget=7, conversation=1]");
            assertThat(handover(1, ALICE).withCustomer(MARIA))
                    .hasToString("Handover[widget=7, conversation=1, agent=+2010•••6348, customer=US.•••1918]");
        }
    }

    @Nested
    class Assignments {
        private final Assignment assignment =
                new Assignment(WIDGET, id(1), ONE, "Support", Assignment.Source.POOL, null, NOON, true);

        @Test
        void the_withers_change_one_thing() {
            assertThat(assignment.withAgent(ALICE).agent()).isEqualTo(ALICE);
            assertThat(assignment.withAgent(ALICE).isNew()).isTrue();
            assertThat(assignment.asNew(false).isNew()).isFalse();
            assertThat(assignment.asNew(false).asNew(true)).isEqualTo(assignment);
        }

        @Test
        void everything_but_the_pool_is_a_fallback() {
            for (Assignment.Source source : Assignment.Source.values()) {
                Assignment from = new Assignment(WIDGET, id(1), ONE, "Support", source, null, NOON, true);
                assertThat(from.isFallback()).isEqualTo(source != Assignment.Source.POOL);
            }
        }

        @Test
        void as_text_it_is_masked() {
            assertThat(assignment)
                    .hasToString("Assignment[widget=7, conversation=1, number=+1555•••6359, source=POOL,"
                            + " assignedAt=2026-03-01T12:00:00Z, isNew=true]");
            assertThat(assignment.withAgent(ALICE).toString()).contains(", agent=+2010•••6348, ");
        }
    }

    @Nested
    class PoolEntries {
        @ParameterizedTest
        @ValueSource(doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
        void a_weight_is_above_zero_and_finite(double weight) {
            assertThatThrownBy(() -> PooledNumber.of(ONE).withWeight(weight))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("weight of " + ONE.masked())
                    .hasMessageContaining(String.valueOf(weight));
        }

        @ParameterizedTest
        @ValueSource(doubles = {Double.MIN_VALUE, 0.5, 1, 1000, Double.MAX_VALUE})
        void any_other_weight_will_do(double weight) {
            assertThat(PooledNumber.of(ONE).withWeight(weight).weight()).isEqualTo(weight);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a\u0000b"})
        void id_and_name_must_be_storable(String text) {
            assertThatThrownBy(() -> PooledNumber.of(ONE).withDisplayName(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("display name");
            assertThatThrownBy(() -> new PooledNumber(ONE, text, "name", true, 1, null, Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("id of a pool entry");
        }

        @Test
        void without_a_name_it_is_called_by_its_number() {
            assertThat(PooledNumber.of(ONE))
                    .isEqualTo(new PooledNumber(ONE, ONE.e164(), ONE.e164(), true, 1, null, Map.of()));
        }

        @Test
        void properties_are_copied_and_cannot_be_changed() {
            Map<String, String> properties = new LinkedHashMap<>(Map.of("a", "1"));
            PooledNumber entry = new PooledNumber(ONE, "id", "name", true, 1, null, properties);
            properties.clear();

            assertThat(entry.properties()).containsOnlyKeys("a");
            assertThatThrownBy(() -> entry.properties().clear()).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class Widgets {
        @Test
        void one_without_numbers() {
            Widget widget = Widget.of(WIDGET);

            assertThat(widget.pool()).isEmpty();
            assertThat(widget.handoverNumber()).isNull();
            assertThat(widget.credentials()).isNull();
            assertThat(widget.unreadable()).isEmpty();
            assertThat(widget.problems()).isEmpty();
        }

        @Test
        void the_withers_keep_everything_else() {
            List<Widget.Problem> problems = List.of(new Widget.Problem(3, "odd"));
            Widget widget = Widget.of(WIDGET)
                    .withPool(World.entries(ONE))
                    .withHandoverNumber(DEFAULT)
                    .withCredentials("blob")
                    .withFindings(Map.of(3, "{}"), problems)
                    .withVersion("v1");

            assertThat(widget.pool()).isEqualTo(World.entries(ONE));
            assertThat(widget.handoverNumber()).isEqualTo(DEFAULT);
            assertThat(widget.credentials()).isEqualTo("blob");
            assertThat(widget.unreadable()).containsExactly(Map.entry(3, "{}"));
            assertThat(widget.problems()).isEqualTo(problems);
            assertThat(widget.version()).isEqualTo("v1");
            assertThat(widget.withPool(World.entries(TWO)).withPool(World.entries(ONE)))
                    .isEqualTo(widget);
            assertThat(widget.withHandoverNumber(null).withHandoverNumber(DEFAULT))
                    .isEqualTo(widget);
            assertThat(widget.withCredentials(null).withCredentials("blob")).isEqualTo(widget);
            assertThat(widget.withoutEntry(3).withFindings(Map.of(3, "{}"), problems))
                    .isEqualTo(widget);
        }

        @Test
        void lists_are_copied_and_cannot_be_changed() {
            List<PooledNumber> pool = new ArrayList<>(World.entries(ONE));
            Widget widget = Widget.of(WIDGET).withPool(pool);
            pool.clear();

            assertThat(widget.pool()).hasSize(1);
            assertThatThrownBy(() -> widget.pool().clear()).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> widget.unreadable().put(1, "x")).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void unreadable_entries_stand_in_stored_order() {
            assertThat(Widget.of(WIDGET)
                            .withFindings(Map.of(7, "b", 2, "a", 30, "c"), List.of())
                            .unreadable())
                    .containsExactly(Map.entry(2, "a"), Map.entry(7, "b"), Map.entry(30, "c"));
        }

        @Test
        void a_problem_names_its_entry_unless_it_concerns_the_whole() {
            assertThat(new Widget.Problem(2, "is odd")).hasToString("entry 2: is odd");
            assertThat(new Widget.Problem(Widget.WHOLE, "is odd")).hasToString("is odd");
        }

        @Test
        void as_text_it_is_counts() {
            assertThat(Widget.of(WIDGET).withVersion("v1").withPool(World.entries(ONE, TWO)))
                    .hasToString("Widget[id=7, pool=2 entries, handoverNumber=none, problems=0, version=v1]");
            assertThat(Widget.of(WIDGET).withHandoverNumber(ONE).toString()).contains("handoverNumber=+1555•••6359");
        }
    }

    @Nested
    @DisplayName("of the ports")
    class Spi {
        @Test
        void a_query_asks_for_at_least_one() {
            assertThatThrownBy(() -> ActiveQuery.idleSince(NOON, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("limit is 0");
            assertThat(ActiveQuery.idleSince(NOON, 1)).isEqualTo(new ActiveQuery(null, null, null, NOON, 1));
            assertThat(ActiveQuery.of(WIDGET)).isEqualTo(new ActiveQuery(WIDGET, null, null, null, Integer.MAX_VALUE));
            assertThat(ActiveQuery.on(ONE)).isEqualTo(new ActiveQuery(null, ONE, null, null, Integer.MAX_VALUE));
            assertThat(ActiveQuery.on(new SenderThread(ALICE, ONE)))
                    .isEqualTo(new ActiveQuery(null, ONE, ALICE, null, Integer.MAX_VALUE));
        }

        @Test
        void health_is_over_from_its_end_on() {
            Health health = new Health("failed", NOON, NOON.plusSeconds(60));

            assertThat(health.isOver(NOON)).isFalse();
            assertThat(health.isOver(NOON.plusSeconds(60).minusNanos(1))).isFalse();
            assertThat(health.isOver(NOON.plusSeconds(60))).isTrue();
        }

        @Test
        void a_record_is_active_while_open_and_not_released_and_settled_while_nobody_saw_it_closed() {
            Assignment assignment =
                    new Assignment(WIDGET, id(1), ONE, "Support", Assignment.Source.POOL, null, NOON, false);

            assertThat(new ConversationRecord(id(1), WIDGET, true, assignment, false, false).settled())
                    .isEqualTo(assignment);
            assertThat(new ConversationRecord(id(1), WIDGET, true, assignment, false, true).active())
                    .isEqualTo(assignment);
            assertThat(new ConversationRecord(id(1), WIDGET, true, assignment, false, true).settled())
                    .isNull();
            assertThat(new ConversationRecord(id(1), WIDGET, true, assignment, true, false).active())
                    .isNull();
            assertThat(new ConversationRecord(id(1), WIDGET, false, assignment, false, false).active())
                    .isNull();
            assertThat(ConversationRecord.open(WIDGET, id(1)))
                    .isEqualTo(new ConversationRecord(id(1), WIDGET, true, null, false, false));
        }

        @Test
        void a_snapshot_knows_zeros_of_a_number_it_knows_nothing_of() {
            NumberFacts known = new NumberFacts(ONE, 3, 2, 1, NOON, NOON, NOON, NOON, null);
            Snapshot snapshot =
                    new Snapshot(ConversationRecord.open(WIDGET, id(1)), Widget.of(WIDGET), Map.of(ONE, known));

            assertThat(snapshot.factsOf(ONE)).isEqualTo(known);
            assertThat(snapshot.factsOf(TWO)).isEqualTo(new NumberFacts(TWO, 0, 0, 0, null, null, null, null, null));
        }

        @Test
        void credentials_tell_neither_account_nor_tokens() {
            assertThat(new Credentials("AC123", List.of("t1", "t2"), ONE))
                    .hasToString("Credentials[tokens=2, number=+1555•••6359]");
            assertThat(new Credentials("AC123", List.of(), null)).hasToString("Credentials[tokens=0, number=none]");
        }
    }

    @Test
    void a_window_is_open_for_24_hours_and_closed_by_a_refusal_until_the_participant_writes_again() {
        Instant earlier = NOON.minusSeconds(1);

        assertThat(ServiceWindow.of(null, null, NOON)).isEqualTo(ServiceWindow.UNKNOWN);
        assertThat(ServiceWindow.of(NOON, null, NOON.plus(Duration.ofDays(1)).minusNanos(1)))
                .isEqualTo(ServiceWindow.OPEN);
        assertThat(ServiceWindow.of(NOON, null, NOON.plus(Duration.ofDays(1)))).isEqualTo(ServiceWindow.CLOSED);
        assertThat(ServiceWindow.of(null, earlier, NOON)).isEqualTo(ServiceWindow.CLOSED);
        assertThat(ServiceWindow.of(earlier, earlier, NOON)).isEqualTo(ServiceWindow.CLOSED);
        assertThat(ServiceWindow.of(NOON, earlier, NOON)).isEqualTo(ServiceWindow.OPEN);
        assertThat(ServiceWindow.of(NOON, earlier, NOON.plus(Duration.ofDays(1))))
                .isEqualTo(ServiceWindow.CLOSED);
    }

    @Test
    void media_are_added_to_those_that_a_message_has() {
        Media photo = new Media("ME1", "image/jpeg");
        Media voice = new Media("ME2", "audio/ogg");

        assertThat(Message.of("m1", "look").with(photo).with(voice).media()).containsExactly(photo, voice);
        assertThat(InboundMessage.of("SM1", ALICE, ONE, "look", NOON)
                        .with(photo)
                        .with(voice)
                        .media())
                .containsExactly(photo, voice);
    }

    @Test
    void store_exceptions_say_whether_a_repetition_may_help() {
        assertThat(new StoreException("no").isTransient()).isFalse();
        assertThat(new StoreException("conflict", true, new IllegalStateException()).isTransient())
                .isTrue();
        assertThat(new StoreException("broken", false, new IllegalStateException("why")))
                .hasMessage("broken")
                .hasRootCauseMessage("why");
    }
}
