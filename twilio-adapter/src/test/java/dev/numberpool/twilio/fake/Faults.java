package dev.numberpool.twilio.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes wrong, and with which requests. In paths an asterisk stands for any characters, as a method for any. Of several rules the one
 * made last counts; a script that has run out is no rule any more. Safe for use by many threads.
 */
public final class Faults {
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Rule> rules = new ArrayList<>();

    Faults() {}

    private abstract static class Rule {
        private final PathPattern pattern;

        Rule(PathPattern pattern) {
            this.pattern = pattern;
        }

        abstract Fault next();

        boolean isOver() {
            return false;
        }
    }

    /** The next requests of a method to a path suffer these faults, one each, in this order; then all is well. */
    public void script(String method, String path, Fault... faults) {
        Deque<Fault> left = new ArrayDeque<>(List.of(faults));
        add(new Rule(new PathPattern(method, path)) {
            @Override
            Fault next() {
                return left.remove();
            }

            @Override
            boolean isOver() {
                return left.isEmpty();
            }
        });
    }

    /** Every request of a method to a path suffers this fault, until {@link #clear()}. */
    public void always(String method, String path, Fault fault) {
        every(1, method, path, fault);
    }

    /** Every n-th request of a method to a path suffers this fault, until {@link #clear()}. */
    public void every(int nth, String method, String path, Fault fault) {
        if (nth < 1) {
            throw new IllegalArgumentException("every n-th means n >= 1: " + nth);
        }
        add(new Rule(new PathPattern(method, path)) {
            private int seen;

            @Override
            Fault next() {
                seen++;
                return seen % nth == 0 ? fault : Fault.NONE;
            }
        });
    }

    /** All is well again. Answers that already hang stay so until the fake is closed. */
    public void clear() {
        lock.lock();
        try {
            rules.clear();
        } finally {
            lock.unlock();
        }
    }

    Fault next(String method, String path) {
        lock.lock();
        try {
            rules.removeIf(Rule::isOver);
            for (int i = rules.size() - 1; i >= 0; i--) {
                if (rules.get(i).pattern.matches(method, path)) {
                    return rules.get(i).next();
                }
            }
            return Fault.NONE;
        } finally {
            lock.unlock();
        }
    }

    private void add(Rule rule) {
        lock.lock();
        try {
            rules.add(rule);
        } finally {
            lock.unlock();
        }
    }
}
