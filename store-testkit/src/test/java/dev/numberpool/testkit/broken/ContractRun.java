package dev.numberpool.testkit.broken;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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

    private static final Map<String, Class<?>> TESTS =
            List.<Class<?>>of(AnyNumberStore.class, AnyNumberFacts.class, AnyWidgetStore.class).stream()
                    .flatMap(contract -> Arrays.stream(contract.getSuperclass().getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Test.class))
                            .map(Method::getName)
                            .map(name -> Map.entry(name, contract)))
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, Map.Entry::getValue, ContractRun::refuse, TreeMap::new));

    private ContractRun() {}

    /** The names of all tests of the contract. */
    static Collection<String> allTests() {
        return TESTS.keySet();
    }

    /** How each of these tests ended for a new store of this class. */
    static Map<String, TestExecutionResult> of(Class<?> store, Collection<String> tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter(StoreOfTheRun.STORE, store.getName())
                .selectors(tests.stream()
                        .map(test -> selectMethod(contractOf(test), test))
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

    private static Class<?> contractOf(String test) {
        Class<?> contract = TESTS.get(test);
        if (contract == null) {
            throw new IllegalArgumentException("the contract has no test " + test);
        }
        return contract;
    }

    private static <T> T refuse(T one, T other) {
        throw new IllegalStateException("two tests of the contract have one name: " + one + ", " + other);
    }
}
