package dev.numberpool.twilio;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The fields of a genuine request.
 *
 * @param values the values by name; nearly always one
 */
record Fields(SortedMap<String, List<String>> values) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_.]{0,39}[0-9]{0,2}");

    static Fields of(Map<String, String> single) {
        SortedMap<String, List<String>> values = new TreeMap<>();
        single.forEach((name, value) -> values.put(name, List.of(value)));
        return new Fields(values);
    }

    /** The names, sorted, for logs: those that look like Twilio's, for who signs may put anything into them. */
    static Collection<String> names(Map<String, String> fields) {
        return fields.keySet().stream()
                .map(name -> NAME.matcher(name).matches() ? name : "…")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The value, if there is one that is not blank. */
    Optional<String> text(String name) {
        return first(name).filter(value -> !value.isBlank());
    }

    /** The value as it is, the first one if there are more. */
    Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name)).map(list -> list.get(0));
    }

    boolean isRepeated(String name) {
        List<String> list = values.get(name);
        return list != null && list.size() > 1;
    }

    Map<String, String> single() {
        Map<String, String> single = new LinkedHashMap<>();
        values.forEach((name, list) -> single.put(name, list.get(0)));
        return single;
    }
}
