package dev.numberpool.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The host's statuses that end a conversation, as checked SQL literals: a partial index needs them in its text. */
record ClosedStatuses(List<String> values) {
    static final Set<String> STANDARD = Set.of("closed");

    private static final Pattern LITERAL = Pattern.compile("'([^']*)'");
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_.:-]([A-Za-z0-9_.: -]{0,62}[A-Za-z0-9_.:-])?");

    static ClosedStatuses of(Set<String> statuses) {
        if (statuses.isEmpty()) {
            throw new IllegalArgumentException(
                    "there must be at least one closed status, or no conversation ever ends");
        }
        for (String status : statuses) {
            if (!ALLOWED.matcher(status).matches()) {
                throw new IllegalArgumentException("a closed status may have up to 64 ASCII letters, digits, blanks"
                        + " (not at its ends) and the characters _ . : -");
            }
        }
        return new ClosedStatuses(List.copyOf(new TreeSet<>(statuses)));
    }

    /** {@code 'closed', 'resolved'}. */
    String literals() {
        return values.stream().map(status -> "'" + status + "'").collect(Collectors.joining(", "));
    }

    /** How the schema remembers them. */
    String marker() {
        return String.join(",", values);
    }

    /** What is wrong with an expression in the database that was made for other statuses; empty if it is for these. */
    Optional<String> differenceTo(String expression) {
        Set<String> found = new TreeSet<>();
        LITERAL.matcher(expression).results().map(literal -> literal.group(1)).forEach(found::add);
        if (found.equals(new TreeSet<>(values))) {
            return Optional.empty();
        }
        return Optional.of(
                "is for the closed statuses " + found + ", configured are " + values + "; drop it and make it anew");
    }
}
