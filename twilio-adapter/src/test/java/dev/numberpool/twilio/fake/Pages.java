package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts lists into pages as Twilio does: newer APIs with an absolute {@code meta.next_page_url}, the 2010 API with a
 * relative {@code next_page_uri}. A page token is bound to the last row of the page before, so rows that appear in
 * between shift nothing.
 */
public final class Pages {
    private final CopyOnWriteArraySet<Integer> hollow = new CopyOnWriteArraySet<>();

    Pages() {}

    /** Makes page number n (the first is 0) of every list come back empty, although a page with the rest follows. */
    public void hollow(int page) {
        hollow.add(page);
    }

    /** How a list is asked for and named. */
    record Style(String host, String key, int size, int largest) {
        static Style conversations(String key, int largest) {
            return new Style(Hosts.CONVERSATIONS, key, 50, largest);
        }
    }

    private record Cut<T>(
            List<T> rows,
            int page,
            int size,
            int start,
            @Nullable String nextToken) {}

    /** A page in the form of the newer APIs. */
    <T> ObjectNode page(
            Request request, Style style, List<T> rows, Function<T, String> id, Function<T, ObjectNode> json) {
        Cut<T> cut = cut(request, style, rows, id);
        String base = "https://" + style.host() + request.path();
        ObjectNode meta = Json.object()
                .put("page", cut.page())
                .put("page_size", cut.size())
                .put("first_page_url", base + query(request, cut.size(), 0, null))
                .put(
                        "previous_page_url",
                        cut.page() == 0 ? null : base + query(request, cut.size(), cut.page() - 1, null))
                .put(
                        "url",
                        base
                                + query(
                                        request,
                                        cut.size(),
                                        cut.page(),
                                        request.query().first("PageToken")))
                .put("next_page_url", next(request, cut, base))
                .put("key", style.key());
        ObjectNode answer = Json.object();
        answer.set(style.key(), Json.array(cut.rows().stream().map(json).toList()));
        answer.set("meta", meta);
        return answer;
    }

    /** A page in the form of the 2010 API. */
    <T> ObjectNode page2010(
            Request request, String key, List<T> rows, Function<T, String> id, Function<T, ObjectNode> json) {
        Cut<T> cut = cut(request, new Style(Hosts.API, key, 50, 1000), rows, id);
        String base = request.path();
        ObjectNode answer = Json.object();
        answer.set(key, Json.array(cut.rows().stream().map(json).toList()));
        return answer.put("page", cut.page())
                .put("page_size", cut.size())
                .put("start", cut.start())
                .put("end", Math.max(cut.start(), cut.start() + cut.rows().size() - 1))
                .put("first_page_uri", base + query(request, cut.size(), 0, null))
                .put(
                        "previous_page_uri",
                        cut.page() == 0 ? null : base + query(request, cut.size(), cut.page() - 1, null))
                .put(
                        "uri",
                        base
                                + query(
                                        request,
                                        cut.size(),
                                        cut.page(),
                                        request.query().first("PageToken")))
                .put("next_page_uri", next(request, cut, base));
    }

    private <T> Cut<T> cut(Request request, Style style, List<T> rows, Function<T, String> id) {
        int size = number(request, "PageSize", style.size());
        int page = number(request, "Page", 0);
        if (size < 1 || size > style.largest()) {
            throw TwilioError.bad(20007, "Page size must be between 1 and " + style.largest());
        }
        int start = start(request, rows, id, page * size);
        if (hollow.contains(page)) {
            return new Cut<>(
                    List.of(),
                    page,
                    size,
                    start,
                    start == 0 ? "PA" : request.query().or("PageToken", "PA"));
        }
        int end = Math.min(rows.size(), start + size);
        String next = end < rows.size() ? "PA" + id.apply(rows.get(end - 1)) : null;
        return new Cut<>(rows.subList(start, end), page, size, start, next);
    }

    private static <T> int start(Request request, List<T> rows, Function<T, String> id, int counted) {
        String token = request.query().text("PageToken");
        if (token == null) {
            return Math.min(counted, rows.size());
        }
        String last = token.substring(2);
        for (int i = 0; i < rows.size(); i++) {
            if (id.apply(rows.get(i)).equals(last)) {
                return i + 1;
            }
        }
        return last.isEmpty() ? 0 : Math.min(counted, rows.size());
    }

    private static <T> @Nullable String next(Request request, Cut<T> cut, String base) {
        return cut.nextToken() == null ? null : base + query(request, cut.size(), cut.page() + 1, cut.nextToken());
    }

    private static String query(Request request, int size, int page, @Nullable String token) {
        Map<String, String> query = new LinkedHashMap<>();
        request.query().asMap().forEach((name, values) -> query.put(name, values.get(0)));
        query.put("PageSize", Integer.toString(size));
        query.put("Page", Integer.toString(page));
        query.remove("PageToken");
        if (token != null) {
            query.put("PageToken", token);
        }
        return "?" + Params.encode(query);
    }

    private static int number(Request request, String name, int otherwise) {
        String value = request.query().text(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException failure) {
            throw TwilioError.bad(20001, "Invalid " + name);
        }
    }
}
