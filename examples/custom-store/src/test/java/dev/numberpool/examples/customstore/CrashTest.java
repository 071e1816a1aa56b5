package dev.numberpool.examples.customstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.StoreException;
import dev.numberpool.Widget;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.NumberFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("The file outlives its process")
class CrashTest {
    private static final int KILLS = 2;
    private static final int EACH = 40;
    private static final List<PooledNumber> POOL = Stream.of("+15558986359", "+15558986360", "+15558986361")
            .map(number -> PooledNumber.of(PhoneNumber.of(number)))
            .toList();

    private static final ConversationId CLOSED = ConversationId.of(281);
    private static final ConversationId UNDECIDED = ConversationId.of(282);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void makeTheFile() {
        file = folder.resolve("support.documents");
        try (DocumentStore store = open()) {
            store.put(Widget.of(Worker.WIDGET).withPool(POOL));
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterEveryKill() throws Exception {
        Map<String, String> acknowledged = new LinkedHashMap<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            Process process = Worker.start(Worker.class, file, "assign", kill * 10_000);
            for (String line : Worker.read(process, EACH)) {
                acknowledged.put(line.split(" ")[0], line.split(" ")[1]);
            }
            process.destroyForcibly().waitFor();

            try (DocumentStore store = open()) {
                NumberPool pool = NumberPool.builder(store).build();
                assertThat(acknowledged)
                        .allSatisfy(
                                (conversation, number) -> assertThat(pool.assignmentOf(ConversationId.of(conversation)))
                                        .map(Assignment::number)
                                        .hasValue(PhoneNumber.of(number)));
                assertThat(spread(store)).as("fullest minus emptiest number").isLessThanOrEqualTo(1);
            }
        }
    }

    private static int spread(DocumentStore store) {
        List<Integer> loads = store.usage(Worker.WIDGET).stream()
                .map(NumberFacts::active)
                .sorted()
                .toList();
        return loads.get(loads.size() - 1) - loads.get(0);
    }

    @Test
    void aProcessThatDiesWhileItDecidesLeavesNothingBehind() throws Exception {
        assignAndClose();
        Process process = Worker.start(Worker.class, file, "ponder", UNDECIDED);
        assertThat(Worker.read(process, 1)).containsExactly("pondering");
        process.destroyForcibly().waitFor();
        assertNothingIsLeftOfTheDecision();
    }

    @Test
    void aFileThatIsClosedDuringADecisionKeepsNothingOfIt() {
        assignAndClose();
        try (DocumentStore store = open()) {
            Handover handover = Handover.of(Worker.WIDGET, UNDECIDED);
            assertThatThrownBy(() -> store.decide(handover, Instant.now(), snapshot -> {
                        store.close();
                        return Optional.empty();
                    }))
                    .isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> store.find(CLOSED)).isInstanceOf(StoreException.class);
        }
        assertNothingIsLeftOfTheDecision();
    }

    /** The next decision has the end of this conversation to date. */
    private void assignAndClose() {
        try (DocumentStore store = open()) {
            NumberPool.builder(store).build().assign(Worker.WIDGET, CLOSED);
            store.setStatus(Worker.WIDGET, CLOSED, "closed");
        }
    }

    private void assertNothingIsLeftOfTheDecision() {
        try (DocumentStore store = open()) {
            assertThat(store.find(UNDECIDED)).isEmpty();
            assertThat(store.find(CLOSED)).map(ConversationRecord::left).hasValue(false);
            NumberPool.builder(store).build().assign(Worker.WIDGET, UNDECIDED);
            assertThat(store.find(CLOSED)).map(ConversationRecord::left).hasValue(true);
        }
    }

    @Test
    void aSecondProcessIsRefused() throws Exception {
        Process first = Worker.start(Worker.class, file, "assign", 1);
        try {
            Worker.read(first, 1);
            assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("one process");
        } finally {
            first.destroyForcibly().waitFor();
        }
    }

    @Test
    void anInterruptedThreadClosesTheFileForNobody() {
        try (DocumentStore store = open()) {
            NumberPool pool = NumberPool.builder(store).build();
            Thread.currentThread().interrupt();
            PhoneNumber number =
                    pool.assign(Worker.WIDGET, ConversationId.of(282)).number();
            assertThat(Thread.interrupted())
                    .as("the thread is still interrupted")
                    .isTrue();
            assertThat(pool.assign(Worker.WIDGET, ConversationId.of(282)).number())
                    .isEqualTo(number);
        }
    }

    private DocumentStore open() {
        return DocumentStore.open(file, Set.of("closed"));
    }
}
