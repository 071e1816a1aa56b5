package dev.numberpool.testkit.broken;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests of the contract against a store, in this JVM, and tells how each ended. */
final class ContractRun {
    private static final Launcher LAUNCHER = LauncherFactory.create();

    private static final Map<String, Class<?>> OF_STORES =
            tests(AnyNumberStore.class, AnyNumberFacts.class, AnyWidgetStore.class, AnyThreadStore.class);

    private static final Map<String, Class<?>> OF_LOGS = tests(
            AnyOutbox.class,
            AnyMessageHistory.class,
            AnyInboundLog.class,
            AnyAliasStore.class,
            AnyReconciliationLog.class,
            AnyMessageLog.class);

    private ContractRun() {}

    /** The names of all tests of the contract that this store, or log, has to keep. */
    static Collection<String> allTests(Class<?> store) {
        return contract(store).keySet();
    }

    /** How each of these tests ended for a new store, or log, of this class. */
    static Map<String, TestExecutionResult> of(Class<?> store, Collection<String> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter(StoreOfTheRun.STORE, store.getName())
                .selectors(tests.stream()
                        .map(test -> selectMethod(contractOf(store, test), test))
                        .toList())
                .build();
        Map<String, TestExecutionResult> results = new TreeMap<>();
        LAUNCHER.execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(MethodSource.class::cast)
                        .ifPresent(source -> results.put(source.getMethodName(), result));
            }
        });
        return results;
    }

    private static Map<String, Class<?>> contract(Class<?> store) {
        return HealthyStore.class.isAssignableFrom(store) ? OF_STORES : OF_LOGS;
    }

    private static Class<?> contractOf(Class<?> store, String test) {
        Class<?> contract = contract(store).get(test);
        if (contract == null) {
            throw new IllegalArgumentException("the contract has no test " + test);
        }
        return contract;
    }

    private static Map<String, Class<?>> tests(Class<?>... contracts) {
        return Arrays.stream(contracts)
                .flatMap(contract -> Arrays.stream(contract.getSuperclass().getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(Method::getName)
                        .map(name -> Map.<String, Class<?>>entry(name, contract)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, ContractRun::refuse, TreeMap::new));
    }

    private static <T> T refuse(T one, T other) {
        throw new IllegalStateException("two tests of the contract have one name: " + one + ", " + other);
    }
}
