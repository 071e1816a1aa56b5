package dev.numberpool.examples.customstore;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Assigns a number to a conversation. Run twice on one file, it says the same number twice, the second time as old news. */
public final class Restart {
    private static final WidgetId WIDGET = WidgetId.of(7);

    private Restart() {}

    /** The argument is the file, which is made if it is not there. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("name one file, which is made if it is not there");
        }
        try (DocumentStore store = DocumentStore.open(Path.of(arguments[0]), Set.of("closed"))) {
            if (store.widget(WIDGET).isEmpty()) {
                store.put(Widget.of(WIDGET).withPool(List.of(team(1, "+15558986359"), team(2, "+15558986360"))));
            }
            NumberPool pool = NumberPool.builder(store).build();
            Assignment assignment = pool.assign(WIDGET, ConversationId.of(282));
            System.out.println(assignment.number() + " " + assignment.displayName()
                    + (assignment.isNew() ? ", chosen now" : ", as before"));
        }
    }

    private static PooledNumber team(int n, String number) {
        return PooledNumber.of(PhoneNumber.of(number)).withDisplayName("Support Team " + n);
    }
}
