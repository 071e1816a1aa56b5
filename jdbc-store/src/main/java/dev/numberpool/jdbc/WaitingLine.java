package dev.numberpool.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Callers of this process who want the same thing done one after the other. Whoever is first leads, and does it for all
 * who wait by then; those who come meanwhile wait for the next leader, who is the first of them. There is no thread but
 * those of the callers, and a caller leads once at most.
 *
 * <p>Nobody waits here in vain. Who is interrupted or has waited long enough before a leader took the request, whose
 * leader fails, or who comes back in here while leading, is told to go alone.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class WaitingLine<Q, A> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Waiter<Q, A>> waiting = new ArrayDeque<>();
    private final BiPredicate<Q, List<Q>> mayJoin;
    private final int most;

    /** Who leads or has been chosen to; null while nobody is here. */
    private @Nullable Waiter<Q, A> leader;

    /**
     * A line.
     *
     * @param mayJoin whether a request can be done together with these; if not, it stays in line
     * @param most how many are done together
     */
    WaitingLine(BiPredicate<Q, List<Q>> mayJoin, int most) {
        this.mayJoin = mayJoin;
        this.most = most;
    }

    private enum State {
        WAITING,
        LEADING,
        TAKEN,
        ANSWERED,
        ALONE
    }

    private static final class Waiter<Q, A> {
        final Q request;
        final Thread thread = Thread.currentThread();
        final Condition turn;
        State state = State.WAITING;

        @Nullable
        A answer;

        Waiter(Q request, Condition turn) {
            this.request = request;
            this.turn = turn;
        }

        void become(State next) {
            state = next;
            turn.signal();
        }
    }

    /**
     * Has a request done, by another caller or by this one for others, too.
     *
     * @param together does requests in their order, and answers each at the same place
     * @return null if the caller has to go alone
     */
    @Nullable
    A join(Q request, Function<List<Q>, List<A>> together, long patienceNanos) {
        Waiter<Q, A> mine = enter(request, patienceNanos);
        if (mine.state == State.LEADING) {
            lead(mine, together);
        }
        return mine.answer;
    }

    /** Returns when it is the caller's turn to lead, or when nothing is left to wait for. */
    private Waiter<Q, A> enter(Q request, long patienceNanos) {
        lock.lock();
        try {
            Waiter<Q, A> mine = new Waiter<>(request, lock.newCondition());
            if (leader == null) {
                leader = mine;
                mine.state = State.LEADING;
            } else if (leader.thread == mine.thread) {
                mine.state = State.ALONE;
            } else {
                waiting.addLast(mine);
                await(mine, patienceNanos);
            }
            return mine;
        } finally {
            lock.unlock();
        }
    }

    private void await(Waiter<Q, A> mine, long patienceNanos) {
        long left = patienceNanos;
        boolean isInterrupted = false;
        while (mine.state == State.WAITING || mine.state == State.TAKEN) {
            if (mine.state == State.TAKEN) {
                mine.turn.awaitUninterruptibly();
            } else if (isInterrupted || left <= 0) {
                waiting.remove(mine);
                mine.state = State.ALONE;
            } else {
                try {
                    left = mine.turn.awaitNanos(left);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted) {
            mine.thread.interrupt();
        }
    }

    private void lead(Waiter<Q, A> mine, Function<List<Q>, List<A>> together) {
        List<Waiter<Q, A>> crew = new ArrayList<>(List.of(mine));
        List<A> answers = List.of();
        try {
            take(crew);
            answers = together.apply(crew.stream().map(each -> each.request).toList());
        } catch (RuntimeException e) {
            if (crew.size() == 1) {
                throw e;
            }
        } finally {
            release(crew, answers);
        }
    }

    /** Adds those who wait and can come along, in their order. Memory may run out here: whoever is taken is in the crew. */
    private void take(List<Waiter<Q, A>> crew) {
        lock.lock();
        try {
            List<Q> requests = new ArrayList<>(List.of(crew.get(0).request));
            for (Iterator<Waiter<Q, A>> rest = waiting.iterator(); rest.hasNext() && crew.size() < most; ) {
                Waiter<Q, A> next = rest.next();
                if (mayJoin.test(next.request, requests)) {
                    requests.add(next.request);
                    crew.add(next);
                    next.state = State.TAKEN;
                    rest.remove();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Everybody of the crew goes on, and the first of those who have come meanwhile leads. */
    private void release(List<Waiter<Q, A>> crew, List<A> answers) {
        lock.lock();
        try {
            for (int i = 0; i < crew.size(); i++) {
                Waiter<Q, A> each = crew.get(i);
                each.answer = answers.isEmpty() ? null : answers.get(i);
                each.become(answers.isEmpty() ? State.ALONE : State.ANSWERED);
            }
            leader = waiting.pollFirst();
            if (leader != null) {
                leader.become(State.LEADING);
            }
        } finally {
            lock.unlock();
        }
    }

    /** True while nobody leads or waits. */
    boolean isEmpty() {
        lock.lock();
        try {
            return leader == null;
        } finally {
            lock.unlock();
        }
    }
}
