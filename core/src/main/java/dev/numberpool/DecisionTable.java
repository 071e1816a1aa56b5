package dev.numberpool;

import java.util.stream.Collectors;

/** Draws a decision as text. */
final class DecisionTable {
    private static final String ROW = "  %-1s %-14s %6s %10s %6s %8s  %s";

    private DecisionTable() {}

    static String of(Decision decision) {
        StringBuilder text = new StringBuilder();
        PhoneNumber number = decision.number();
        text.append("conversation %s of widget %s: %s (%s)\n"
                .formatted(
                        decision.handover().conversation(),
                        decision.handover().widget(),
                        number == null ? "no number" : number.masked(),
                        decision.reason()));
        if (!decision.candidates().isEmpty() || !decision.excluded().isEmpty()) {
            text.append(line("", "number", "active", "with agent", "weight", "last use", "remarks"));
        }
        for (Candidate candidate : decision.candidates()) {
            text.append(row(candidate, candidate.number().equals(number)));
        }
        decision.excluded().forEach((out, why) -> text.append(line("-", out.masked(), "", "", "", "", why)));
        text.append(decision.steps().stream().map(step -> "  " + step).collect(Collectors.joining("\n")));
        return text.toString();
    }

    private static String row(Candidate candidate, boolean isChosen) {
        return line(
                isChosen ? ">" : "",
                candidate.number().masked(),
                candidate.active(),
                candidate.activeWithAgent(),
                weight(candidate.weight()),
                candidate.lastUsed() == 0 ? "never" : "#" + candidate.lastUsed(),
                remarks(candidate));
    }

    private static String line(Object... cells) {
        return ROW.formatted(cells).stripTrailing() + "\n";
    }

    private static String weight(double weight) {
        return weight == Math.rint(weight) && weight < 1e6 ? String.valueOf((long) weight) : String.valueOf(weight);
    }

    private static String remarks(Candidate candidate) {
        String cooling = candidate.coolingDown() ? "cooling down" : "";
        String window = switch (candidate.window()) {
            case OPEN -> "window open";
            case CLOSED -> "window closed";
            case UNKNOWN -> "";
        };
        return cooling + (cooling.isEmpty() || window.isEmpty() ? "" : ", ") + window;
    }
}
