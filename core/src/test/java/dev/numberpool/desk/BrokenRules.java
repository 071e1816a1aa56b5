package dev.numberpool.desk;

import dev.numberpool.Assignment;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.InboundLog.Claim;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.ThreadRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores and logs that take one rule away from the desk. */
final class BrokenRules {
    private BrokenRules() {}

    static SimulatedNode.Store threads(Simulation.Broken broken, InMemoryNumberStore store) {
        return (SimulatedNode.Store) Proxy.newProxyInstance(
                SimulatedNode.Store.class.getClassLoader(),
                new Class<?>[] {SimulatedNode.Store.class},
                (proxy, method, arguments) -> {
                    Object result = call(store, method, arguments);
                    return result instanceof ThreadRecord record ? weakened(broken, record) : result;
                });
    }

    private static ThreadRecord weakened(Simulation.Broken broken, ThreadRecord record) {
        if (broken == Simulation.Broken.COOL_DOWN_IGNORED) {
            return new ThreadRecord(record.active(), Set.of(), record.lastInboundAt(), record.windowClosedAt());
        }
        return new ThreadRecord(
                record.active().stream()
                        .sorted(Comparator.comparing(Assignment::assignedAt).reversed())
                        .limit(1)
                        .toList(),
                Set.of(),
                record.lastInboundAt(),
                record.windowClosedAt());
    }

    static MessageLog log(Simulation.Broken broken, InMemoryMessageLog log) {
        return (MessageLog) Proxy.newProxyInstance(
                MessageLog.class.getClassLoader(), new Class<?>[] {MessageLog.class}, (proxy, method, arguments) -> {
                    if (broken != Simulation.Broken.CLAIMS_OFF) {
                        return method.getName().equals("writtenOn") ? Map.of() : call(log, method, arguments);
                    }
                    return switch (method.getName()) {
                        case "claim" -> new Claim((String) arguments[0], "mine", Claim.State.WON);
                        case "complete", "giveBack" -> null;
                        case "takeHeld" -> List.of();
                        default -> call(log, method, arguments);
                    };
                });
    }

    private static Object call(Object delegate, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
