package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.PhoneNumber;
import dev.numberpool.Usage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The last chapter: many at once. */
final class Rush {
    private static final int HANDOVERS = 200;
    private static final int THREADS = 16;
    private static final long FIRST = 1000;

    private Rush() {}

    static void tell(Stage stage) throws SQLException, InterruptedException, ExecutionException {
        Story story = stage.story();
        story.chapter(HANDOVERS + " handovers from " + THREADS + " threads");
        stage.sql().run("UPDATE widget_conversations SET status = 'closed'");
        stage.sql().run(stage.guideUpdate());
        for (int i = 0; i < HANDOVERS; i++) {
            stage.sql().insertVisitor(FIRST + i, "Visitor " + (i + 1));
        }
        story.say("""
                All conversations so far are closed, by SQL: they count no more. The guide's UPDATE
                is run again. Then everybody comes at once, and each visitor clicks twice.""");
        List<Assignment> answers = assignAll(stage);
        long isNew = answers.stream().filter(Assignment::isNew).count();
        long conversations = answers.stream()
                .map(a -> a.conversation() + " " + a.number())
                .distinct()
                .count();
        Usage usage = stage.pool().usage(Stage.WIDGET);
        story.table(
                List.of("number", "display name", "active"),
                usage.numbers().stream().map(Rush::row).toList());
        IntSummaryStatistics active =
                usage.numbers().stream().mapToInt(Usage.OfNumber::active).summaryStatistics();
        story.say(answers.size() + " calls, " + conversations + " assignments, isNew " + isNew + " times. Fullest minus"
                + " emptiest number: " + (active.getMax() - active.getMin()) + ".");
    }

    private static List<Assignment> assignAll(Stage stage) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Assignment>> calls = new ArrayList<>();
            for (int i = 0; i < 2 * HANDOVERS; i++) {
                long conversation = FIRST + i / 2;
                calls.add(threads.submit(() -> stage.pool().assign(stage.handover(conversation))));
            }
            List<Assignment> answers = new ArrayList<>();
            for (Future<Assignment> call : calls) {
                answers.add(call.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> row(Usage.OfNumber number) {
        PhoneNumber sender = number.number();
        return List.of(sender.e164(), number.displayName(), String.valueOf(number.active()));
    }
}
