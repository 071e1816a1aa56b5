package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.Decision;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.examples.quickstart.Stage.Agent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The chapter about a dozen assignments, and what the agents see of them. */
final class TwelveVisitors {
    private static final List<String> VISITORS =
            List.of("Maria", "Tom", "Aiko", "Pedro", "Noor", "Ana", "Liam", "Chidi", "Sofia", "Jonas", "Mei", "Ravi");

    private static final long FIRST = 282;

    private record Given(Agent agent, String visitor, PhoneNumber number) {}

    private final Stage stage;
    private final Story story;
    private final List<Given> given = new ArrayList<>();

    private TwelveVisitors(Stage stage) {
        this.stage = stage;
        this.story = stage.story();
    }

    static void tell(Stage stage) throws SQLException {
        TwelveVisitors chapters = new TwelveVisitors(stage);
        chapters.assign();
        chapters.showPhones();
    }

    private void assign() throws SQLException {
        story.chapter("Twelve visitors ask for a human, four agents answer");
        story.say("Every line is one assign(); \"why\" is what explain() said just before.");
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < VISITORS.size(); i++) {
            rows.add(assign(FIRST + i, VISITORS.get(i), Stage.AGENTS.get(i % Stage.AGENTS.size())));
        }
        story.table(List.of("id", "visitor", "agent", "number", "display name", "why"), rows);
    }

    private List<String> assign(long conversation, String visitor, Agent agent) throws SQLException {
        stage.sql().insertVisitor(conversation, visitor);
        Handover handover = stage.handover(conversation).withAgent(agent.phone());
        Decision decision = stage.pool().explain(handover);
        Assignment assignment = stage.pool().assign(handover);
        given.add(new Given(agent, visitor, assignment.number()));
        return List.of(
                "#" + conversation,
                visitor,
                agent.name(),
                assignment.number().e164(),
                assignment.displayName(),
                decision.reason());
    }

    private void showPhones() {
        story.say("""
                What the agents see in WhatsApp is this: one chat per number, and one visitor per chat.
                Nobody types #282: in front of an answer.""");
        List<PooledNumber> pool = stage.pool().widget(Stage.WIDGET).pool();
        List<List<String>> rows = new ArrayList<>();
        for (Agent agent : Stage.AGENTS) {
            rows.add(row(agent.name() + "'s phone", pool, number -> visitors(agent, number)));
        }
        rows.add(row("conversations", pool, number -> String.valueOf(count(number))));
        List<String> header = new ArrayList<>(List.of(""));
        pool.forEach(entry -> header.add(entry.displayName()));
        story.table(header, rows);
    }

    private static List<String> row(String label, List<PooledNumber> pool, Function<PhoneNumber, String> cell) {
        List<String> row = new ArrayList<>(List.of(label));
        pool.forEach(entry -> row.add(cell.apply(entry.number())));
        return row;
    }

    private String visitors(Agent agent, PhoneNumber number) {
        return given.stream()
                .filter(one -> one.agent().equals(agent) && one.number().equals(number))
                .map(Given::visitor)
                .collect(Collectors.joining(" and "));
    }

    private long count(PhoneNumber number) {
        return given.stream().filter(one -> one.number().equals(number)).count();
    }
}
