package dev.numberpool.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a visitor's name in a template")
class TemplateTextTest {
    private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]|  ");

    static List<Arguments> names() {
        return List.of(
                Arguments.of("", ""),
                Arguments.of("Maria", "Maria"),
                Arguments.of("María José", "María José"),
                Arguments.of("مريم", "مريم"),
                Arguments.of("  Maria \t\n Lopez  ", "Maria Lopez"),
                Arguments.of("a     b", "a b"),
                Arguments.of("a\u00A0\u3000b", "a b"),
                Arguments.of("a\r\nb\u2028c\u2029d\u0085e", "a b c d e"),
                Arguments.of("a\u0000b\u001Bc\u007Fd", "a b c d"),
                Arguments.of("a\u202Eb\u202C", "a b"),
                Arguments.of("\u2067a\u2069", "a"),
                Arguments.of("Ma\u200Fria\u200B \uFEFFLopez", "Maria Lopez"),
                Arguments.of("a \u200F \u202A b", "a b"),
                Arguments.of("می\u200Cخواهم", "می\u200Cخواهم"),
                Arguments.of("👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧"),
                Arguments.of("#282: Maria", "282: Maria"),
                Arguments.of(" \u200F# ##＃\uFE5F Maria", "Maria"),
                Arguments.of("#\uFE0F\u20E3 Maria", "Maria"),
                Arguments.of("Maria #1", "Maria #1"),
                Arguments.of("#", ""),
                Arguments.of(" \n\u200F ", ""),
                Arguments.of("a\uD83Db", "a b"),
                Arguments.of("\uDE00", ""));
    }

    @ParameterizedTest
    @MethodSource("names")
    void is_one_line_that_looks_like_no_code(String name, String expected) {
        assertThat(TemplateText.clean(name, 60)).isEqualTo(expected);
    }

    @Test
    void is_cut_at_its_limit_and_says_so() {
        assertThat(TemplateText.clean("a".repeat(60), 60)).isEqualTo("a".repeat(60));
        assertThat(TemplateText.clean("a".repeat(61), 60)).isEqualTo("a".repeat(59) + "…");
        assertThat(TemplateText.clean("Maria Lopez", 7)).isEqualTo("Maria…");
        assertThat(TemplateText.clean("Maria", 1)).isEqualTo("…");
        assertThat(TemplateText.clean("M", 1)).isEqualTo("M");
        assertThat(TemplateText.clean("", 1)).isEmpty();
    }

    @Test
    void is_never_cut_within_a_grapheme() {
        assertThat(TemplateText.clean("ab👨\u200D👩\u200D👧cd", 10)).isEqualTo("ab…");
        assertThat(TemplateText.clean("ab👨\u200D👩\u200D👧cd", 11)).isEqualTo("ab👨\u200D👩\u200D👧…");
        assertThat(TemplateText.clean("🇩🇪🇫🇷🇪🇬", 9)).isEqualTo("🇩🇪🇫🇷…");
        assertThat(TemplateText.clean("e\u0301e\u0301e\u0301", 4)).isEqualTo("e\u0301…");
        assertThat(TemplateText.clean("कक्षा", 4)).isEqualTo("क…");
    }

    @Test
    void is_cut_between_code_points_if_its_first_grapheme_is_too_long() {
        assertThat(TemplateText.clean("Z" + "\u0301".repeat(2_000), 60)).isEqualTo("Z" + "\u0301".repeat(58) + "…");
        assertThat(TemplateText.clean("👍🏽👍🏽", 3)).isEqualTo("👍…");
        assertThat(TemplateText.clean("👍🏽👍🏽", 2)).isEqualTo("…");
    }

    @Test
    void needs_room_for_one_character() {
        assertThatThrownBy(() -> TemplateText.clean("a", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 is needed");
    }

    @ParameterizedTest
    @ValueSource(longs = {21_656, 60})
    void is_accepted_whatever_it_was(long seed) {
        Random random = new Random(seed);
        CodeReader reader = new CodeReader(new CodeTable.AnyWord());
        List<String> alphabet = List.of(
                "#", "＃", "\uFE0F", "\u20E3", " ", "\n", "\t", "\u202E", "\u200F", "\u200D", "\u0301", "1", "a", ":",
                "👍", "🇩🇪", "\uD83D", "\uDC4D", "क्ष", "\u0000", "\u2028", "…");
        for (int i = 0; i < 100_000; i++) {
            StringBuilder name = new StringBuilder();
            random.ints(random.nextInt(20), 0, alphabet.size()).forEach(next -> name.append(alphabet.get(next)));
            int max = 1 + random.nextInt(20);
            String clean = TemplateText.clean(name.toString(), max);

            assertThat(clean).as("seed %d, text %d", seed, i).hasSizeLessThanOrEqualTo(max);
            assertThat(clean.isEmpty() || !clean.isBlank()).isTrue();
            assertThat(clean).isEqualTo(clean.strip()).doesNotContainPattern(REFUSED);
            assertThat(clean.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE))
                    .isTrue();
            assertThat(reader.read(clean)).isEmpty();
            assertThat(TemplateText.clean(clean, max)).isEqualTo(clean);
        }
    }
}
