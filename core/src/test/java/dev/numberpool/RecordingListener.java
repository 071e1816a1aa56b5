package dev.numberpool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers everything that it was told, in order. */
final class RecordingListener implements NumberPoolListener {
    /** One call: its name, the assignment before a move, the assignment, other conversations on its thread, and why. */
    record Event(
            String name,
            @Nullable Assignment before,
            Assignment assignment,
            int others,
            @Nullable Decision why) {}

    final List<Event> events = new CopyOnWriteArrayList<>();

    List<String> names() {
        return events.stream().map(Event::name).toList();
    }

    Event last() {
        return events.get(events.size() - 1);
    }

    /** The only event of this name. */
    Event only(String name) {
        List<Event> found =
                events.stream().filter(event -> event.name().equals(name)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " events '" + name + "' among " + names());
        }
        return found.get(0);
    }

    @Override
    public void assigned(Assignment assignment, Supplier<Decision> why) {
        events.add(new Event("assigned", null, assignment, 0, why.get()));
    }

    @Override
    public void moved(Assignment before, Assignment after, Supplier<Decision> why) {
        events.add(new Event("moved", before, after, 0, why.get()));
    }

    @Override
    public void shared(Assignment assignment, int others) {
        events.add(new Event("shared", null, assignment, others, null));
    }

    @Override
    public void usedUnhealthy(Assignment assignment) {
        events.add(new Event("usedUnhealthy", null, assignment, 0, null));
    }

    @Override
    public void released(Assignment assignment) {
        events.add(new Event("released", null, assignment, 0, null));
    }
}
