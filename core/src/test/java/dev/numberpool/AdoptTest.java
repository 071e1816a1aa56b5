package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.IN_CREDENTIALS;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.PLAIN_READER;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A9 migration is explicit and safe")
class AdoptTest {
    private static final Function<ConversationId, Optional<Participant>> NOBODY = conversation -> Optional.empty();

    private final World world = new World(builder -> builder.credentials(PLAIN_READER));

    @BeforeEach
    void five_conversations_of_the_single_number_system() {
        world.edit(widget -> widget.withHandoverNumber(DEFAULT));
        world.setStatus(1, "with agent");
        world.setStatus(2, "with agent");
        world.setStatus(3, "bot");
        world.setStatus(4, null);
        world.close(5);
        world.store.setStatus(World.OTHER_WIDGET, id(6), "with agent");
    }

    private List<Assignment> adopt() {
        return world.pool.adopt(WIDGET, Set.of("with agent"), NOBODY);
    }

    @Test
    void exactly_the_open_ones_in_these_statuses_get_the_default_number() {
        List<Assignment> adopted = adopt();

        assertThat(adopted).extracting(Assignment::conversation).containsExactly(id(1), id(2));
        assertThat(adopted).allSatisfy(assignment -> {
            assertThat(assignment.number()).isEqualTo(DEFAULT);
            assertThat(assignment.source()).isEqualTo(Assignment.Source.HANDOVER_DEFAULT);
            assertThat(assignment.agent()).isNull();
            assertThat(assignment.assignedAt()).isEqualTo(world.clock.instant());
        });
        for (long other = 3; other <= 6; other++) {
            assertThat(world.pool.assignmentOf(id(other)))
                    .as("conversation %d has not been handed over", other)
                    .isEmpty();
        }
    }

    @Test
    void a_closed_status_is_never_adopted_even_if_it_is_asked_for() {
        assertThat(world.pool.adopt(WIDGET, Set.of("closed"), NOBODY)).isEmpty();
    }

    @Test
    void several_statuses_may_be_asked_for() {
        assertThat(world.pool.adopt(WIDGET, Set.of("with agent", "bot"), NOBODY))
                .extracting(Assignment::conversation)
                .containsExactly(id(1), id(2), id(3));
    }

    @Test
    void running_it_again_changes_nothing() {
        adopt();
        Assignment first = world.pool.assignmentOf(id(1)).orElseThrow();

        assertThat(adopt()).isEmpty();
        assertThat(world.pool.assignmentOf(id(1))).contains(first);
        assertThat(world.listener.names()).containsExactly("assigned", "assigned", "shared");
    }

    @Test
    void the_agent_is_written_where_the_host_knows_it() {
        world.pool.adopt(
                WIDGET,
                Set.of("with agent"),
                conversation -> conversation.equals(id(1)) ? Optional.of(ALICE) : Optional.empty());

        assertThat(world.assign(1).agent()).isEqualTo(ALICE);
        assertThat(world.assign(2).agent()).isNull();
    }

    @Test
    void the_resolver_may_call_the_pool_and_is_asked_only_about_those() {
        List<ConversationId> asked = new ArrayList<>();
        world.pool.adopt(WIDGET, Set.of("with agent"), conversation -> {
            asked.add(conversation);
            world.pool.usage(WIDGET);
            return Optional.of(BEN);
        });

        assertThat(asked).containsExactly(id(1), id(2));
    }

    @Test
    void they_are_never_moved_into_the_pool_afterwards() {
        adopt();
        world.setPool(ONE, TWO);

        assertThat(world.assign(1).number()).isEqualTo(DEFAULT);
        assertThat(world.assign(1, ALICE).number()).isEqualTo(DEFAULT);
        assertThat(world.pool.transfer(id(1), BEN).number()).isEqualTo(DEFAULT);
        assertThat(world.assign(1).isFallback()).isTrue();
    }

    @Test
    void a_pool_that_is_filled_already_is_not_used() {
        world.setPool(ONE, TWO);

        assertThat(adopt()).extracting(Assignment::number).containsOnly(DEFAULT);
    }

    @Test
    void without_a_default_the_number_in_the_credentials_is_written() {
        world.edit(widget -> widget.withHandoverNumber(null).withCredentials(IN_CREDENTIALS.e164()));

        assertThat(adopt()).extracting(Assignment::source).containsOnly(Assignment.Source.CREDENTIALS);
    }

    @Test
    void without_any_number_it_says_so() {
        world.edit(widget -> widget.withHandoverNumber(null));
        world.setPool(ONE);

        assertThatThrownBy(this::adopt)
                .isInstanceOf(NoNumberAvailableException.class)
                .hasMessageContaining("conversation '1'")
                .hasMessageContaining("handover_whatsapp_number");
        assertThat(world.pool.assignmentOf(id(1))).isEmpty();
    }

    @Test
    void with_nothing_to_adopt_no_number_is_needed() {
        world.edit(widget -> widget.withHandoverNumber(null));

        assertThat(world.pool.adopt(WIDGET, Set.of("nobody is in this"), NOBODY))
                .isEmpty();
    }

    @Test
    void conversations_that_have_a_number_keep_it() {
        world.setPool(ONE);
        world.assign(1);

        assertThat(adopt()).extracting(Assignment::conversation).containsExactly(id(2));
        assertThat(world.assign(1).number()).isEqualTo(ONE);
    }

    @Test
    void a_conversation_that_is_assigned_while_it_runs_keeps_that() {
        world.setPool(ONE);

        List<Assignment> adopted = world.pool.adopt(WIDGET, Set.of("with agent"), conversation -> {
            world.pool.assign(WIDGET, conversation);
            return Optional.empty();
        });

        assertThat(adopted).isEmpty();
        assertThat(world.assign(1).number()).isEqualTo(ONE);
    }

    @Test
    void a_conversation_that_ends_while_it_runs_is_left_out() {
        List<Assignment> adopted = world.pool.adopt(WIDGET, Set.of("with agent"), conversation -> {
            world.close(1);
            return Optional.empty();
        });

        assertThat(adopted).extracting(Assignment::conversation).containsExactly(id(2));
    }

    @Test
    void an_unknown_widget_is_named() {
        assertThatThrownBy(() -> world.pool.adopt(WidgetId.of(404), Set.of("with agent"), NOBODY))
                .isInstanceOf(UnknownWidgetException.class);
    }
}
