package dev.numberpool.examples.supportdesk.health;

import dev.numberpool.PhoneNumber;
import dev.numberpool.examples.supportdesk.health.Breakage.Kind;
import dev.numberpool.examples.supportdesk.site.Site;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Reads what the page shows. */
final class Overview {
    private final Health health;
    private final Site site;
    private final MessageSections messages;

    Overview(Health health, Site site) {
        this.health = health;
        this.site = site;
        this.messages = new MessageSections(health.book(), site, health.handovers());
    }

    HealthView read() {
        Instant now = health.clock().instant();
        Findings findings = Findings.of(health.checkup().latest(), now);
        Messages late = messages.read(now);
        Windows windows = Windows.of(health.book().inUse(), now);
        Routine routine = Routine.of(health, health.book().compared(), now);
        return new HealthView(
                Summary.of(findings, late, windows, routine), findings, late, windows, routine, lessons());
    }

    private List<Lesson> lessons() {
        Breakage breakage = health.breakage();
        if (breakage == null) {
            return List.of();
        }
        List<String> numbers = health.handovers().store().ours().stream()
                .map(PhoneNumber::e164)
                .sorted()
                .toList();
        return Lesson.all(breakage.now(), numbers, site.agents());
    }

    /** Whether the page offers this. */
    boolean canBreak(Kind kind, String target) {
        return lessons().stream()
                .filter(lesson -> lesson.kind().equals(kind.name()))
                .flatMap(lesson -> Stream.concat(lesson.choices().stream(), lesson.broken().stream()))
                .anyMatch(choice -> choice.target().equals(target));
    }
}
