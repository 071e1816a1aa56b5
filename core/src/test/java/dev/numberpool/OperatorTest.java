package dev.numberpool;

import static dev.numberpool.World.DEFAULT;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.THREE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A6 what an operator changes counts for the next decision")
class OperatorTest {
    private final World world = new World(builder -> builder.coolDown(Duration.ZERO), ONE, TWO);

    @Test
    void a_number_added_to_the_pool() {
        world.assign(1);
        world.assign(2);
        world.setPool(ONE, TWO, THREE);

        assertThat(world.assign(3).number()).isEqualTo(THREE);
    }

    @Test
    void a_number_switched_off_and_on_again() {
        world.switchOff(ONE);
        assertThat(world.assign(1).number()).isEqualTo(TWO);
        assertThat(world.assign(2).number()).isEqualTo(TWO);

        world.editEntries(entry -> entry.withActive(true));
        assertThat(world.assign(3).number()).isEqualTo(ONE);
    }

    @Test
    void a_pool_that_is_emptied_and_a_new_default() {
        world.setPool();
        world.edit(widget -> widget.withHandoverNumber(DEFAULT));

        assertThat(world.assign(1).number()).isEqualTo(DEFAULT);
    }

    @Test
    void a_conversation_closed_re_opened_or_deleted() {
        for (long conversation = 1; conversation <= 4; conversation++) {
            world.assign(conversation);
        }
        assertThat(world.counts()).isEqualTo(Map.of(ONE.e164(), 2L, TWO.e164(), 2L));

        world.close(1);
        world.store.delete(id(3));
        assertThat(world.counts()).isEqualTo(Map.of(ONE.e164(), 0L, TWO.e164(), 2L));
        assertThat(world.assign(5).number()).isEqualTo(ONE);

        world.reopen(1);
        assertThat(world.counts()).isEqualTo(Map.of(ONE.e164(), 2L, TWO.e164(), 2L));
    }

    @Test
    void counts_never_drift_however_often_rows_change_under_us() {
        for (int round = 0; round < 200; round++) {
            world.assign(round);
            if (round % 3 == 0) {
                world.close(round);
            } else if (round % 3 == 1) {
                world.store.delete(id(round));
            }
            if (round % 6 == 3) {
                world.reopen(round);
            }
        }
        Decision next = world.pool.explain(World.handover(1000));

        assertThat(next.candidates())
                .allSatisfy(candidate -> assertThat((long) candidate.active())
                        .isEqualTo(world.counts().get(candidate.number().e164())));
    }

    @Test
    void a_null_status_is_open() {
        world.assign(1);
        world.setStatus(1, null);

        assertThat(world.pool.assignmentOf(id(1))).isPresent();
    }
}
