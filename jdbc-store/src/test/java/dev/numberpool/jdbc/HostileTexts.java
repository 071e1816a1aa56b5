package dev.numberpool.jdbc;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Texts of people who hope to be taken for SQL, for a pattern, for JSON, for a placeholder or for somebody else. No two are
 * equal, not even without their blanks. Each can be an id: no control characters, and at most 255 characters.
 */
final class HostileTexts {
    /** Quotes, and what ends or comments out the rest of a statement. */
    private static final List<String> QUOTES = List.of(
            "'",
            "''",
            "\"",
            "`",
            "\\",
            "\\'",
            "' OR '1'='1",
            "' OR 1=1 -- ",
            "'; DROP TABLE canary; --",
            "\"; DROP TABLE canary; --",
            "`; DROP TABLE canary; #",
            "\\'; DROP TABLE canary; -- ",
            "\\\\'; DROP TABLE canary; #",
            "'); DELETE FROM widget_configs; --",
            "x'||(SELECT note FROM canary)||'",
            "' UNION SELECT NULL, NULL, NULL, NULL, NULL, NULL --",
            "x' AND 1=(SELECT COUNT(*) FROM canary) AND '1'='1",
            "--",
            "#",
            "/*",
            "*/ OR 1=1",
            "/*!50000 DROP TABLE canary */",
            ";",
            "$$",
            "$$; DROP TABLE canary; $$",
            "$tag$; DROP TABLE canary; $tag$",
            "E'\\x27'",
            "U&'\\0027 OR 1=1'",
            "0x27204f5220313d31");

    /** What drivers, templates and our own SQL put something in place of. */
    private static final List<String> PLACEHOLDERS = List.of(
            "?",
            "??",
            "? OR ? = ?",
            ":name",
            "::text",
            "$1",
            "@@version",
            "{fn user()}",
            "{d '2026-01-01'}",
            "{?= call canary()}",
            "{widget_conversations}",
            "{.id}",
            "text(c.id)",
            "${closed}",
            "%s %1$s");

    /** What matches more than itself, or sorts, folds or reads like something else. */
    private static final List<String> LOOKALIKES = List.of(
            "%",
            "_",
            "\\%",
            "[a-z]%",
            "*",
            "ʼ OR ʼ1ʼ=ʼ1",
            "＇ OR ＇1＇=＇1",
            "’; DROP TABLE canary; ––",
            "¿' OR 1=1",
            "\u202e' OR 1=1",
            "\ufeff'",
            "🙂' OR '🙂'='🙂",
            "admin",
            "ADMIN",
            "Ａdmin",
            "é",
            "e\u0301",
            "NULL",
            "DEFAULT",
            "7 OR 1=1",
            "07",
            "７",
            "-1",
            "1e0",
            "9223372036854775808");

    /** What ends a value in JSON. */
    private static final List<String> JSON = List.of(
            "\"}]",
            "\",\"is_active\":false,\"x\":\"",
            "\\u0000",
            "\\\"",
            "[{\"number\":\"+15550001111\",\"is_active\":true}]",
            "{\"$ne\":null}");

    private static final List<String> LONG = List.of("'".repeat(255), "\\'\"".repeat(85), "🙂".repeat(127));

    static final List<String> ALL = Stream.of(QUOTES, PLACEHOLDERS, LOOKALIKES, JSON, LONG)
            .flatMap(List::stream)
            .toList();

    private HostileTexts() {}

    /** Others that somebody might take the text for, and that are none of these. */
    static List<String> near(String text) {
        Stream<String> others = Stream.of(
                text + " ",
                text.toUpperCase(Locale.ROOT),
                text.replace("'", "''"),
                text.replace("\\", "\\\\"),
                text + "x",
                text.substring(text.offsetByCodePoints(0, 1)),
                text.toLowerCase(Locale.ROOT));
        return others.filter(other -> !other.isBlank() && other.length() <= 255 && !ALL.contains(other))
                .filter(other -> !other.equals(text))
                .distinct()
                .limit(3)
                .toList();
    }

    /** For the message of a failed test. */
    static String shown(String text) {
        return "«" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "»";
    }
}
