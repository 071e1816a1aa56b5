package dev.numberpool.examples.supportdesk.health;

import java.util.List;

/**
 * What the page shows.
 *
 * @param summary whether somebody has to do something
 * @param findings what the diagnosis found
 * @param messages messages that are not where they should be
 * @param windows service windows
 * @param routine what runs by itself
 * @param lessons what can be broken on purpose; empty if messages go to real phones
 */
public record HealthView(
        Summary summary,
        Findings findings,
        Messages messages,
        Windows windows,
        Routine routine,
        List<Lesson> lessons) {}
