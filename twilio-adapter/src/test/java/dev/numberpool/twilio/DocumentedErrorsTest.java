package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.desk.Failure;
import dev.numberpool.desk.Failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of errors in docs/twilio.md says what the code does")
class DocumentedErrorsTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{5}\\b");
    private static final Pattern STATUSES = Pattern.compile("HTTP ((?:[0-9]{3}(?:, )?)+)");

    private static final List<Integer> CODES =
            IntStream.range(10_000, 100_000).boxed().toList();
    private static final List<Integer> STATUSES_OF_HTTP =
            IntStream.range(300, 600).boxed().toList();

    private final Map<Kind, MatchResult> rows = rows();

    private static Map<Kind, MatchResult> rows() {
        Map<Kind, MatchResult> rows = new EnumMap<>(Kind.class);
        ROW.matcher(document()).results().forEach(row -> rows.put(Kind.valueOf(row.group(1)), row));
        return rows;
    }

    private static String document() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/twilio.md"))) {
            folder = folder.getParent();
        }
        try {
            return Files.readString(folder.resolve("docs/twilio.md"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void every_kind_that_sending_may_come_to_has_a_row() {
        Set<Kind> expected = EnumSet.of(Kind.NOT_SENT);
        CODES.forEach(code -> expected.add(TwilioErrors.kind(code, 400)));
        STATUSES_OF_HTTP.forEach(status -> expected.add(TwilioErrors.kind(null, status)));
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void it_names_exactly_the_codes_that_are_known() {
        Map<Kind, TreeSet<Integer>> known = new TreeMap<>();
        for (int code : CODES) {
            Kind kind = TwilioErrors.kind(code, 400);
            if (kind != Kind.UNCLASSIFIED) {
                known.computeIfAbsent(kind, any -> new TreeSet<>()).add(code);
            }
        }
        Map<Kind, TreeSet<Integer>> documented = new TreeMap<>();
        rows.forEach((kind, row) -> codes(row.group(2))
                .forEach(code ->
                        documented.computeIfAbsent(kind, any -> new TreeSet<>()).add(code)));
        assertThat(documented).isEqualTo(known);
    }

    @Test
    void it_names_the_statuses_that_decide_where_there_is_no_code() {
        Map<Integer, Kind> documented = new TreeMap<>();
        rows.forEach((kind, row) -> statuses(row.group(2)).forEach(status -> documented.put(status, kind)));
        assertThat(documented).hasSizeGreaterThan(8);
        documented.forEach((status, kind) -> assertThat(TwilioErrors.kind(null, status))
                .as("HTTP %s", status)
                .isEqualTo(kind));
    }

    @Test
    void it_says_again_where_a_message_is_sent_again_and_nowhere_else() {
        rows.forEach((kind, row) -> assertThat(row.group(3).startsWith("again "))
                .as("%s: %s", kind, row.group(3))
                .isEqualTo(kind.retry() == Failure.Retry.SOON || kind.retry() == Failure.Retry.LATER));
    }

    private static Stream<Integer> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> Integer.valueOf(code.group()));
    }

    private static Stream<Integer> statuses(String cell) {
        Matcher matcher = STATUSES.matcher(cell);
        return matcher.find() ? Arrays.stream(matcher.group(1).split(", ")).map(Integer::valueOf) : Stream.empty();
    }
}
