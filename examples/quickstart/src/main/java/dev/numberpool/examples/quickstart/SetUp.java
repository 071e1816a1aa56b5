package dev.numberpool.examples.quickstart;

import dev.numberpool.PooledNumber;
import dev.numberpool.jdbc.JdbcSchema;
import dev.numberpool.jdbc.TableNames;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The first chapters: the guide's tables, the adoption script, the guide's pool. */
final class SetUp {
    private static final int SHOWN_LINES = 9;

    private SetUp() {}

    static void tell(Stage stage) throws SQLException {
        adopt(stage);
        fillPool(stage);
    }

    private static void adopt(Stage stage) throws SQLException {
        Story story = stage.story();
        story.chapter("Tables that are there already");
        stage.sql().run(stage.database().file("tables.sql"));
        String script = JdbcSchema.adoptionScript(stage.database().dialect(), TableNames.standard(), Set.of("closed"));
        story.say("""
                widget_configs and widget_conversations are those of the setup guide. What numberpool
                needs beside them is a script, for your own migrations to run; it begins:""");
        story.quote(script.lines().limit(SHOWN_LINES).collect(Collectors.joining("\n")) + "\n... "
                + (script.lines().count() - SHOWN_LINES) + " more lines: indexes, and small tables of our own");
        stage.sql().run(script);
        story.say("It has been run. JdbcSchema.verify says: "
                + JdbcSchema.verify(stage.database().dataSource()) + ".");
    }

    private static void fillPool(Stage stage) throws SQLException {
        Story story = stage.story();
        story.chapter("The guide's UPDATE gives widget 7 three numbers");
        stage.sql().run("INSERT INTO widget_configs (id) VALUES (7)");
        stage.sql().run(stage.guideUpdate());
        story.say(
                stage.database().isPostgresql()
                        ? "It was run as it stands in the guide, word for word."
                        : "Its cast ::JSONB is PostgreSQL's own, so here it was run without that.");
        story.say("There is nothing to reload. The pool now:");
        story.table(
                List.of("number", "display name", "active"),
                stage.pool().widget(Stage.WIDGET).pool().stream()
                        .map(SetUp::row)
                        .toList());
    }

    private static List<String> row(PooledNumber entry) {
        return List.of(entry.number().e164(), entry.displayName(), entry.active() ? "yes" : "no");
    }
}
