package dev.numberpool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Refuses an edited pool that could not be used. What was unreadable before is the store's to keep. */
final class PoolCheck {
    private PoolCheck() {}

    static void check(Widget edited) {
        List<Widget.Problem> problems = new ArrayList<>();
        List<PooledNumber> pool = edited.pool();
        if (pool.size() + edited.unreadable().size() > Widget.MAX_ENTRIES) {
            problems.add(new Widget.Problem(
                    Widget.WHOLE, pool.size() + " entries; at most " + Widget.MAX_ENTRIES + " are possible"));
        }
        if (!pool.isEmpty() && edited.unreadable().containsKey(Widget.WHOLE)) {
            problems.add(new Widget.Problem(
                    Widget.WHOLE,
                    "the stored pool is no list and would be lost; drop it first with withoutEntry(Widget.WHOLE)"));
        }
        Map<PhoneNumber, Integer> first = new HashMap<>();
        for (int index = 0; index < pool.size(); index++) {
            PhoneNumber number = pool.get(index).number();
            Integer earlier = first.putIfAbsent(number, index);
            if (earlier != null) {
                problems.add(new Widget.Problem(
                        index,
                        Widget.Problem.Kind.DUPLICATE,
                        "the number " + number.masked() + " stands at index " + earlier + " already"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidPoolException(edited.id(), problems);
        }
    }
}
