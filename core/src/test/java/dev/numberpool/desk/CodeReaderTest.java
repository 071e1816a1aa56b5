package dev.numberpool.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.numberpool.ConversationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a code in front of a text")
class CodeReaderTest {
    private final CodeReader numbers = new CodeReader(CodeScheme.numeric());

    @Nested
    @DisplayName("is read as the table says")
    class Table {
        static List<CodeTable.Row> rows() {
            return CodeTable.rows();
        }

        static Stream<CodeTable.Row> rowsWithCode() {
            return rows().stream().filter(row -> row.expected().isPresent());
        }

        @ParameterizedTest
        @MethodSource("rows")
        void from_a_text(CodeTable.Row row) {
            assertThat(new CodeReader(row.scheme()).read(row.text())).isEqualTo(row.expected());
        }

        @ParameterizedTest
        @MethodSource("rowsWithCode")
        void from_what_the_writer_makes_of_it(CodeTable.Row row) {
            ReadCode expected = row.expected().orElseThrow();
            String written = row.scheme().write(expected.conversation());
            String text = CodeWriter.prefix(CodeWriter.checked(written)) + expected.rest();

            assertThat(new CodeReader(row.scheme()).read(text))
                    .contains(new ReadCode(expected.conversation(), expected.code(), true, expected.rest()));
        }

        @Test
        void which_has_hundreds_of_different_rows() {
            assertThat(rows().stream().map(row -> row.line().strip()))
                    .hasSizeGreaterThan(400)
                    .doesNotHaveDuplicates();
            assertThat(rowsWithCode().count()).isGreaterThan(200);
        }
    }

    @Nested
    @DisplayName("is written so that it is read")
    class Writer {
        @Test
        void with_hash_and_colon() {
            assertThat(CodeWriter.prefix("282")).isEqualTo("#282: ");
        }

