package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.examples.supportdesk.site.ChatFilter;
import dev.numberpool.examples.supportdesk.site.ChatFilter.Status;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the address of the list asks for. Values that make no sense ask for nothing in particular.
 *
 * @param filter which chats
 * @param isGrouped whether the chats of a customer stand together
 * @param page which page of them, from 1
 */
record Query(ChatFilter filter, boolean isGrouped, int page) {
    private static final int LONGEST = 100;
    private static final int LAST_PAGE = 10_000;

    static Query of(Context context) {
        ChatFilter filter = new ChatFilter(
                status(context.queryParam("status")),
                text(context, "number"),
                text(context, "agent"),
                text(context, "q"));
        return new Query(filter, "customer".equals(context.queryParam("group")), page(context.queryParam("page")));
    }

    private static Status status(@Nullable String value) {
        for (Status status : Status.values()) {
            if (name(status).equals(value)) {
                return status;
            }
        }
        return Status.OPEN;
    }

    static String name(Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What was typed or linked, without what a database cannot take. */
    private static @Nullable String text(Context context, String parameter) {
        String value = context.queryParam(parameter);
        if (value == null) {
            return null;
        }
        String clean = value.replaceAll("\\p{Cntrl}", "").strip();
        return clean.isEmpty() ? null : clean.substring(0, Math.min(LONGEST, clean.length()));
    }

    private static int page(@Nullable String value) {
        return value != null && value.matches("[1-9][0-9]{0,4}") ? Math.min(LAST_PAGE, Integer.parseInt(value)) : 1;
    }

    Query with(Status status) {
        return new Query(new ChatFilter(status, filter.number(), filter.agent(), filter.text()), isGrouped, 1);
    }

    Query onNumber(@Nullable String number) {
        return new Query(new ChatFilter(filter.status(), number, filter.agent(), filter.text()), isGrouped, 1);
    }

    Query grouped(boolean isGrouped) {
        return new Query(filter, isGrouped, 1);
    }

    Query page(int page) {
        return new Query(filter, isGrouped, page);
    }

    boolean isNarrowed() {
        return filter.number() != null || filter.agent() != null || filter.text() != null;
    }

    /** The address of this list. */
    String href() {
        StringBuilder href = new StringBuilder("/conversations?status=" + name(filter.status()));
        add(href, "number", filter.number());
        add(href, "agent", filter.agent());
        add(href, "q", filter.text());
        add(href, "group", isGrouped ? "customer" : null);
        add(href, "page", page > 1 ? Integer.toString(page) : null);
        return href.toString();
    }

    private static void add(StringBuilder href, String name, @Nullable String value) {
        if (value != null) {
            href.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
