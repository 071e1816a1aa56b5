package dev.numberpool;

import static dev.numberpool.World.ONE;
import static dev.numberpool.World.OTHER_WIDGET;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.handover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.spi.Health;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A14 health")
class HealthTest {
    private final World world = new World(ONE, TWO);

    @Test
    void a_quarantined_number_gets_no_new_conversations_in_any_widget() {
        world.quarantine(ONE);

        assertThat(world.assign(1).number()).isEqualTo(TWO);
        assertThat(world.assignElsewhere(2).number()).isEqualTo(TWO);
    }

    @Test
    void other_pools_on_the_same_store_see_it() {
        world.quarantine(ONE);

        assertThat(world.newPool(builder -> builder).assign(WIDGET, World.id(1)).number())
                .isEqualTo(TWO);
    }

    @Test
    void it_is_lifted_by_time_to_the_instant() {
        world.pool.quarantine(ONE, Duration.ofMinutes(30), "send failed");
        world.clock.advance(Duration.ofMinutes(30).minusMillis(1));
        assertThat(world.pool.explain(handover(1)).number()).isEqualTo(TWO);

        world.clock.advance(Duration.ofMillis(1));
        assertThat(world.pool.explain(handover(1)).number()).isEqualTo(ONE);
    }

    @Test
    void zero_lifts_it() {
        world.quarantine(ONE);
        world.pool.quarantine(ONE, Duration.ZERO, "operator");

        assertThat(world.assign(1).number()).isEqualTo(ONE);
    }

    @Test
    void zero_lifts_what_failed_messages_and_polls_have_said_too() {
        world.quarantine(ONE);
        says(Health.Source.MESSAGE, Duration.ofHours(1));
        says(Health.Source.POLL, Duration.ofHours(1));
        world.pool.quarantine(ONE, Duration.ZERO, "operator");

        assertThat(world.assign(1).number()).isEqualTo(ONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Health.Source.class,
            names = {"MESSAGE", "POLL"})
    void nobody_else_lifts_or_shortens_what_an_operator_has_ordered(Health.Source other) {
        world.pool.quarantine(ONE, Duration.ofHours(2), "operator");
        says(other, Duration.ofMinutes(30));
        world.store.noteHealth(ONE, other, null);
        says(other, Duration.ofMinutes(30));
        world.clock.advance(Duration.ofHours(2).minusMillis(1));

        assertThat(world.pool.explain(handover(1)).number()).isEqualTo(TWO);
        world.clock.advance(Duration.ofMillis(1));
        assertThat(world.pool.explain(handover(1)).number()).isEqualTo(ONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Health.Source.class,
            names = {"MESSAGE", "POLL"})
    void a_short_quarantine_does_not_end_what_lasts_longer(Health.Source other) {
        says(other, Duration.ofHours(2));
        world.pool.quarantine(ONE, Duration.ofMinutes(1), "operator");
        world.clock.advance(Duration.ofMinutes(1));

        assertThat(world.pool.explain(handover(1)).number()).isEqualTo(TWO);
        assertThat(world.pool.usage(WIDGET).numbers().get(0).unhealthy()).isEqualTo("offline");
    }

    private void says(Health.Source source, Duration time) {
        Instant now = world.clock.instant();
        world.store.noteHealth(ONE, source, new Health("offline", now, now.plus(time)));
    }

    @Test
    void the_last_word_counts() {
        world.pool.quarantine(ONE, Duration.ofHours(2), "first");
        world.pool.quarantine(ONE, Duration.ofMinutes(1), "second");
        world.clock.advance(Duration.ofMinutes(1));

        assertThat(world.assign(1).number()).isEqualTo(ONE);
    }

    @Test
    void a_negative_time_is_refused() {
        assertThatThrownBy(() -> world.pool.quarantine(ONE, Duration.ofSeconds(-1), "oops"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
    }

    @Test
    void usage_and_explain_tell_why_while_it_lasts() {
        world.quarantine(ONE);

        assertThat(world.pool.usage(WIDGET).numbers().get(0).unhealthy()).isEqualTo("send failed");
        assertThat(world.pool.usage(OTHER_WIDGET).numbers().get(0).unhealthy()).isEqualTo("send failed");
        assertThat(world.pool.explain(handover(1)).excluded())
                .containsEntry(ONE, "unhealthy until " + world.clock.instant().plusSeconds(30 * 60) + ": send failed");

        world.clock.advance(Duration.ofMinutes(30));
        assertThat(world.pool.usage(WIDGET).numbers().get(0).unhealthy()).isNull();
    }

    @Test
    void a_number_of_no_pool_can_be_quarantined() {
        world.quarantine(World.DEFAULT);

        assertThat(world.assign(1).number()).isEqualTo(ONE);
    }
}
