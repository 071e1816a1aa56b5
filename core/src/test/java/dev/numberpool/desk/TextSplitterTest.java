package dev.numberpool.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a text that is too long for one message")
class TextSplitterTest {
    private static final int LIMIT = TextSplitter.LIMIT;

    @Nested
    @DisplayName("is cut only if it must be")
    class Limit {
        @Test
        void at_1600_it_is_whole_and_at_1601_it_is_not() {
            assertThat(LIMIT).isEqualTo(1_600);
            assertThat(TextSplitter.split("a".repeat(1_600), LIMIT)).containsExactly("a".repeat(1_600));
            assertThat(TextSplitter.split("a".repeat(1_601), LIMIT)).containsExactly("a".repeat(1_600), "a");
            assertThat(TextSplitter.split("a".repeat(3_200), LIMIT))
                    .containsExactly("a".repeat(1_600), "a".repeat(1_600));
        }

        @Test
        void an_empty_or_blank_text_stays_as_it_is() {
            assertThat(TextSplitter.split("", LIMIT)).containsExactly("");
            assertThat(TextSplitter.split(" \n", LIMIT)).containsExactly(" \n");
        }

        @Test
        void lengths_are_utf_16_units() {
            assertThat(TextSplitter.split("👍".repeat(800), LIMIT)).hasSize(1);
            assertThat(TextSplitter.split("👍".repeat(801), LIMIT)).containsExactly("👍".repeat(800), "👍");
            assertThat(TextSplitter.split("a" + "👍".repeat(800), LIMIT)).containsExactly("a" + "👍".repeat(799), "👍");
        }

        @Test
        void a_part_holds_at_least_two() {
            assertThat(TextSplitter.split("👍👍", 2)).containsExactly("👍", "👍");
            assertThatThrownBy(() -> TextSplitter.split("a", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 2 are needed");
        }
    }

    @Nested
    @DisplayName("is cut where it hurts least")
    class Places {
        @Test
        void behind_a_paragraph_first() {
            String first = "One. Two three.\n\n";
            assertThat(TextSplitter.split(first + "Four. Five six seven", 30))
                    .containsExactly(first, "Four. Five six seven");
        }

        @Test
        void behind_a_sentence_next() {
            assertThat(TextSplitter.split("One two three. Four five six seven", 25))
                    .containsExactly("One two three. ", "Four five six seven");
        }

        @Test
        void behind_a_word_then() {
            assertThat(TextSplitter.split("one two three four five six", 12))
                    .containsExactly("one two ", "three four ", "five six");
        }

        @Test
        void not_where_the_part_would_be_less_than_half_full_for_it() {
            assertThat(TextSplitter.split("Hi.\n\none two three four five", 20))
                    .containsExactly("Hi.\n\none two three ", "four five");
        }

        @Test
        void between_words_rather_than_in_one_that_fits_the_next_part() {
            assertThat(TextSplitter.split("a " + "b".repeat(10), 10)).containsExactly("a ", "b".repeat(10));
            assertThat(TextSplitter.split("a " + "b".repeat(8) + " c", 10)).containsExactly("a " + "b".repeat(8), " c");
        }

        @Test
        void within_a_word_that_fits_no_part() {
            assertThat(TextSplitter.split("b".repeat(25), 10))
                    .containsExactly("b".repeat(10), "b".repeat(10), "b".repeat(5));
        }

        @Test
        void between_chinese_characters() {
            assertThat(TextSplitter.split("你好。今天天气很好", 6)).containsExactly("你好。今天天", "气很好");
        }
    }

    @Nested
    @DisplayName("keeps graphemes whole")
    class Whole {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "🇩🇪",
                    "👨\u200D👩\u200D👧\u200D👦",
                    "👍🏽",
                    "👩🏽\u200D💻",
                    "#\uFE0F\u20E3",
                    "❤\uFE0F\u200D🔥",
                    "🏳\uFE0F\u200D🌈",
                    "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
                    "e\u0301\u0302\u0323",
                    "م\u064F\u0651",
                    "\u0600١",
                    "क्षि",
                    "त्र्य",
                    "நி",
                    "กำ",
                    "\u1112\u1161\u11AB",
                    "\uD55C",
                    "\r\n",
                    "か\u3099",
                    " \u0301",
                    "\uD83D",
                    "𝟚"
                })
        void in_every_position(String grapheme) {
            for (int before = 1; before <= 40; before++) {
                String text = "x".repeat(before) + grapheme + "y".repeat(40);
                List<String> parts = TextSplitter.split(text, 20);
                assertThat(String.join("", parts)).isEqualTo(text);
                assertThat(parts).allMatch(part -> part.length() <= 20);
                assertThat(parts).as("behind %d letters", before).anyMatch(part -> part.contains(grapheme));
            }
        }

