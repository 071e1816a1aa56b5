package dev.numberpool.examples.supportdesk.pool;

import dev.numberpool.Widget;
import dev.numberpool.Widget.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;

/** What is wrong with the stored pool, with the value that is stored there. */
final class StoredProblems {
    private final Jdbi jdbi;

    StoredProblems(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The problems of a widget by index; {@link Widget#WHOLE} holds those of the widget as a whole. */
    Map<Integer, List<Found>> of(Widget widget) {
        Map<Integer, List<Found>> found = new LinkedHashMap<>();
        for (Problem problem : widget.problems()) {
            found.computeIfAbsent(problem.index(), index -> new ArrayList<>())
                    .add(new Found(problem.index(), problem.message(), value(widget, problem)));
        }
        return found;
    }

    private String value(Widget widget, Problem problem) {
        String unreadable = widget.unreadable().get(problem.index());
        if (problem.kind() == Problem.Kind.HANDOVER_NUMBER_UNUSABLE) {
            return stored("handover_whatsapp_number", widget);
        }
        return unreadable != null ? unreadable : stored("whatsapp_number_pool -> " + problem.index(), widget);
    }

    private String stored(String expression, Widget widget) {
        return Objects.requireNonNullElse(
                jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT (" + expression + ")::text FROM widget_configs WHERE id = :id")
                        .bind("id", Long.parseLong(widget.id().value()))
                        .mapTo(String.class)
                        .findOne()
                        .orElse("")),
                "");
    }
}
