package dev.numberpool.examples.supportdesk.pool;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Brings into a draft what its form sends. Entries that the form does not send stay as they are. */
final class DraftForm {
    private final Context context;

    DraftForm(Context context) {
        this.context = context;
    }

    Draft typed(Draft draft) {
        Draft typed = draft.mapped(entry -> isSent(entry) ? entry.with(fields(entry)) : entry);
        String defaultNumber = Objects.requireNonNullElse(context.formParam("defaultNumber"), draft.defaultNumber());
        return ordered(typed.withDefaultNumber(defaultNumber));
    }

    private boolean isSent(DraftEntry entry) {
        return context.formParam("name." + entry.key()) != null;
    }

    private Fields fields(DraftEntry entry) {
        Fields before = entry.fields();
        return new Fields(
                entry.stored() == null ? text("number", entry, before.number()) : before.number(),
                text("name", entry, before.name()),
                text("id", entry, before.id()),
                text("weight", entry, before.weight()),
                Fields.lines(text("notes", entry, before.notes())),
                context.formParam("active." + entry.key()) != null);
    }

    private String text(String field, DraftEntry entry, String before) {
        return Objects.requireNonNullElse(context.formParam(field + "." + entry.key()), before);
    }

    /** Entries whose place was typed anew go there. */
    private Draft ordered(Draft draft) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int index = 0; index < draft.entries().size(); index++) {
            String key = draft.entries().get(index).key();
            String typed = Objects.requireNonNullElse(context.formParam("place." + key), "");
            if (typed.matches("[0-9]{1,5}") && Integer.parseInt(typed) != index + 1) {
                places.put(key, Integer.parseInt(typed) - 1);
            }
        }
        Draft ordered = draft;
        for (Map.Entry<String, Integer> place : places.entrySet()) {
            ordered = ordered.placed(place.getKey(), place.getValue());
        }
        return ordered;
    }
}
