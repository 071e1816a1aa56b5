package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.WIDGET;
import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.Assignment;
import dev.numberpool.NumberPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Five hundred virtual threads at once, over a dozen connections. */
@Tag("newer-jdk")
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
class VirtualThreadTest {
    @ParameterizedTest
    @EnumSource
    void everyVirtualThreadGetsItsNumberAndTheCountsAreExact(TestDatabase database) throws Exception {
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(5);
            host.conversations(1, 500);
            NumberPool pool = host.pool().build();
            ExecutorService threads = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            List<Future<Assignment>> results = new ArrayList<>();
            for (int id = 1; id <= 500; id++) {
                int chosen = id;
                results.add(threads.submit(() -> pool.assign(WIDGET, conversation(chosen))));
            }
            for (Future<Assignment> result : results) {
                assertThat(result.get().isNew()).isTrue();
            }
            threads.shutdown();
            assertThat(host.spread()).isZero();
        }
    }
}
