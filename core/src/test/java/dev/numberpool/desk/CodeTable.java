package dev.numberpool.desk;

import dev.numberpool.ConversationId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rows of {@code codes.txt}: what a reader makes of a text. */
final class CodeTable {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u(\\p{XDigit}{4})");

    private CodeTable() {}

    static List<Row> rows() {
        try (InputStream in = Objects.requireNonNull(CodeTable.class.getResourceAsStream("codes.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("//"))
                    .map(CodeTable::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split("\\|", -1);
        CodeScheme scheme = switch (cells[0].strip()) {
            case "number" -> CodeScheme.numeric();
            case "word" -> new AnyWord();
            default -> throw new IllegalArgumentException(line);
        };
        String text = unescaped(cells[1]);
        if (cells[2].strip().equals("none")) {
            return new Row(line, scheme, text, Optional.empty());
        }
        String code = unescaped(cells[2]);
        boolean hasColon = switch (cells[3].strip()) {
            case "colon" -> true;
            case "bare" -> false;
            default -> throw new IllegalArgumentException(line);
        };
        ReadCode read = new ReadCode(ConversationId.of(code), code, hasColon, unescaped(cells[4]));
        return new Row(line, scheme, text, Optional.of(read));
    }

    private static String unescaped(String cell) {
        return ESCAPE.matcher(cell.strip())
                .replaceAll(found -> String.valueOf((char) Integer.parseInt(found.group(1), 16))
                        .replace("\\", "\\\\")
                        .replace("$", "\\$"));
    }

    /** A line of the table. Its name is the line, with everything invisible in it escaped. */
    record Row(String line, CodeScheme scheme, String text, Optional<ReadCode> expected) {
        @Override
        public String toString() {
            return line;
        }
    }

    /** A scheme that refuses nothing. */
    static final class AnyWord implements CodeScheme {
        @Override
        public String write(ConversationId conversation) {
            return conversation.value();
        }

        @Override
        public Optional<ConversationId> read(String code) {
            return Optional.of(ConversationId.of(code));
        }
    }
}
