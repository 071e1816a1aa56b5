package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcNumberStore;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What every chapter of the tour works with. */
record Stage(TourDatabase database, HostSql sql, NumberPool pool, Story story) {
    static final WidgetId WIDGET = WidgetId.of(7);

    static final List<Agent> AGENTS = List.of(
            Agent.of("Layla", "+201016666301"),
            Agent.of("Omar", "+201016666302"),
            Agent.of("Mona", "+201016666303"),
            Agent.of("Karim", "+201016666304"));

    /** Somebody who answers on a phone. */
    record Agent(String name, Participant phone) {
        static Agent of(String name, String phone) {
            return new Agent(name, Participant.of(phone));
        }
    }

    static Stage of(TourDatabase database, Story story) {
        DataSource dataSource = database.dataSource();
        return new Stage(database, new HostSql(dataSource), builder(dataSource).build(), story);
    }

    /** For a pool with options, on the same database. */
    NumberPool.Builder poolBuilder() {
        return builder(database.dataSource());
    }

    private static NumberPool.Builder builder(DataSource dataSource) {
        return NumberPool.builder(JdbcNumberStore.create(dataSource));
    }

    /** The guide's UPDATE, word for word; on H2 without the cast that only PostgreSQL knows. */
    String guideUpdate() {
        String update = HostSql.file("guide/fill-pool.sql");
        return database.isPostgresql() ? update : update.replace("::JSONB", "");
    }

    Handover handover(long conversation) {
        return Handover.of(WIDGET, ConversationId.of(conversation));
    }

    /** A visitor writes to the widget and asks for a human. */
    Assignment visit(long conversation, String visitor, Agent agent) throws SQLException {
        sql.insertVisitor(conversation, visitor);
        return pool.assign(handover(conversation).withAgent(agent.phone()));
    }
}
