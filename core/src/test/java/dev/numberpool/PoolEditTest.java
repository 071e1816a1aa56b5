package dev.numberpool;

import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PoolEditTest {
    private final World world = new World(ONE, TWO);

    private InvalidPoolException refused(Widget edited) {
        InvalidPoolException thrown = catchThrowableOfType(InvalidPoolException.class, () -> world.pool.save(edited));
        assertThat(thrown).as("save() must refuse").isNotNull();
        return thrown;
    }

    @Nested
    @DisplayName("A7 one bad entry does not take the widget down")
    class BadEntries {
        @Test
        void a_duplicate_is_refused_with_its_index_and_the_number_masked() {
            InvalidPoolException thrown =
                    refused(world.pool.widget(WIDGET).withPool(World.entries(ONE, TWO, ONE, TWO)));

            assertThat(thrown.problems()).extracting(Widget.Problem::index).containsExactly(2, 3);
            assertThat(thrown.problems()).extracting(Widget.Problem::kind).containsOnly(Widget.Problem.Kind.DUPLICATE);
            assertThat(thrown.problems().get(0).message()).contains(ONE.masked(), "index 0");
            assertThat(thrown.problems().get(1).message()).contains(TWO.masked(), "index 1");
            assertThat(thrown).hasMessageContainingAll("widget '7'", "entry 2", "not saved");
            assertThat(world.pool.widget(WIDGET).pool()).as("nothing was saved").hasSize(2);
        }

        @Test
        void ten_thousand_entries_are_possible_and_one_more_is_not() {
            List<PooledNumber> many = IntStream.range(0, Widget.MAX_ENTRIES)
                    .mapToObj(i -> PooledNumber.of(PhoneNumber.of("+1555" + (1_000_000 + i))))
                    .toList();
            Widget saved = world.pool.save(world.pool.widget(WIDGET).withPool(many));
            assertThat(saved.pool()).hasSize(10_000);

            List<PooledNumber> tooMany = new ArrayList<>(many);
            tooMany.add(PooledNumber.of(ONE));
            assertThat(refused(saved.withPool(tooMany)).problems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.index()).isEqualTo(Widget.WHOLE);
                        assertThat(problem.message()).contains("10001").contains("10000");
                    });
        }

        @Test
        void what_was_unreadable_counts_as_entries_too() {
            List<PooledNumber> many = IntStream.range(0, Widget.MAX_ENTRIES)
                    .mapToObj(i -> PooledNumber.of(PhoneNumber.of("+1555" + (1_000_000 + i))))
                    .toList();
            world.edit(widget -> widget.withFindings(Map.of(0, "{}"), List.of()));

            assertThat(refused(world.pool.widget(WIDGET).withPool(many)).problems())
                    .extracting(Widget.Problem::index)
                    .containsExactly(Widget.WHOLE);
        }

        @Test
        void an_unreadable_entry_is_reported_and_survives_an_edit_of_the_others() {
            Widget.Problem problem = new Widget.Problem(1, "the number has a blank in it");
            world.edit(widget -> widget.withFindings(Map.of(1, "{\"number\":\"+1 555\"}"), List.of(problem)));

            Widget saved = world.pool.save(world.pool.widget(WIDGET).withPool(World.entries(ONE, THREE)));

            assertThat(saved.unreadable()).containsExactly(Map.entry(1, "{\"number\":\"+1 555\"}"));
            assertThat(saved.problems()).containsExactly(problem);
            assertThat(world.assign(1).number()).isEqualTo(ONE);
        }

        @Test
        void an_unreadable_entry_can_be_dropped() {
            world.edit(widget -> widget.withFindings(Map.of(1, "{}", 3, "[]"), List.of()));

            Widget saved = world.pool.save(world.pool.widget(WIDGET).withoutEntry(1));

            assertThat(saved.unreadable()).containsExactly(Map.entry(3, "[]"));
        }

        @Test
        void a_pool_that_is_no_list_is_not_overwritten_unless_it_is_dropped_first() {
            world.setPool();
            world.edit(widget -> widget.withFindings(Map.of(Widget.WHOLE, "{\"a\":1}"), List.of()));
            Widget edited = world.pool.widget(WIDGET).withPool(World.entries(ONE));

            assertThat(refused(edited).problems()).singleElement().satisfies(problem -> {
                assertThat(problem.index()).isEqualTo(Widget.WHOLE);
                assertThat(problem.message()).contains("withoutEntry(Widget.WHOLE)");
            });
            assertThat(world.pool.save(edited.withoutEntry(Widget.WHOLE)).pool())
                    .hasSize(1);
        }

        @Test
        void a_pool_that_is_no_list_does_not_forbid_other_edits() {
            world.setPool();
            world.edit(widget -> widget.withFindings(Map.of(Widget.WHOLE, "{\"a\":1}"), List.of()));

            Widget saved = world.pool.save(world.pool.widget(WIDGET).withHandoverNumber(DEFAULT));

            assertThat(saved.handoverNumber()).isEqualTo(DEFAULT);
            assertThat(saved.unreadable()).containsKey(Widget.WHOLE);
        }

        @Test
        void every_problem_is_named_at_once() {
            world.edit(widget -> widget.withFindings(Map.of(Widget.WHOLE, "1"), List.of()));

            assertThat(refused(world.pool.widget(WIDGET).withPool(World.entries(ONE, ONE, ONE)))
                            .problems())
                    .extracting(Widget.Problem::index)
                    .containsExactly(Widget.WHOLE, 1, 2);
        }
    }

    @Nested
    @DisplayName("A8 unknown properties and order survive; two editors do not overwrite each other")
    class TwoEditors {
        @Test
        void properties_notes_and_order_survive_reading_and_saving() {
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put("region", "\"EU\"");
            properties.put("cost", "1.50");
            properties.put("a", "null");
            PooledNumber entry = new PooledNumber(THREE, "eu-1", "Team", true, 2, "main line", properties);
            List<PooledNumber> pool = List.of(entry, PooledNumber.of(TWO), PooledNumber.of(ONE));

            Widget saved = world.pool.save(world.pool.widget(WIDGET).withPool(pool));
            Widget again = world.pool.save(saved.withHandoverNumber(DEFAULT));

            assertThat(again.pool()).isEqualTo(pool);
            assertThat(again.pool().get(0).properties().keySet()).containsExactly("region", "cost", "a");
            assertThat(world.pool.widget(WIDGET)).isEqualTo(again);
        }

        @Test
        void the_withers_keep_everything_else() {
            PooledNumber entry = new PooledNumber(ONE, "id", "Team", true, 2, "notes", Map.of("x", "1"));

            PooledNumber changed = entry.withActive(false)
                    .withWeight(3)
                    .withDisplayName("Sales")
                    .withNotes(null);

            assertThat(changed).isEqualTo(new PooledNumber(ONE, "id", "Sales", false, 3, null, Map.of("x", "1")));
        }

        @Test
        void the_later_save_is_refused_with_both_versions() {
            Widget mine = world.pool.widget(WIDGET);
            Widget yours = world.pool.widget(WIDGET);
            Widget saved = world.pool.save(yours.withPool(World.entries(THREE)));
            Widget attempted = mine.withPool(World.entries(ONE));

            PoolConflictException thrown =
                    catchThrowableOfType(PoolConflictException.class, () -> world.pool.save(attempted));

            assertThat(thrown.stored()).isEqualTo(saved);
            assertThat(thrown.attempted()).isEqualTo(attempted);
            assertThat(thrown)
                    .hasMessageContainingAll("widget '7'", saved.version(), attempted.version(), "read it again");
            assertThat(world.pool.widget(WIDGET)).isEqualTo(saved);
        }

        @Test
        void an_editor_and_an_operators_sql_conflict_too() {
            Widget mine = world.pool.widget(WIDGET);
            world.switchOff(ONE);

            assertThatThrownBy(() -> world.pool.save(mine)).isInstanceOf(PoolConflictException.class);
        }

        @Test
        void who_reads_again_can_save() {
            Widget mine = world.pool.widget(WIDGET);
            world.switchOff(ONE);
            assertThatThrownBy(() -> world.pool.save(mine)).isInstanceOf(PoolConflictException.class);

            Widget saved = world.pool.save(world.pool.widget(WIDGET).withHandoverNumber(DEFAULT));

            assertThat(saved.handoverNumber()).isEqualTo(DEFAULT);
            assertThat(saved.version()).isNotEqualTo(mine.version());
        }

        @Test
        void save_can_be_called_again_with_what_it_returned() {
            Widget first = world.pool.save(world.pool.widget(WIDGET).withHandoverNumber(DEFAULT));
            Widget second = world.pool.save(first.withHandoverNumber(null));

            assertThat(second.handoverNumber()).isNull();
        }

        @Test
        void save_does_not_touch_the_credentials() {
            world.edit(widget -> widget.withCredentials("blob"));

            Widget saved = world.pool.save(world.pool.widget(WIDGET).withCredentials("stolen"));

            assertThat(saved.credentials()).isEqualTo("blob");
        }

        @Test
        void an_unknown_widget_is_named() {
            WidgetId nobody = WidgetId.of(404);

            assertThatThrownBy(() -> world.pool.widget(nobody))
                    .isInstanceOf(UnknownWidgetException.class)
                    .hasMessageContaining("widget '404'");
            assertThatThrownBy(() -> world.pool.save(Widget.of(nobody))).isInstanceOf(UnknownWidgetException.class);
            assertThatThrownBy(() -> world.pool.usage(nobody)).isInstanceOf(UnknownWidgetException.class);
            assertThatThrownBy(() -> world.pool.assign(nobody, World.id(1)))
                    .isInstanceOf(UnknownWidgetException.class)
                    .hasMessageContaining("widget '404'");
        }
    }
}
