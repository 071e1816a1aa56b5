package dev.numberpool.testkit.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.TestExecutionResult.Status.SUCCESSFUL;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;

/** The contract has teeth: stores in order pass it, and each broken one is caught by the tests that it names. */
final class BrokenStoresAreCaughtTest {
    private static final List<Class<?>> KINDS = List.of(
            BrokenDecisions.class,
            BrokenSerialOrder.class,
            BrokenCounts.class,
            BrokenHistory.class,
            BrokenReads.class,
            BrokenWidgets.class,
            BrokenThreads.class,
            BrokenAppends.class,
            BrokenQueues.class,
            BrokenReports.class,
            BrokenParking.class,
            BrokenMessageHistory.class,
            BrokenClaims.class,
            BrokenHolds.class,
            BrokenAliases.class,
            BrokenReconciliation.class,
            BrokenHousekeeping.class);

    @Test
    void aStoreInOrderPassesEveryTest() {
        assertPassesEverything(HealthyStore.class, Set.of());
    }

    @Test
    void aStoreInOrderWithOtherIdsAndNoConversationsOfItsOwnPassesEveryTest() {
        assertPassesEverything(StrictStore.class, Set.of("aConversationThatDoesNotExistIsNotMadeForAnEmptyAnswer"));
    }

    @Test
    void aLogInOrderPassesEveryTest() {
        assertPassesEverything(HealthyLog.class, Set.of());
    }

    @TestFactory
    Stream<DynamicTest> everyBrokenStoreIsCaughtByTheTestsThatItNames() {
        return brokenStores().map(store -> dynamicTest(store.getSimpleName(), () -> assertCaught(store)));
    }

    @Test
    void everyTestOfTheContractCatchesABrokenStore() {
        Collection<String> toothless = new TreeSet<>(ContractRun.allTests(HealthyStore.class));
        toothless.addAll(ContractRun.allTests(HealthyLog.class));
        brokenStores().map(BrokenStoresAreCaughtTest::caughtBy).forEach(toothless::removeAll);
        assertEquals(Set.of(), toothless, "tests that no broken store is caught by");
    }

    private static Stream<Class<?>> brokenStores() {
        return KINDS.stream()
                .flatMap(kind -> Arrays.stream(kind.getDeclaredClasses()))
                .filter(store -> store.isAnnotationPresent(CaughtBy.class))
                .sorted(Comparator.comparing(Class::getSimpleName));
    }

    private static List<String> caughtBy(Class<?> store) {
        return List.of(store.getAnnotation(CaughtBy.class).value());
    }

    private static void assertCaught(Class<?> store) {
        Map<String, TestExecutionResult> results = ContractRun.of(store, caughtBy(store));
        assertEquals(Set.copyOf(caughtBy(store)), results.keySet(), "tests that ran");
        results.forEach((test, result) -> assertInstanceOf(
                AssertionError.class,
                result.getThrowable().orElse(null),
                () -> test + " must find the fault with an assertion, but it ended " + result));
    }

    private static void assertPassesEverything(Class<?> store, Set<String> skipped) {
        Map<String, TestExecutionResult> results = ContractRun.of(store, ContractRun.allTests(store));
        Map<String, TestExecutionResult> bad = new TreeMap<>(results);
        bad.values().removeIf(result -> result.getStatus() == SUCCESSFUL);
        assertEquals(skipped, bad.keySet(), () -> "tests that did not pass: " + bad);
        assertEquals(ContractRun.allTests(store), results.keySet(), "tests that ran");
    }
}
