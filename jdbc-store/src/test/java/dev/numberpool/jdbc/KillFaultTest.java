package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostDatabase.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.NumberPool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes that are killed in the middle of a storm, and such as disagree about the time. */
@Tag("faults")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillFaultTest {
    private static final Logger LOG = LoggerFactory.getLogger(KillFaultTest.class);
    private static final int POOL = 5;
    private static final int KILLS = 50;
    /** For a process that has just begun on a busy machine. One that waited for a lock would give up after five seconds. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private final Told told = new Told();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final Map<Process, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final Map<String, String> times = new ConcurrentHashMap<>();
    private final AtomicInteger repetitions = new AtomicInteger();
    private long longestWait;

    @Test
    @DisplayName(
            "A1, A4: under kill -9, 50 times, all that was told is kept, new once and balanced; others go on at once")
    void whatWasToldSurvivesFiftyKillsAndOthersGoOnAtOnce() throws Exception {
        long seed = System.nanoTime();
        LOG.warn("seed {}", seed);
        Random random = new Random(seed);
        List<Process> storm = new ArrayList<>();
        try (HostDatabase host = host()) {
            begin(storm, KillStorm.start(host.url(), true, "right"));
            for (int kill = 0; kill < KILLS; kill++) {
                // Half of them let their callers go alone.
                Process next = KillStorm.start(host.url(), random.nextBoolean(), "right");
                begin(storm, next);
                awaitAnswers(next);
                next.waitFor(20 + random.nextInt(300), TimeUnit.MILLISECONDS);
                Process victim = storm.remove(random.nextInt(2));
                assertThat(victim.isAlive()).as("it did not die by itself").isTrue();
                victim.destroyForcibly().waitFor();
                awaitAnswers(storm.get(0));
            }
            storm.remove(0).destroyForcibly().waitFor();
            assertThat(errors).isEmpty();
            told.assertTrueAndBalanced(host, POOL);
            LOG.warn(
                    "{} kills, {} assignments, {} answers, {} calls repeated; others went on after {} ms at most",
                    KILLS,
                    told.news(),
                    told.answers(),
                    repetitions,
                    longestWait / 1_000_000);
        } finally {
            storm.forEach(Process::destroyForcibly);
        }
    }

    @Test
    @DisplayName(
            "A4: processes with clocks that jump by a day, in other time zones, stay balanced and agree on all times")
    void processesThatDisagreeAboutTheTimeStayBalancedAndAgree() throws Exception {
        List<Process> storm = new ArrayList<>();
        try (HostDatabase host = host()) {
            for (String zone : List.of("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu")) {
                String session = "&options=-c%20TimeZone=" + (zone.startsWith("A") ? "UTC" : "Asia/Tokyo");
                begin(
                        storm,
                        KillStorm.start(
                                host.url() + session, !zone.startsWith("A"), "jumping", "-Duser.timezone=" + zone));
            }
            Callers.await(Duration.ofSeconds(60), "a storm", () -> told.news() >= 500);
            for (Process process : storm) {
                process.destroyForcibly().waitFor();
            }
            assertThat(errors).isEmpty();
            told.assertTrueAndBalanced(host, POOL);
            NumberPool pool = host.pool().build();
            times.forEach((id, time) -> assertThat(pool.assignmentOf(conversation(Integer.parseInt(id)))
                            .orElseThrow()
                            .assignedAt()
                            .toEpochMilli())
                    .isEqualTo(Long.parseLong(time)));
            long days = times.values().stream()
                    .map(time -> Math.round((Long.parseLong(time) - System.currentTimeMillis()) / 86_400_000.0))
                    .distinct()
                    .count();
            assertThat(days).as("yesterday, today and tomorrow").isEqualTo(3);
        } finally {
            storm.forEach(Process::destroyForcibly);
        }
    }

    /** More of them than can have been on their way. */
    private void awaitAnswers(Process process) {
        int goal = answers.get(process).get() + 20;
        long start = System.nanoTime();
        Callers.await(
                AT_ONCE, "another process goes on", () -> answers.get(process).get() >= goal);
        longestWait = Math.max(longestWait, System.nanoTime() - start);
    }

    private static HostDatabase host() {
        HostDatabase host = HostDatabase.adopted(TestDatabase.POSTGRESQL);
        host.setPool(POOL);
        host.sql(
                "INSERT INTO widget_conversations (id, widget_id) SELECT id, 7 FROM generate_series(1, 100000) id",
                KillStorm.SEQUENCE);
        return host;
    }

    /** Lets a process go, and takes in what it says. */
    private void begin(List<Process> storm, Process process) throws IOException {
        storm.add(process);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (!"ready".equals(line)) {
            throw new IllegalStateException("a process did not start: " + line);
        }
        AtomicInteger count = new AtomicInteger();
        answers.put(process, count);
        Thread thread = new Thread(() -> listen(output, count));
        thread.setDaemon(true);
        thread.start();
        process.outputWriter(StandardCharsets.UTF_8).append("go\n").close();
    }

    private void listen(BufferedReader output, AtomicInteger count) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (take(line.split(" "))) {
                    count.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // It was killed, and what it had not said whole was not said.
        }
    }

    /** True if it was an answer. */
    private boolean take(String[] words) {
        if (words[0].equals("error")) {
            errors.add(String.join(" ", words));
        } else if (words[0].equals("again")) {
            repetitions.incrementAndGet();
        } else if (words.length == 5) {
            told.add(words[0], words[1], Boolean.parseBoolean(words[2]));
            String before = times.putIfAbsent(words[0], words[3]);
            if (before != null && !before.equals(words[3])) {
                errors.add("conversation " + words[0] + " was told two times");
            }
            return true;
        }
        return false;
    }
}