        @Test
        void unless_a_grapheme_is_longer_than_a_part() {
            String zalgo = "Z" + "\u0301".repeat(2_000);
            assertThat(TextSplitter.split(zalgo, LIMIT))
                    .containsExactly(zalgo.substring(0, LIMIT), zalgo.substring(LIMIT));
        }

        @Test
        void and_then_never_cuts_a_surrogate_pair() {
            String text = "a" + "\uD834\uDD65".repeat(1_000);
            List<String> parts = TextSplitter.split(text, LIMIT);
            assertThat(parts).hasSize(2);
            assertThat(parts.get(0)).hasSize(LIMIT - 1);
            assertThat(String.join("", parts)).isEqualTo(text);
        }
    }

    @Nested
    @DisplayName("has no blank part if that is possible")
    class Blank {
        @Test
        void blanks_go_with_the_words_around_them() {
            String word = "a".repeat(LIMIT);
            assertThat(TextSplitter.split(word + "  ", LIMIT)).containsExactly("a".repeat(LIMIT - 1), "a  ");
            assertThat(TextSplitter.split("  " + word, LIMIT)).containsExactly("  " + "a".repeat(LIMIT - 2), "aa");
            assertThat(TextSplitter.split("a" + " ".repeat(LIMIT) + "b", LIMIT))
                    .containsExactly("a" + " ".repeat(LIMIT - 1), " b");
        }

        @Test
        void only_blanks_that_no_word_can_take_are_alone() {
            String text = "a" + " ".repeat(5_000) + "b";
            List<String> parts = TextSplitter.split(text, LIMIT);
            assertThat(String.join("", parts)).isEqualTo(text);
            assertThat(parts).hasSize(4);
            assertThat(parts).filteredOn(String::isBlank).hasSize(2);
        }

        @Test
        void for_every_short_text_of_letters_and_blanks() {
            for (int limit = 2; limit <= 5; limit++) {
                for (int length = limit + 1; length <= 12; length++) {
                    for (int shape = 0; shape < 1 << length; shape++) {
                        assertBlankOnlyIfNecessary(text(length, shape), limit);
                    }
                }
            }
        }

        private void assertBlankOnlyIfNecessary(String text, int limit) {
            boolean hasBlank = TextSplitter.split(text, limit).stream().anyMatch(String::isBlank);
            if (hasBlank == isPossible(text, limit)) {
                assertThat(TextSplitter.split(text, limit))
                        .as("'%s' in parts of %d", text, limit)
                        .isEmpty();
            }
        }

        private String text(int length, int shape) {
            StringBuilder text = new StringBuilder();
            for (int place = 0; place < length; place++) {
                text.append((shape >> place & 1) == 1 ? 'a' : ' ');
            }
            return text.toString();
        }

        /** Tries all ways to cut, from the end. */
        private boolean isPossible(String text, int limit) {
            boolean[] isPossible = new boolean[text.length() + 1];
            isPossible[text.length()] = true;
            for (int start = text.length() - 1; start >= 0; start--) {
                for (int end = start + 1; end <= Math.min(text.length(), start + limit); end++) {
                    isPossible[start] |=
                            isPossible[end] && !text.substring(start, end).isBlank();
                }
            }
            return isPossible[0];
        }
    }

