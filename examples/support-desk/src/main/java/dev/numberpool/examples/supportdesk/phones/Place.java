package dev.numberpool.examples.supportdesk.phones;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a person is on the page, as it stands in its address. Nothing of it has been checked.
 *
 * @param agent digits of the agent's phone, or null for the first one
 * @param number digits of our number, whose chat is open on the phone; null for the newest one
 * @param chat the visitor's chat, or null for the newest one on the open thread
 * @param quote the message that is about to be quoted, or null
 * @param pane what a narrow screen shows: {@code phone}, {@code threads}, {@code visitor} or {@code visitors}
 */
public record Place(
        @Nullable String agent,
        @Nullable String number,
        @Nullable String chat,
        @Nullable String quote,
        String pane) {

    static Place of(Function<String, @Nullable String> parameters) {
        String pane = parameters.apply("pane");
        return new Place(
                given(parameters.apply("agent")),
                given(parameters.apply("number")),
                given(parameters.apply("chat")),
                given(parameters.apply("quote")),
                pane == null || !pane.matches("threads|visitors|visitor") ? "phone" : pane);
    }

    private static @Nullable String given(@Nullable String parameter) {
        return parameter == null || parameter.isBlank() ? null : parameter;
    }

    /** The phone of this agent, with the newest thread. */
    public Place at(String newAgent) {
        return new Place(newAgent, null, null, null, "threads");
    }

    /** This thread. */
    public Place at(String newAgent, String newNumber) {
        return new Place(newAgent, newNumber, null, null, "phone");
    }

    /** The same with this visitor's chat. */
    public Place with(@Nullable Long newChat) {
        return new Place(agent, number, newChat == null ? null : newChat.toString(), null, "visitor");
    }

    /** The same, about to quote this message. */
    public Place quoting(@Nullable String sid) {
        return new Place(agent, number, chat, sid, "phone");
    }

    /** The same, with this shown on a narrow screen. */
    public Place pane(String newPane) {
        return new Place(agent, number, chat, quote, newPane);
    }

    /** Its address. */
    public String path() {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("agent", agent);
        parameters.put("number", number);
        parameters.put("chat", chat);
        parameters.put("quote", quote);
        parameters.put("pane", pane.equals("phone") ? null : pane);
        String query = parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(String.valueOf(parameter.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "/phones" : "/phones?" + query;
    }
}
