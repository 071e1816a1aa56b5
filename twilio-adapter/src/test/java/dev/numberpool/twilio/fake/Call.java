package dev.numberpool.twilio.fake;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request that reached the fake, and what came of it.
 *
 * @param method the HTTP method
 * @param path the path without the query, decoded
 * @param query the parameters of the query
 * @param form the fields of the form; empty for other bodies
 * @param headers the headers by their names in small letters, without {@code authorization}
 * @param body the request's body as it came
 * @param user the user of the Basic authentication, or null where there was none; passwords are not kept
 * @param processed false where a fault kept the fake from doing anything
 * @param status the HTTP status that was decided, or 0 where the connection was dropped instead
 * @param answerType the type of the answer's body
 * @param answer the answer's body
 */
public record Call(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> form,
        Map<String, String> headers,
        String body,
        @Nullable String user,
        boolean processed,
        int status,
        String answerType,
        String answer) {

    /** The first value of a form field, or null where there is none. */
    public @Nullable String field(String name) {
        List<String> values = form.get(name);
        return values == null ? null : values.get(0);
    }

    /** The first value of a query parameter, or null where there is none. */
    public @Nullable String parameter(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    /** Method, path and status: numbers and texts stay out. */
    @Override
    public String toString() {
        return method + " " + path + " -> " + (status == 0 ? "dropped" : status);
    }
}
