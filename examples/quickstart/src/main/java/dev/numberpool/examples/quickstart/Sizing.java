package dev.numberpool.examples.quickstart;

/**
 * How many numbers an agent's conversations need: the two formulas of docs/sizing.md. The load is how many chats an agent
 * has at once on average, if there were numbers without end; those that cool down count as taken.
 */
final class Sizing {
    private Sizing() {}

    /** Erlang's loss formula B(load, numbers), by its recursion. */
    static double erlangB(double load, int numbers) {
        double share = 1;
        for (int number = 1; number <= numbers; number++) {
            share = load * share / (number + load * share);
        }
        return share;
    }

    /** The chance that a Poisson number of this mean is at least so large: nobody is refused, everybody stays. */
    static double poissonTail(double load, int numbers) {
        double fewer = 0;
        double exactly = Math.exp(-load);
        for (int active = 0; active < numbers; active++) {
            fewer += exactly;
            exactly = exactly * load / (active + 1);
        }
        return Math.max(0, 1 - fewer);
    }

    /** The fewest numbers with which at most this share of an agent's handovers finds none free. */
    static int numbers(double load, double share) {
        int numbers = 1;
        while (poissonTail(load, numbers) > share) {
            numbers++;
        }
        return numbers;
    }
}
