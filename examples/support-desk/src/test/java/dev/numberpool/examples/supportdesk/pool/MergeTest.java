package dev.numberpool.examples.supportdesk.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Repeating one's changes on another's version")
class MergeTest {
    private static final List<Function<Fields, Object>> FIELDS =
            List.of(Fields::name, Fields::id, Fields::weight, Fields::notes, Fields::active);

    @Test
    void keeps_all_that_was_typed_and_all_that_the_other_changed() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Widget base = widget(random, List.of());
            Widget theirs = widget(random, base.pool());
            Draft mine = typed(random, Draft.of("d", base, Instant.EPOCH));

            Draft merged = Merge.onto(theirs, mine);

            String situation = "seed " + seed + ", round " + round;
            assertThat(merged.base()).as(situation).isEqualTo(theirs);
            assertThat(merged.entries().stream().map(DraftEntry::key))
                    .as(situation)
                    .doesNotHaveDuplicates();
            theirs.pool().forEach(their -> assertMerged(situation, base, mine, their, merged));
            mine.entries().forEach(my -> assertThatNothingTypedIsLost(situation, my, merged));
        }
    }

    @Test
    void changes_nothing_that_nobody_touched() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Widget base = widget(random, List.of());

            Reading reading = new Reading(Draft.of("d", base, Instant.EPOCH));

            assertThat(reading.complaints()).as("seed %s", seed).isEmpty();
            assertThat(reading.widget()).as("seed %s", seed).isEqualTo(base);
        }
    }

    private static void assertMerged(String situation, Widget base, Draft mine, PooledNumber their, Draft merged) {
        Fields result = fields(merged, their.number());
        PooledNumber before = Merge.byNumber(base).get(their.number());
        DraftEntry my = entry(mine, their.number().e164());
        for (Function<Fields, Object> field : FIELDS) {
            Object old = before == null ? field.apply(Fields.EMPTY) : field.apply(Fields.of(before));
            Object wanted = my == null || field.apply(my.fields()).equals(old)
                    ? field.apply(Fields.of(their))
                    : field.apply(my.fields());
            assertThat(field.apply(result)).as(situation).isEqualTo(wanted);
        }
    }

    private static void assertThatNothingTypedIsLost(String situation, DraftEntry my, Draft merged) {
        if (my.isChanged() && !my.isRemoved()) {
            DraftEntry result = entry(merged, my.fields().number());
            assertThat(result).as(situation).isNotNull();
            assertThat(result.isRemoved()).as(situation).isFalse();
        }
    }

    private static Fields fields(Draft draft, PhoneNumber number) {
        DraftEntry entry = entry(draft, number.e164());
        assertThat(entry).isNotNull();
        return entry.fields();
    }

    private static DraftEntry entry(Draft draft, String number) {
        return draft.entries().stream()
                .filter(entry -> entry.fields().number().equals(number))
                .findFirst()
                .orElse(null);
    }

    /** Some of up to eight numbers, made anew or taken over from before, in any order. */
    private static Widget widget(Random random, List<PooledNumber> before) {
        List<PooledNumber> pool = new ArrayList<>();
        for (int digit = 0; digit < 8; digit++) {
            PhoneNumber number = PhoneNumber.of("+155589860" + digit);
            PooledNumber old = before.stream()
                    .filter(entry -> entry.number().equals(number))
                    .findFirst()
                    .orElse(null);
            if (random.nextBoolean()) {
                pool.add(old != null && random.nextBoolean() ? old : entry(random, number));
            }
        }
        Collections.shuffle(pool, random);
        return Widget.of(WidgetId.of(1)).withPool(pool).withVersion("v" + random.nextInt());
    }

    private static PooledNumber entry(Random random, PhoneNumber number) {
        return new PooledNumber(
                number,
                random.nextBoolean() ? number.e164() : "id " + random.nextInt(3),
                random.nextBoolean() ? number.e164() : " <b> \u202E" + random.nextInt(3),
                random.nextBoolean(),
                random.nextBoolean() ? 1 : random.nextDouble() * 1e9 + Double.MIN_VALUE,
                random.nextBoolean() ? null : "\r\n line " + random.nextInt(3) + "\u0007",
                random.nextBoolean() ? Map.of() : Map.of("colour", "\"red\""));
    }

    private static Draft typed(Random random, Draft draft) {
        Draft typed = draft.mapped(entry -> random.nextBoolean() ? entry : entry.with(typed(random, entry.fields())));
        for (DraftEntry entry : draft.entries()) {
            if (random.nextInt(5) == 0) {
                typed = typed.removed(entry.key());
            }
            if (random.nextInt(4) == 0) {
                typed = typed.moved(entry.key(), random.nextBoolean() ? 1 : -1);
            }
        }
        String added = "+155589860" + random.nextInt(8);
        return random.nextBoolean() || entry(typed, added) != null ? typed : typed.added(added);
    }

    private static Fields typed(Random random, Fields fields) {
        return new Fields(
                fields.number(),
                random.nextBoolean() ? fields.name() : "typed " + random.nextInt(3),
                random.nextBoolean() ? fields.id() : "typed " + random.nextInt(3),
                random.nextBoolean() ? fields.weight() : "" + random.nextInt(),
                random.nextBoolean() ? fields.notes() : "typed " + random.nextInt(3),
                random.nextBoolean());
    }
}