    @Nested
    @DisplayName("at random")
    class Randomized {
        private static final List<String> TOKENS = List.of(
                "word",
                "a",
                "Sentence. ",
                "حروف",
                "مُحَمَّد",
                "नमस्ते",
                "क्षत्रिय",
                "你好",
                "한국",
                "\u1112\u1161\u11AB",
                "🇩🇪",
                "🇪🇬",
                "👨\u200D👩\u200D👧\u200D👦",
                "👍🏽",
                "1\uFE0F\u20E3",
                "❤\uFE0F",
                "e\u0301\u0327",
                "x" + "\u0301".repeat(12),
                "\r\n",
                "\n\n",
                " ",
                " ",
                " ",
                " ",
                "\t",
                "…",
                "?! ",
                "https://example.org/a/b?c=d",
                "\uD83D",
                "\u200F",
                "กำ",
                "-");

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 1_600, 21_617})
        void it_is_whole_again_when_joined_and_no_part_is_too_long_or_blank(long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                String text = "x" + text(random, random.nextInt(200)) + "y";
                int limit = 2 + random.nextInt(150);
                List<String> parts = TextSplitter.split(text, limit);
                assertThat(String.join("", parts))
                        .as("seed %d, text %d", seed, i)
                        .isEqualTo(text);
                assertThat(parts).allMatch(part -> !part.isEmpty() && part.length() <= limit);
                assertThat(parts).noneMatch(part -> limit >= 50 && part.isBlank());
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {4, 5, 6})
        void no_grapheme_is_cut(long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                List<String> graphemes = graphemes(random);
                int limit = 14 + random.nextInt(100);
                Set<Integer> boundaries = new HashSet<>();
                graphemes.stream().reduce(0, (end, next) -> add(boundaries, end + next.length()), Integer::sum);
                int end = 0;
                for (String part : TextSplitter.split(String.join("", graphemes), limit)) {
                    end += part.length();
                    assertThat(boundaries).as("seed %d, text %d", seed, i).contains(end);
                }
            }
        }

        private int add(Set<Integer> boundaries, int end) {
            boundaries.add(end);
            return end;
        }

        /** Each of them one grapheme, also beside any other. */
        private List<String> graphemes(Random random) {
            List<String> hard = List.of(
                    "a",
                    "b",
                    " ",
                    "🇩🇪",
                    "🇪🇬",
                    "👨\u200D👩\u200D👧\u200D👦",
                    "👍🏽",
                    "1\uFE0F\u20E3",
                    "❤\uFE0F\u200D🔥",
                    "مُ",
                    "حَّ",
                    "न",
                    "स्ते",
                    "क्ष",
                    "த்",
                    "你",
                    "각",
                    "\u1112\u1161\u11AB",
                    "e\u0301\u0327",
                    "x" + "\u0301".repeat(12),
                    "\r\n",
                    "กำ",
                    "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F");
            List<String> graphemes = new ArrayList<>();
            random.ints(1 + random.nextInt(200), 0, hard.size()).forEach(next -> graphemes.add(hard.get(next)));
            return graphemes;
        }

        private String text(Random random, int tokens) {
            StringBuilder text = new StringBuilder();
            random.ints(tokens, 0, TOKENS.size()).forEach(next -> text.append(TOKENS.get(next)));
            return text.toString();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Some words of a sentence. ",
                "a",
                " ",
                "\n",
                "\u0301",
                "👨\u200D",
                "🇩",
                "你",
                "क्",
                "\u1100",
                ". ",
                "a ",
                "\uD83D",
                "a\u0301 ",
                "?)",
                "$1,"
            })
    void is_cut_in_one_pass(String unit) {
        String text = unit.repeat(100_000 / unit.length());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            List<String> parts = TextSplitter.split(text, LIMIT);
            assertThat(String.join("", parts)).isEqualTo(text);
            assertThat(parts).hasSizeBetween(62, 2 * 63).allMatch(part -> part.length() <= LIMIT);
        });
    }
}
