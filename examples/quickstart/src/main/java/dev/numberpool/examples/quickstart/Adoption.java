package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PooledNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.jdbc.TableNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a host calls on its way from one number to a pool, and back: the Java of docs/adoption.md. */
final class Adoption {
    /** The host's own directory of agents. */
    interface Agents {
        /** The phone of the agent who has a conversation. */
        Optional<Participant> phoneOf(ConversationId conversation);
    }

    private Adoption() {}

    static JdbcSchema.LiveAdoption script() {
        JdbcSchema.LiveAdoption script = JdbcSchema.liveAdoption(TableNames.standard(), Set.of("closed"));
        return script;
    }

    static Assignment handOver(NumberPool pool, ConversationId conversation, Participant agent) {
        Assignment assignment =
                pool.assign(Handover.of(WidgetId.of(7), conversation).withAgent(agent));
        return assignment;
    }

    static List<Assignment> adopt(NumberPool pool, Agents agents) {
        List<Assignment> adopted = pool.adopt(WidgetId.of(7), Set.of("with agent"), agents::phoneOf);
        return adopted;
    }

    static void moveToTheDefaultNumber(NumberPool pool) {
        for (PooledNumber entry : pool.widget(WidgetId.of(7)).pool()) {
            pool.drain(entry.number());
        }
    }
}
