package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A11 shared is not exhausted")
class SharedThreadTest {
    private final World world = new World(ONE, TWO);

    @Test
    void the_least_shared_thread_is_shared_and_the_listener_told() {
        world.edit(widget -> widget.withHandoverNumber(DEFAULT));
        world.assign(1, ALICE);
        world.assign(2, ALICE);
        assertThat(world.listener.names()).doesNotContain("shared");

        Assignment third = world.assign(3, ALICE);

        assertThat(third.number()).isEqualTo(ONE);
        assertThat(third.source()).as("no fallback").isEqualTo(Assignment.Source.POOL);
        assertThat(world.listener.only("shared").assignment()).isEqualTo(third);
        assertThat(world.listener.only("shared").others()).isEqualTo(1);
    }

    @Test
    void the_number_of_others_is_told() {
        world.setPool(ONE);
        for (long conversation = 1; conversation <= 4; conversation++) {
            world.assign(conversation, ALICE);
        }

        assertThat(world.listener.last().others()).isEqualTo(3);
    }

    @Test
    void twenty_conversations_of_one_agent_spread_evenly() {
        for (long conversation = 1; conversation <= 20; conversation++) {
            world.assign(conversation, ALICE);
        }

        assertThat(world.counts().values()).containsExactly(10L, 10L);
    }

    @Test
    void a_free_thread_is_told_to_nobody() {
        world.assign(1, ALICE);
        world.assign(2, BEN);

        assertThat(world.listener.names()).doesNotContain("shared");
    }

    @Test
    void an_agentless_conversation_may_share_with_anybody() {
        world.setPool(ONE);
        world.assign(1, ALICE);
        world.assign(2);

        assertThat(world.listener.only("shared").others()).isEqualTo(1);
    }

    @Test
    void a_known_conversation_is_not_told_again() {
        world.setPool(ONE);
        world.assign(1, ALICE);
        world.assign(2, ALICE);
        world.assign(2, ALICE);

        assertThat(world.listener.only("shared").assignment().conversation()).isEqualTo(id(2));
    }

    @Test
    void a_conversation_does_not_share_with_itself() {
        world.setPool(ONE);
        world.assign(1, ALICE);
        world.pool.release(id(1));
        world.assign(1, ALICE);

        assertThat(world.listener.names()).doesNotContain("shared");
    }
}