        @Test
        void behind_it_the_part_is_counted_if_there_are_several() {
            assertThat(CodeWriter.marker(1, 1)).isEmpty();
            assertThat(CodeWriter.marker(1, 3)).isEqualTo("(1/3) ");
            assertThat(CodeWriter.marker(12, 12)).isEqualTo("(12/12) ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"282", "a", "-", "_", "AB-12_c", "été", "你好", "مح"})
        void if_it_is_made_of_letters_digits_hyphens_and_underscores(String code) {
            assertThat(CodeWriter.checked(code)).isSameAs(code);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "a b",
                    "a:b",
                    "#1",
                    "a.b",
                    "1\n",
                    "a\u200Fb",
                    "a\u02D0",
                    "٢٨٢",
                    "２",
                    "e\u0301",
                    "\uD83D",
                    "👍",
                    "\u0000"
                })
        void but_refused_if_it_could_not_be_read_back(String code) {
            assertThatThrownBy(() -> CodeWriter.checked(code))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a code of " + code.length() + " characters")
                    .hasMessageContaining("1 to 64 letters, digits 0 to 9, '-' and '_'");
        }

        @Test
        void but_refused_if_it_is_longer_than_64() {
            assertThat(CodeWriter.checked("a".repeat(64))).hasSize(64);
            assertThatThrownBy(() -> CodeWriter.checked("a".repeat(65)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("65 characters");
        }
    }

    @Test
    void never_shows_the_message_when_it_is_printed() {
        ReadCode read = numbers.read("#282: my password").orElseThrow();
        assertThat(read).hasToString("ReadCode[282, code=282, hasColon=true, rest of 11 characters]");
    }

    @Test
    void asks_the_scheme_for_a_hyphen_at_its_end_before_it_takes_it_for_a_separator() {
        CodeScheme onlyShort =
                new OneCode(code -> code.equals("a") ? Optional.of(ConversationId.of("A")) : Optional.empty());
        CodeScheme both = new OneCode(code -> Optional.of(ConversationId.of(code)));

        assertThat(new CodeReader(onlyShort).read("#a- hi").map(ReadCode::code)).contains("a");
        assertThat(new CodeReader(both).read("#a- hi").map(ReadCode::code)).contains("a-");
    }

    @Nested
    @DisplayName("among a million random texts")
    class Fuzz {
        private static final int TEXTS = 1_000_000;

        @ParameterizedTest
        @ValueSource(longs = {282, 4_711})
        void is_found_exactly_where_a_regular_expression_finds_it(long seed) {
            RandomText random = new RandomText(seed, RandomText.ALL);
            int found = 0;
            for (int i = 0; i < TEXTS / 2; i++) {
                String text = random.next();
                Optional<ReadCode> read = numbers.read(text);
                if (!read.equals(Grammar.read(text))) {
                    assertThat(read).as(RandomText.escaped(text)).isEqualTo(Grammar.read(text));
                }
                found += read.isPresent() ? 1 : 0;
            }
            assertThat(found).as("codes found with seed %d", seed).isGreaterThan(TEXTS / 100);
        }

        @ParameterizedTest
        @ValueSource(longs = 1_600)
        void is_never_found_without_a_hash(long seed) {
            CodeReader words = new CodeReader(new CodeTable.AnyWord());
            RandomText random = new RandomText(seed, RandomText.WITHOUT_HASH);
            for (int i = 0; i < TEXTS / 2; i++) {
                assertNone(words, random.next());
            }
        }

        @ParameterizedTest
        @ValueSource(longs = 1_601)
        void is_never_found_behind_anything_that_can_be_seen(long seed) {
            CodeReader words = new CodeReader(new CodeTable.AnyWord());
            RandomText random = new RandomText(seed, RandomText.ALL);
            RandomText first = new RandomText(seed + 1, RandomText.SEEN);
            for (int i = 0; i < TEXTS / 2; i++) {
                assertNone(words, " " + first.one() + random.next());
            }
        }

        private void assertNone(CodeReader reader, String text) {
            if (reader.read(text).isPresent()) {
                assertThat(reader.read(text)).as(RandomText.escaped(text)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\n",
                "\u200F",
                "#",
                "#\u200F",
                "#1",
                "# ",
                "1",
                "٢",
                "\uD835\uDFD0",
                "a",
                "-",
                "#1-",
                "#1 ",
                "#1:",
                "#1: ",
                "#1,",
                "#1, ",
                "\uD83D",
                " \u200F\n",
                "#\uFE0F",
                "#-",
                ": "
            })
    void is_looked_for_in_one_pass(String unit) {
        String many = unit.repeat(1_000_000 / unit.length());
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            for (String head : List.of("", "#", "#1", "#1 ", "#1-", "#1:", "#1,", "\n #")) {
                numbers.read(head + many);
            }
        });
    }

    /** A scheme made of a function. */
    private record OneCode(Function<String, Optional<ConversationId>> reader) implements CodeScheme {
        @Override
        public String write(ConversationId conversation) {
            return conversation.value();
        }

        @Override
        public Optional<ConversationId> read(String code) {
            return reader.apply(code);
        }
    }

    /** The same grammar once more, for numeric codes, as a regular expression. */
    private static final class Grammar {
        private static final String MARK = "\\u200B\\u200E\\u200F\\u061C\\u202A-\\u202E\\u2060\\u2066-\\u2069\\uFEFF";
        private static final String BLANK = "\\t\\p{Zs}";
        private static final String BREAK = "\\n-\\r\\x1C-\\x1F\\x85\\u2028\\u2029";
        private static final String GAP = "[" + BLANK + MARK + "]*+";
        private static final String END = "(?:\\z|(?=[" + BREAK + "]))";
        private static final Pattern CODE = Pattern.compile("\\A[" + BLANK + BREAK + MARK
                + "]*+[#\\uFF03\\uFE5F]\\uFE0F?+"
                + "\\u20E3?+" + GAP + "(\\p{Nd}[\\p{Nd}" + MARK + "]*+)(?:" + GAP + END + "|" + GAP
                + "([:\\uFF1A\\uFE55\\u2236\\uA789\\u02D0])|" + GAP + "[-,;.\\u2013\\u2014)\\u060C\\u061B](?:[" + MARK
                + "]*+["
                + BLANK + "]|" + "[" + MARK + "]*+" + END + ")|[" + BLANK + "]|(?<=[" + MARK + "])[" + BLANK + "])");
        private static final Pattern EMPTY = Pattern.compile("\\A[" + BLANK + BREAK + MARK + "]*+");

        private Grammar() {}

        static Optional<ReadCode> read(String text) {
            Matcher matcher = CODE.matcher(text);
            if (!matcher.find()) {
                return Optional.empty();
            }
            StringBuilder digits = new StringBuilder();
            matcher.group(1)
                    .codePoints()
                    .filter(Character::isDigit)
                    .forEach(c -> digits.append(Character.digit(c, 10)));
            String code = digits.toString();
            boolean isNumber = code.length() <= 18 && (code.length() == 1 || code.charAt(0) != '0');
            String rest = EMPTY.matcher(text.substring(matcher.end())).replaceFirst("");
            return isNumber
                    ? Optional.of(new ReadCode(ConversationId.of(code), code, matcher.group(2) != null, rest))
                    : Optional.empty();
        }
    }

    /** Short texts of what codes are made of, and of what they are not. */
    private static final class RandomText {
        private static final List<String> HASH = List.of("#", "#", "#", "\uFF03", "\uFE5F", "#\uFE0F\u20E3");
        private static final List<String> UNSEEN = List.of(
                " ", " ", " ", "\n", "\r\n", "\t", "\u00A0", "\u2028", "\u0085", "\u200F", "\u200E", "\u202E", "\u2069",
                "\u061C", "\uFEFF", "\u200B", "\u3000");
        private static final List<String> DIGITS = List.of(
                "1",
                "2",
                "8",
                "0",
                "9",
                "282",
                "\u0662",
                "\u06F8",
                "\u0968",
                "\u09E8",
                "\uFF12",
                "\u0E52",
                "\uD835\uDFD0",
                "\uD801\uDCA1",
                "\u0BE8");
        private static final List<String> SEEN = Stream.concat(
                        DIGITS.stream(),
                        Stream.of(
                                ":", ":", ":", "\uFF1A", "\uFE55", "\u2236", "\uA789", "\u02D0", ",", ";", ".", "-",
                                "–", "—", ")", "\u060C", "\u061B", "a", "ب", "é", "你", "_", "/", "!", "'", "\u0301",
                                "\uFE0F", "\u20E3", "\u200D", "\u200C", "\uD83D", "\uDE00", "👍", "\u0000", "²", "½",
                                "\u2317"))
                .toList();
        private static final List<String> WITHOUT_HASH =
                Stream.of(UNSEEN, DIGITS, SEEN).flatMap(List::stream).toList();
        private static final List<String> ALL = Stream.of(HASH, UNSEEN, DIGITS, DIGITS, SEEN)
                .flatMap(List::stream)
                .toList();

        private final Random random;
        private final List<String> alphabet;

        private RandomText(long seed, List<String> alphabet) {
            this.random = new Random(seed);
            this.alphabet = alphabet;
        }

        private String one() {
            return alphabet.get(random.nextInt(alphabet.size()));
        }

        /** Every second one begins like a code if the alphabet can, or hardly any would. */
        private String next() {
            StringBuilder text = new StringBuilder();
            if (alphabet.contains("#") && random.nextBoolean()) {
                text.append(HASH.get(random.nextInt(HASH.size())));
            }
            for (int left = random.nextInt(12); left > 0; left--) {
                text.append(one());
            }
            return text.toString();
        }

        private static String escaped(String text) {
            StringBuilder escaped = new StringBuilder();
            text.chars().forEach(c -> escaped.append(String.format("\\u%04X", c)));
            return escaped.toString();
        }
    }
}
