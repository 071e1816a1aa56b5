package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.NumberPoolListener;
import dev.numberpool.Usage;
import dev.numberpool.examples.quickstart.Stage.Agent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The chapters about one visitor too many, and a number that is switched off. */
final class MoreVisitors {
    private static final Agent ZEINA = Agent.of("Zeina", "+201016666305");

    private final Stage stage;
    private final Story story;

    private MoreVisitors(Stage stage) {
        this.stage = stage;
        this.story = stage.story();
    }

    static void tell(Stage stage) throws SQLException {
        MoreVisitors chapters = new MoreVisitors(stage);
        chapters.oneTooMany();
        chapters.switchOff();
    }

    private void oneTooMany() throws SQLException {
        story.chapter("Layla gets a fourth visitor, and there are only three numbers");
        story.say("""
                Sharing is neither an error nor a fallback: the least shared chat takes two, and a
                listener is told; there, messages need codes (chapter 6). explain() in full, as it would
                go to a log (numbers masked):""");
        stage.sql().insertVisitor(294, "Yara");
        Handover handover = stage.handover(294).withAgent(Stage.AGENTS.get(0).phone());
        story.quote(stage.pool().explain(handover).toString());
        NumberPool pool = stage.poolBuilder()
                .listener(new NumberPoolListener() {
                    @Override
                    public void shared(Assignment assignment, int others) {
                        story.say("Listener: conversation " + assignment.conversation() + " shares "
                                + assignment.displayName() + " with " + others + " other.");
                    }
                })
                .build();
        pool.assign(handover);
    }

    private void switchOff() throws SQLException {
        story.chapter("An operator switches Support Team 2 off, by SQL");
        String update = stage.database().file("switch-off.sql");
        stage.sql().run(update);
        story.quote(update);
        story.say("The very next assignments know; conversations that have the number keep it.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("new", stage.visit(295, "Hugo", ZEINA)));
        rows.add(row("new", stage.visit(296, "Ines", ZEINA)));
        rows.add(row("again", stage.pool().assign(stage.handover(283))));
        story.table(List.of("", "id", "number", "display name", "isNew"), rows);
        showUsage();
    }

    private void showUsage() {
        story.say("usage() shows what is still on it:");
        story.table(
                List.of("display name", "enabled", "active", "shared chats"),
                stage.pool().usage(Stage.WIDGET).numbers().stream()
                        .map(MoreVisitors::row)
                        .toList());
    }

    private static List<String> row(String what, Assignment assignment) {
        return List.of(
                what,
                "#" + assignment.conversation(),
                assignment.number().e164(),
                assignment.displayName(),
                String.valueOf(assignment.isNew()));
    }

    private static List<String> row(Usage.OfNumber number) {
        return List.of(
                number.displayName(),
                number.enabled() ? "yes" : "no",
                String.valueOf(number.active()),
                String.valueOf(number.sharedThreads()));
    }
}
