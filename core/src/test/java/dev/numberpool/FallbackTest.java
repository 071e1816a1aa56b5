package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.IN_CREDENTIALS;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.PLAIN_READER;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.CredentialsReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A5 fallback")
class FallbackTest {
    /** A pool with a reader of credentials. */
    private static World withReader(CredentialsReader reader, PhoneNumber... numbers) {
        return new World(builder -> builder.credentials(reader), numbers);
    }

    private static List<String> reasons(World world) {
        return noNumber(world).reasons();
    }

    private static NoNumberAvailableException noNumber(World world) {
        NoNumberAvailableException thrown =
                catchThrowableOfType(NoNumberAvailableException.class, () -> world.assign(282));
        assertThat(thrown).as("assign() must fail").isNotNull();
        return thrown;
    }

    @Nested
    @DisplayName("the chain")
    class Chain {
        @Test
        void an_active_pool_goes_before_the_default() {
            World world = new World(ONE);
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));

            assertThat(world.assign(1).number()).isEqualTo(ONE);
        }

        @Test
        void without_a_pool_the_default_answers() {
            World world = withReader(PLAIN_READER);
            world.edit(widget -> widget.withHandoverNumber(DEFAULT).withCredentials(IN_CREDENTIALS.e164()));

            Assignment assignment = world.assign(1);

            assertThat(assignment.number()).isEqualTo(DEFAULT);
            assertThat(assignment.source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);
            assertThat(assignment.displayName()).isEqualTo(DEFAULT.e164());
            assertThat(assignment.isFallback()).isTrue();
            assertThat(assignment.isNew()).isTrue();
        }

        @Test
        void without_a_default_the_credentials_answer() {
            World world = withReader(PLAIN_READER);
            world.edit(widget -> widget.withCredentials(IN_CREDENTIALS.e164()));

            Assignment assignment = world.assign(1);

            assertThat(assignment.number()).isEqualTo(IN_CREDENTIALS);
            assertThat(assignment.source()).isEqualTo(Assignment.Source.CREDENTIALS);
            assertThat(assignment.isFallback()).isTrue();
        }

        @Test
        void a_pool_that_is_all_switched_off_or_all_unhealthy_falls_back_too() {
            World world = new World(ONE, TWO);
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));
            world.quarantine(ONE, TWO);
            assertThat(world.assign(1).number()).isEqualTo(DEFAULT);

            world.switchOff(ONE);
            assertThat(world.assign(2).number()).isEqualTo(DEFAULT);

            world.switchOff(TWO);
            assertThat(world.assign(3).number()).isEqualTo(DEFAULT);
            assertThat(world.listener.names()).doesNotContain("usedUnhealthy");
        }

        @Test
        void the_fallback_is_sticky_too() {
            World world = new World();
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));
            Assignment first = world.assign(1);

            world.setPool(ONE, TWO);
            world.edit(widget -> widget.withHandoverNumber(THREE));

            assertThat(world.assign(1)).isEqualTo(first.asNew(false));
            assertThat(world.assign(2).number()).isEqualTo(ONE);
        }

        @Test
        void a_strategy_that_wants_none_of_them_falls_back() {
            World world = new World(builder -> builder.strategy((handover, candidates) -> Optional.empty()), ONE, TWO);
            assertThat(reasons(world)).startsWith("pool: 2 of 2 numbers can serve", "strategy: wanted none of them");

            world.edit(widget -> widget.withHandoverNumber(DEFAULT));
            assertThat(world.assign(1).source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);
        }

        @Test
        void a_number_that_the_strategy_refused_is_not_replaced_by_an_unhealthy_one() {
            World world = new World(builder -> builder.strategy((handover, candidates) -> Optional.empty()), ONE, TWO);
            world.quarantine(TWO);

            assertThat(reasons(world)).contains("strategy: wanted none of them");
            assertThat(world.listener.events).isEmpty();
        }

        @Test
        void without_any_step_an_unusable_pool_is_an_error() {
            World world = new World(builder -> builder.fallback(FallbackResolver.none()));
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));

            assertThat(reasons(world)).containsExactly("pool: there is no pool");
        }
    }

    @Test
    void the_default_is_found_within_the_one_decision() {
        World world = new World();
        world.edit(widget -> widget.withHandoverNumber(DEFAULT));
        InterruptedStore interrupted = new InterruptedStore(world.store);
        NumberPool pool = NumberPool.builder(interrupted, world.store).build();
        AtomicInteger decisions = new AtomicInteger();
        interrupted.beforeDecide(decisions::incrementAndGet);

        assertThat(pool.assign(WIDGET, id(1)).number()).isEqualTo(DEFAULT);
        assertThat(decisions).hasValue(1);
    }

    @Nested
    @DisplayName("the last resort is the least recently failed number")
    class LastResort {
        @Test
        void when_every_number_is_unhealthy_and_the_chain_has_none() {
            World world = new World(ONE, TWO, THREE);
            world.quarantine(TWO);
            world.clock.advance(Duration.ofMinutes(1));
            world.quarantine(ONE);
            world.clock.advance(Duration.ofMinutes(1));
            world.quarantine(THREE);

            Assignment assignment = world.assign(1);

            assertThat(assignment.number()).isEqualTo(TWO);
            assertThat(assignment.source()).isEqualTo(Assignment.Source.POOL);
            assertThat(world.listener.only("usedUnhealthy").assignment()).isEqualTo(assignment);
            Decision why = world.listener.only("assigned").why();
            assertThat(why.reason()).isEqualTo("every number is unhealthy; this one failed least recently");
            assertThat(why.steps())
                    .contains("pool: none of 3 numbers can serve, 3 of them unhealthy")
                    .last()
                    .isEqualTo("last resort: " + TWO.masked() + " failed least recently");
        }

        @Test
        void and_it_is_sticky() {
            World world = new World(ONE, TWO);
            world.quarantine(TWO);
            world.clock.advance(Duration.ofMinutes(1));
            world.quarantine(ONE);
            Assignment first = world.assign(1);

            world.pool.quarantine(ONE, Duration.ZERO, "works again");

            assertThat(world.assign(1)).isEqualTo(first.asNew(false));
        }

        @Test
        void a_switched_off_number_is_none() {
            World world = new World(ONE, TWO);
            world.quarantine(ONE, TWO);
            world.switchOff(ONE);

            assertThat(world.assign(1).number()).isEqualTo(TWO);
        }

        @Test
        void its_own_thread_is_shared_and_told() {
            World world = new World(ONE);
            world.assign(1, ALICE);
            world.quarantine(ONE);

            world.assign(2, ALICE);

            assertThat(world.listener.names()).containsExactly("assigned", "assigned", "shared", "usedUnhealthy");
        }
    }

    @Nested
    @DisplayName("the error says for each step why it had no number")
    class Reasons {
        static Stream<Arguments> why_the_pool_has_none() {
            return Stream.of(
                    Arguments.of(Named.of("no pool", new World()), "pool: there is no pool"),
                    Arguments.of(Named.of("all inactive", inactive()), "pool: none of 2 numbers is active"));
        }

        private static World inactive() {
            World world = new World(ONE, TWO);
            world.switchOff(ONE);
            world.switchOff(TWO);
            return world;
        }

        @ParameterizedTest
        @MethodSource("why_the_pool_has_none")
        void pool(World world, String reason) {
            assertThat(reasons(world))
                    .containsExactly(
                            reason,
                            "handover default: handover_whatsapp_number is not set or not usable",
                            "credentials: the widget has no credentials");
        }

        @Test
        void a_pool_of_which_nothing_can_be_read_is_no_empty_pool() {
            World world = new World();
            world.edit(widget -> widget.withFindings(Map.of(0, "7"), List.of(new Widget.Problem(0, "is no object"))));

            assertThat(reasons(world)).first().asString().contains("no entry of the pool is usable", "problems()");
        }

        @Test
        void the_message_names_conversation_widget_and_all_reasons() {
            World world = new World();

            assertThat(noNumber(world))
                    .hasMessageContainingAll("conversation '282'", "widget '7'", "no pool", "handover", "credentials");
        }

        @Test
        void no_reader_is_configured() {
            World world = new World();
            world.edit(widget -> widget.withCredentials("secret"));

            assertThat(reasons(world))
                    .last()
                    .asString()
                    .startsWith("credentials: no CredentialsReader is configured")
                    .contains("credentials(");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "  "})
        void blank_credentials_are_none_and_the_reader_is_not_asked(String stored) {
            AtomicInteger reads = new AtomicInteger();
            World world = withReader((widget, text) -> {
                reads.incrementAndGet();
                return PLAIN_READER.read(widget, text);
            });
            world.edit(widget -> widget.withCredentials(stored));

            assertThat(reasons(world)).last().isEqualTo("credentials: the widget has no credentials");
            assertThat(reads).hasValue(0);
        }

        @Test
        void the_credentials_hold_no_number() {
            World world = withReader(PLAIN_READER);
            world.edit(widget -> widget.withCredentials("token only"));

            assertThat(reasons(world)).last().isEqualTo("credentials: the credentials hold no number");
        }

        @Test
        void a_reader_that_throws_is_named_by_its_class_and_never_quoted() {
            World world = withReader((widget, stored) -> {
                throw new IllegalStateException("cannot decrypt " + stored);
            });
            world.edit(widget -> widget.withCredentials("hunter2"));

            NoNumberAvailableException thrown = noNumber(world);

            assertThat(thrown.reasons())
                    .last()
                    .isEqualTo("credentials: the credentials cannot be read (IllegalStateException)");
            assertThat(thrown)
                    .hasMessageNotContaining("hunter2")
                    .hasMessageNotContaining("decrypt")
                    .hasNoCause();
        }

        @Test
        void a_reader_that_returns_nothing_at_all_cannot_be_read() {
            World world = withReader((widget, stored) -> null);
            world.edit(widget -> widget.withCredentials("secret"));

            assertThat(reasons(world)).last().asString().startsWith("credentials: the credentials cannot be read");
        }

        @Test
        void nothing_is_recorded_and_nobody_is_told() {
            World world = new World();

            noNumber(world);

            assertThat(world.pool.assignmentOf(id(282))).isEmpty();
            assertThat(world.store.find(id(282))).isEmpty();
            assertThat(world.listener.events).isEmpty();
        }
    }

    @Nested
    @DisplayName("the credentials are read only when the chain gets there, outside the store's lock")
    class Reader {
        private final AtomicInteger reads = new AtomicInteger();
        private final CredentialsReader counting = (widget, stored) -> {
            reads.incrementAndGet();
            return PLAIN_READER.read(widget, stored);
        };

        @Test
        void not_while_the_pool_serves() {
            World world = withReader(counting, ONE);
            world.edit(widget -> widget.withCredentials(IN_CREDENTIALS.e164()));
            world.assign(1);

            assertThat(reads).hasValue(0);
        }

        @Test
        void not_while_there_is_a_default() {
            World world = withReader(counting);
            world.edit(widget -> widget.withHandoverNumber(DEFAULT).withCredentials(IN_CREDENTIALS.e164()));
            world.assign(1);

            assertThat(reads).hasValue(0);
        }

        @Test
        void once_for_a_new_conversation_and_never_for_a_known_one() {
            World world = withReader(counting);
            world.edit(widget -> widget.withCredentials(IN_CREDENTIALS.e164()));
            world.assign(1);
            world.assign(1);

            assertThat(reads).hasValue(1);
        }

        @Test
        void a_reader_may_call_the_pool_and_the_store() {
            AtomicReference<World> itself = new AtomicReference<>();
            World world = withReader((widget, stored) -> {
                World inside = itself.get();
                inside.store.widget(widget);
                inside.pool.usage(widget);
                inside.pool.assign(World.OTHER_WIDGET, id(99));
                return PLAIN_READER.read(widget, stored);
            });
            itself.set(world);
            world.store.put(Widget.of(World.OTHER_WIDGET).withPool(World.entries(ONE)));
            world.edit(widget -> widget.withCredentials(IN_CREDENTIALS.e164()));

            assertThat(world.assign(1).number()).isEqualTo(IN_CREDENTIALS);
            assertThat(world.pool.assignmentOf(id(99))).isPresent();
        }

        @Test
        void gets_the_widget_and_the_stored_text() {
            List<Object> seen = new ArrayList<>();
            World world = withReader((widget, stored) -> {
                seen.add(widget);
                seen.add(stored);
                return PLAIN_READER.read(widget, IN_CREDENTIALS.e164());
            });
            world.edit(widget -> widget.withCredentials(" blob "));
            world.assign(1);

            assertThat(seen).containsExactly(WIDGET, " blob ");
        }

        @Test
        void a_pool_that_was_filled_meanwhile_is_used() {
            AtomicReference<World> itself = new AtomicReference<>();
            World world = withReader((widget, stored) -> {
                itself.get().setPool(ONE);
                return PLAIN_READER.read(widget, stored);
            });
            itself.set(world);
            world.edit(widget -> widget.withCredentials(IN_CREDENTIALS.e164()));

            assertThat(world.assign(1).number()).isEqualTo(ONE);
        }

        @Test
        void a_conversation_that_somebody_else_assigned_meanwhile_keeps_that() {
            AtomicReference<World> itself = new AtomicReference<>();
            World world = withReader((widget, stored) -> {
                World inside = itself.get();
                inside.setPool(ONE);
                inside.newPool(builder -> builder).assign(WIDGET, id(1));
                inside.setPool();
                return PLAIN_READER.read(widget, stored);
            });
            itself.set(world);
            world.edit(widget -> widget.withCredentials(IN_CREDENTIALS.e164()));

            Assignment assignment = world.assign(1);

            assertThat(assignment.number()).isEqualTo(ONE);
            assertThat(assignment.isNew()).as("the other call chose it").isFalse();
        }

        @Test
        void credentials_that_were_changed_meanwhile_are_read_again() {
            AtomicReference<World> itself = new AtomicReference<>();
            List<String> seen = new ArrayList<>();
            World world = withReader((widget, stored) -> {
                seen.add(stored);
                itself.get().edit(edited -> edited.withCredentials(THREE.e164()));
                return PLAIN_READER.read(widget, stored);
            });
            itself.set(world);
            world.edit(widget -> widget.withCredentials(IN_CREDENTIALS.e164()));

            assertThat(world.assign(1).number()).isEqualTo(THREE);
            assertThat(seen).containsExactly(IN_CREDENTIALS.e164(), THREE.e164());
        }

        @Test
        void an_edit_of_something_else_does_not_make_it_read_again() {
            AtomicReference<World> itself = new AtomicReference<>();
            World world = withReader((widget, stored) -> {
                itself.get().edit(edited -> edited.withPool(List.of()));
                return counting.read(widget, stored);
            });
            itself.set(world);
            world.edit(widget -> widget.withCredentials(IN_CREDENTIALS.e164()));
            world.assign(1);

            assertThat(reads).hasValue(1);
        }

        @Test
        void credentials_that_never_stop_changing_are_given_up_with_words() {
            AtomicReference<World> itself = new AtomicReference<>();
            World world = withReader((widget, stored) -> {
                itself.get().edit(edited -> edited.withCredentials(stored + "x"));
                return new Credentials("account", List.of(), null);
            });
            itself.set(world);
            world.edit(widget -> widget.withCredentials("x"));

            assertThatThrownBy(() -> world.assign(1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("widget '7' kept changing")
                    .matches(e -> ((StoreException) e).isTransient(), "may be repeated");
        }
    }

    @Nested
    @DisplayName("steps of the host")
    class HostSteps {
        private static final PhoneNumber OF_HOST = PhoneNumber.of("+15550003333");

        @Test
        void come_after_the_standard_ones() {
            World world = new World(builder ->
                    builder.fallback(FallbackResolver.standard().then("region", (h, w) -> Optional.of(OF_HOST))));

            Assignment assignment = world.assign(1);

            assertThat(assignment.number()).isEqualTo(OF_HOST);
            assertThat(assignment.source()).isEqualTo(Assignment.Source.HOST);
            assertThat(world.listener.only("assigned").why().reason()).isEqualTo("fallback: region");
        }

        @Test
        void are_not_asked_while_an_earlier_one_answers() {
            AtomicInteger asked = new AtomicInteger();
            World world = new World(builder ->
                    builder.fallback(FallbackResolver.standard().then("region", (h, w) -> {
                        asked.incrementAndGet();
                        return Optional.of(OF_HOST);
                    })));
            world.edit(widget -> widget.withHandoverNumber(DEFAULT));

            assertThat(world.assign(1).number()).isEqualTo(DEFAULT);
            assertThat(asked).hasValue(0);
        }

        @Test
        void are_tried_in_their_order_with_what_was_asked_for() {
            List<String> asked = new ArrayList<>();
            World world = new World(builder -> builder.fallback(FallbackResolver.none()
                    .then("first", (handover, widget) -> {
                        asked.add("first for " + handover.conversation() + " of " + widget.id());
                        return Optional.empty();
                    })
                    .then("second", (handover, widget) -> {
                        asked.add("second for " + handover.agent());
                        return Optional.of(OF_HOST);
                    })));

            assertThat(world.assign(1, ALICE).number()).isEqualTo(OF_HOST);
            assertThat(asked).containsExactly("first for 1 of 7", "second for " + ALICE);
        }

        @Test
        void may_call_the_pool() {
            AtomicReference<World> itself = new AtomicReference<>();
            World world = new World(builder -> builder.fallback(FallbackResolver.none()
                    .then(
                            "from the other widget",
                            (h, w) ->
                                    Optional.of(itself.get().assignElsewhere(99).number()))));
            itself.set(world);
            world.store.put(Widget.of(World.OTHER_WIDGET).withPool(World.entries(TWO)));

            assertThat(world.assign(1).number()).isEqualTo(TWO);
        }

        @Test
        void that_throw_count_as_having_none() {
            World world = new World(builder -> builder.fallback(FallbackResolver.none()
                    .then("broken", (handover, widget) -> {
                        throw new UnsupportedOperationException("top secret");
                    })
                    .then("empty", (handover, widget) -> Optional.empty())));

            NoNumberAvailableException thrown = noNumber(world);

            assertThat(thrown.reasons())
                    .containsExactly(
                            "pool: there is no pool",
                            "broken: failed (UnsupportedOperationException)",
                            "empty: has no number");
            assertThat(thrown).hasMessageNotContaining("secret");
        }

        @Test
        void are_asked_again_when_the_widget_changed_meanwhile() {
            AtomicReference<World> itself = new AtomicReference<>();
            AtomicInteger asked = new AtomicInteger();
            World world = new World(builder ->
                    builder.fallback(FallbackResolver.none().then("notes", (h, widget) -> {
                        if (asked.incrementAndGet() == 1) {
                            itself.get().edit(edited -> edited.withHandoverNumber(OF_HOST));
                        }
                        return Optional.ofNullable(widget.handoverNumber());
                    })));
            itself.set(world);

            assertThat(world.assign(1).number()).isEqualTo(OF_HOST);
            assertThat(asked).hasValue(2);
        }

        @Test
        void may_be_many() {
            FallbackResolver chain = FallbackResolver.standard();
            for (int step = 0; step < 50; step++) {
                chain = chain.then("step " + step, (handover, widget) -> Optional.empty());
            }
            FallbackResolver fifty = chain;
            World world = new World(builder -> builder.fallback(fifty));

            assertThat(reasons(world)).hasSize(53).last().isEqualTo("step 49: has no number");
        }

        @Test
        void then_leaves_the_chain_itself_as_it_was() {
            FallbackResolver none = FallbackResolver.none();
            none.then("added", (handover, widget) -> Optional.of(OF_HOST));
            World world = new World(builder -> builder.fallback(none));

            assertThat(reasons(world)).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "line\nbreak"})
        void need_a_name(String name) {
            assertThatThrownBy(() -> FallbackResolver.none().then(name, (handover, widget) -> Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name of a fallback step");
        }
    }

    @Test
    void every_way_of_having_no_pool_is_the_single_number_system() {
        World world = new World();
        world.edit(widget -> widget.withHandoverNumber(DEFAULT));
        assertThat(world.assign(1).source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);

        world.edit(widget ->
                widget.withFindings(Map.of(0, "{\"number\":\"x\"}"), List.of(new Widget.Problem(0, "not a number"))));
        assertThat(world.assign(2).source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);
    }
}
