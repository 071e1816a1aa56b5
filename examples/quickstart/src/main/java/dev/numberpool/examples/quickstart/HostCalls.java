package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.AssignmentStrategy;
import dev.numberpool.Candidate;
import dev.numberpool.ConversationId;
import dev.numberpool.FallbackResolver;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolListener;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.Dialect;
import dev.numberpool.jdbc.JdbcNumberStore;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.jdbc.TableNames;
import dev.numberpool.spi.CredentialsReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** What a host writes besides assign(): the Java of the README's later sections. */
final class HostCalls {
    private HostCalls() {}

    static String script() {
        String script = JdbcSchema.adoptionScript(Dialect.POSTGRESQL, TableNames.standard(), Set.of("closed"));
        return script;
    }

    static NumberPool withOptions(
            DataSource dataSource, CredentialsReader credentialsReader, NumberPoolListener listener) {
        JdbcNumberStore store = JdbcNumberStore.builder(dataSource)
                .closedStatuses(Set.of("closed", "resolved"))
                .names(TableNames.standard().rename("widget_conversations.status", "state"))
                .build();
        NumberPool pool = NumberPool.builder(store)
                .credentials(credentialsReader)
                .listener(listener)
                .strategy(AssignmentStrategy.stickyCustomer(AssignmentStrategy.leastUsed()))
                .coolDown(Duration.ofMinutes(5))
                .build();
        return pool;
    }

    static AssignmentStrategy ownStrategy() {
        AssignmentStrategy byName = AssignmentStrategy.ordered(
                Comparator.comparingInt(Candidate::activeWithAgent).thenComparing(Candidate::displayName));
        return byName;
    }

    static FallbackResolver ownChain(PhoneNumber nightDesk) {
        FallbackResolver chain =
                FallbackResolver.standard().then("night desk", (handover, widget) -> Optional.of(nightDesk));
        return chain;
    }

    static List<Assignment> hourly(NumberPool pool) {
        List<Assignment> released = pool.releaseIdle(Duration.ofHours(24), 500);
        return released;
    }

    static void agentWrote(JdbcNumberStore store, String agent, String ourNumber, Instant at) {
        store.noteInbound(new SenderThread(Participant.of(agent), PhoneNumber.of(ourNumber)), at);
    }

    static Widget addNumber(NumberPool pool, PhoneNumber number) {
        Widget widget = pool.widget(WidgetId.of(7));
        List<PooledNumber> numbers = new ArrayList<>(widget.pool());
        numbers.add(PooledNumber.of(number).withDisplayName("Support Team 3"));
        Widget saved = pool.save(widget.withPool(numbers));
        return saved;
    }

    static void find(DataSource dataSource, NumberPool pool, ConversationId conversation) {
        System.out.println(JdbcSchema.verify(dataSource)); // is the schema complete, how do the statuses count
        System.out.println(pool.widget(WidgetId.of(7)).problems()); // what is wrong with the pool
        System.out.println(pool.assignmentOf(conversation)); // which number it has, and where that came from
    }
}
