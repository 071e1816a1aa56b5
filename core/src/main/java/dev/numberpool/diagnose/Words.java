package dev.numberpool.diagnose;

import dev.numberpool.WidgetId;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** Small phrases. */
final class Words {
    private static final int MOST_WIDGETS = 5;

    private Words() {}

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String entries(int number) {
        return number + (number == 1 ? " entry" : " entries");
    }

    static String days(Duration time) {
        return time.equals(Duration.ofDays(time.toDays())) ? count(time.toDays(), "day") : time.toString();
    }

    /** The first few by their ids, of the others the number. */
    static String widgets(Collection<WidgetId> widgets) {
        String named = widgets.stream().limit(MOST_WIDGETS).map(WidgetId::value).collect(Collectors.joining(", "));
        int others = widgets.size() - MOST_WIDGETS;
        return (widgets.size() == 1 ? "widget " : "widgets ") + named + (others > 0 ? " and " + others + " more" : "");
    }
}
