package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.examples.supportdesk.site.Agent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How agents and numbers are called.
 *
 * @param agents names of agents by address
 * @param numbers names of numbers that are in a pool, in its order
 * @param defaults the widgets' default numbers, with their name
 */
record Names(Map<String, String> agents, Map<String, String> numbers, Map<String, String> defaults) {
    static Names of(List<Agent> agents, List<Widget> widgets) {
        Map<String, String> people = new LinkedHashMap<>();
        agents.forEach(agent -> people.put(agent.participant().address(), agent.name()));
        Map<String, String> numbers = new LinkedHashMap<>();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Widget widget : widgets) {
            for (PooledNumber entry : widget.pool()) {
                numbers.putIfAbsent(entry.number().e164(), entry.displayName());
            }
            if (widget.handoverNumber() != null) {
                defaults.put(widget.handoverNumber().e164(), "Default number");
            }
        }
        return new Names(people, numbers, defaults);
    }

    String agent(@Nullable String address) {
        return address == null ? "nobody yet" : agents.getOrDefault(address, address);
    }

    /** As it is called now, else as it was called when it was chosen. */
    String number(String e164, @Nullable String then) {
        String now = numbers.getOrDefault(e164, defaults.getOrDefault(e164, ""));
        if (!now.isEmpty()) {
            return now;
        }
        return then == null || then.equals(e164) ? "A number without a name" : then;
    }

    boolean isKnown(String e164) {
        return numbers.containsKey(e164) || defaults.containsKey(e164);
    }
}
