package dev.numberpool.examples.supportdesk.handover;

import dev.numberpool.Assignment;
import dev.numberpool.Decision;
import dev.numberpool.NumberPoolListener;
import java.util.function.Supplier;

/** Lets the pages know when a conversation got, changed or lost its number. */
record PoolNews(Runnable changed) implements NumberPoolListener {
    @Override
    public void assigned(Assignment assignment, Supplier<Decision> why) {
        changed.run();
    }

    @Override
    public void moved(Assignment before, Assignment after, Supplier<Decision> why) {
        changed.run();
    }

    @Override
    public void released(Assignment assignment) {
        changed.run();
    }
}
