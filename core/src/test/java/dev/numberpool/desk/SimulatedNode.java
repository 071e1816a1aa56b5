package dev.numberpool.desk;

import dev.numberpool.NumberPool;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One process of the host: a pool and a desk whose clock is wrong by a little, on a store and a log that it shares with
 * others. It can be made to die before or after any call that leaves it; what it had done by then stays.
 */
final class SimulatedNode {
    /** Both stores in one, as the builders want them. */
    interface Store extends NumberStore, WidgetStore, ThreadStore {}

    /** The process is gone: nothing of ours may catch this and go on. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the process was killed", null, false, false);
        }
    }

    final NumberPool pool;
    final HandoverDesk desk;
    private final List<Runnable> uncommitted = new ArrayList<>();
    private int stepsToCrash = -1;
    private boolean isDead;

    SimulatedNode(
            InstantSource time,
            Duration skew,
            InMemoryNumberStore numbers,
            InMemoryMessageLog messages,
            MessagingGateway provider,
            Simulation.Broken broken,
            Simulation simulation) {
        InstantSource clock = () -> time.instant().plus(skew);
        Store store = fragile(Store.class, broken.threads(numbers));
        MessageLog log = fragile(MessageLog.class, broken.log(messages));
        MessagingGateway gateway = fragile(MessagingGateway.class, provider);
        pool = NumberPool.builder(store).clock(clock).build();
        desk = HandoverDesk.builder(pool, store, log, gateway)
                .clock(clock)
                .wakeUp(simulation::wakeUp)
                .listener(simulation)
                .build();
    }

    /** Lets the process die after so many steps. */
    void crashIn(int steps) {
        stepsToCrash = steps;
    }

    void restart() {
        isDead = false;
        stepsToCrash = -1;
        uncommitted.clear();
    }

    boolean isDead() {
        return isDead;
    }

    /** What the host's handler does is kept together with the completion of the message, or not at all. */
    void inTransaction(Runnable effect) {
        uncommitted.add(effect);
    }

    private void step() {
        if (isDead) {
            throw new Crash();
        }
        if (stepsToCrash >= 0 && stepsToCrash-- == 0) {
            isDead = true;
            uncommitted.clear();
            throw new Crash();
        }
    }

    private <T> T fragile(Class<T> port, Object delegate) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            step();
            Object result = call(delegate, method, arguments);
            if (method.getName().equals("complete")) {
                uncommitted.forEach(Runnable::run);
                uncommitted.clear();
            } else if (method.getName().equals("giveBack")) {
                uncommitted.clear();
            }
            step();
            return result;
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }

    private static Object call(Object delegate, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
