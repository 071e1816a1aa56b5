package dev.numberpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("ids are the host's own text, character by character")
class IdTest {
    private static final List<Function<String, Object>> KINDS = List.of(WidgetId::of, ConversationId::of);

    private static Stream<Arguments> everyKindWith(List<String> texts) {
        return KINDS.stream().flatMap(kind -> texts.stream().map(text -> Arguments.of(kind, text)));
    }

    static Stream<Arguments> odd_but_good() {
        return everyKindWith(Arrays.asList(
                "7",
                "'; DROP TABLE widget_configs; --",
                "\"quoted\"",
                "back\\slash",
                "a b",
                " 7",
                "💬",
                "é",
                "e\u0301",
                "00000000-0000-0000-0000-000000000000",
                "%_",
                "a".repeat(255)));
    }

    @ParameterizedTest
    @MethodSource("odd_but_good")
    void odd_text_is_kept_as_it_is(Function<String, Object> kind, String text) {
        assertThat(kind.apply(text)).hasToString(text).isEqualTo(kind.apply(text));
    }

    static Stream<Arguments> bad() {
        return everyKindWith(Arrays.asList(
                "",
                " ",
                "\t",
                "a".repeat(256),
                "a".repeat(300),
                "a\u0000",
                "a\nb",
                "a\u007f",
                "a\u0085",
                "\ud83d",
                "a\udcac",
                "\udcac\ud83d"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void what_a_key_column_or_a_log_cannot_hold_is_refused(Function<String, Object> kind, String text) {
        assertThatThrownBy(() -> kind.apply(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("(widget|conversation) id (is empty|has \\d+ characters; at most 255 are possible"
                        + "|contains a control character or half a surrogate pair)");
    }

    @Test
    void a_number_and_a_uuid_are_written_as_the_host_writes_them() {
        UUID uuid = UUID.fromString("c0ffee00-0000-4000-8000-000000000001");

        assertThat(WidgetId.of(7)).isEqualTo(WidgetId.of("7"));
        assertThat(WidgetId.of(Long.MIN_VALUE)).hasToString("-9223372036854775808");
        assertThat(WidgetId.of(uuid)).isEqualTo(WidgetId.of("c0ffee00-0000-4000-8000-000000000001"));
        assertThat(ConversationId.of(282)).isEqualTo(ConversationId.of("282"));
        assertThat(ConversationId.of(uuid).value()).isEqualTo(uuid.toString());
        assertThat(ConversationId.of("7")).isNotEqualTo(ConversationId.of("07"));
    }

    @ParameterizedTest
    @MethodSource("odd_but_good")
    void odd_ids_work_from_end_to_end(Function<String, Object> kind, String text) {
        World world = new World(World.ONE);
        WidgetId widget = WidgetId.of(text);
        ConversationId conversation = ConversationId.of(text);
        world.store.put(Widget.of(widget).withPool(World.entries(World.TWO)));

        assertThat(world.pool.assign(widget, conversation).number()).isEqualTo(World.TWO);
        assertThat(world.pool.assignmentOf(conversation)).isPresent();
        assertThat(world.pool.release(conversation)).isPresent();
    }
}
