package dev.numberpool.desk;

import static dev.numberpool.desk.DeskWorld.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundRecord;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("no log line, no exception and no record of the desk shows a text, a name or a whole number")
class SecrecyTest {
    private static final int SEEDS = 3;
    private static final int EVENTS = 500;

    /** What visitors and agents say, how visitors are called, and every number, with or without plus. */
    private static final Pattern SECRET = Pattern.compile(Stream.concat(
                    Stream.of("(?i)agent says", "visitor says", "visitor \\d", "https?:", "hunter2"),
                    numbers().map(number -> number.substring(1)))
            .collect(Collectors.joining("|")));

    private static Stream<String> numbers() {
        return Stream.concat(
                IntStream.range(0, Simulation.AGENTS)
                        .mapToObj(i -> Simulation.agent(i).address()),
                IntStream.range(0, Simulation.NUMBERS)
                        .mapToObj(i -> Simulation.number(i).e164()));
    }

    private static void assertNothingSecret(Stream<String> lines) {
        assertThat(lines.filter(line -> SECRET.matcher(line).find())).isEmpty();
    }

    @Test
    void the_samples_are_dangerous() {
        assertThat(SECRET.matcher("Visitor says v1.").find()).isTrue();
        assertThat(SECRET.matcher("Agent says a1.").find()).isTrue();
        assertThat(SECRET.matcher("from Visitor 101").find()).isTrue();
        assertThat(SECRET.matcher("to " + Simulation.agent(0)).find()).isTrue();
        assertThat(SECRET.matcher("to " + Simulation.agent(0).masked()).find()).isFalse();
        assertThat(SECRET.matcher("from " + Simulation.number(3)).find()).isTrue();
    }

    /** In a process of its own: loggers that exist already do not change their level. */
    static final class BusyDays {
        private BusyDays() {}

        public static void main(String[] arguments) {
            LoggerFactory.getLogger("dev.numberpool.desk.Canary").trace("the lowest level is captured");
            LongStream.rangeClosed(1, SEEDS)
                    .forEach(seed -> new Simulation(seed, Simulation.Broken.NOTHING).run(EVENTS));
            new Day().run();
        }
    }

    @Test
    void no_log_line_of_busy_days_at_any_level() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.log.dev.numberpool=trace",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyDays.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s", lines).isZero();
        assertThat(lines).anyMatch(line -> line.contains("the lowest level is captured"));
        assertThat(lines).anyMatch(line -> line.contains("A DeskListener failed"));
        assertNothingSecret(lines.stream());
    }

    @Test
    void no_record_of_a_simulated_week() {
        Simulation simulation = new Simulation(1, Simulation.Broken.NOTHING);
        simulation.run(EVENTS);

        List<OutboundRecord> records = IntStream.range(1, EVENTS)
                .boxed()
                .flatMap(i -> Optional.ofNullable(simulation.oracle.conversationOf("v" + i + ".")).stream()
                        .map(conversation -> simulation.log.recorded(conversation, "m" + i, Instant.EPOCH)))
                .flatMap(recorded -> recorded.parts().stream())
                .toList();

        assertThat(records).hasSizeGreaterThan(100);
        assertNothingSecret(records.stream().map(OutboundRecord::toString));
    }

    @Test
    void no_record_that_passes_between_host_desk_ports_and_provider() {
        Day day = new Day();

        day.run();

        List<Object> seen = day.seen;
        assertThat(seen.stream().map(each -> each.getClass().getSimpleName()).distinct())
                .contains("InboundMessage", "OutboundMessage", "OutboundRecord", "DeliveryReport", "Message")
                .contains("Routed", "Ambiguous", "UnknownCode", "ConversationClosed", "Transferred", "OutOfSession")
                .contains("Duplicate", "Empty", "Rejected", "Accepted", "Parked", "Failed", "Unknown")
                .contains("Claim", "Completion", "Recorded", "Quoted", "ThreadRecord", "ConversationRecord")
                .contains("Text", "Template", "Media", "Failure", "SenderThread", "SendGate");
        assertNothingSecret(seen.stream().map(Object::toString));
    }

    @Test
    void no_exception_that_the_desk_throws() {
        Day day = new Day();

        day.run();

        assertThat(day.thrown.stream()
                        .map(each -> each.getClass().getSimpleName())
                        .distinct())
                .contains("ServiceWindowClosedException", "NoAgentException", "UnknownConversationException")
                .contains("ConversationClosedException", "IllegalArgumentException", "StoreException");
        assertNothingSecret(day.thrown.stream().map(Throwable::toString));
    }

    /** Everything that can happen, with the numbers and words of the simulation; remembers each value that passed by. */
    private static final class Day {
        private static final WidgetId WIDGET = WidgetId.of(0);
        private static final PhoneNumber ONE = Simulation.number(0);
        private static final PhoneNumber TWO = Simulation.number(1);
        private static final Participant ALICE = Simulation.agent(0);
        private static final Participant BEN = Simulation.agent(1);
        private static final Participant CAROL = Simulation.agent(2);
        private static final Participant STRANGER = Simulation.agent(3);

        private final List<Object> seen = new ArrayList<>();
        private final List<Throwable> thrown = new ArrayList<>();
        private final InMemoryNumberStore numbers = new InMemoryNumberStore();
        private final SimulatedNode.Store store = watched(SimulatedNode.Store.class, numbers);
        private final TestProvider provider = new TestProvider();
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");
        private final InstantSource clock = () -> now;
        private final NumberPool pool = NumberPool.builder(store).clock(clock).build();
        private final MessageLog log = watched(MessageLog.class, new InMemoryMessageLog());
        private final HandoverDesk desk = desk(true);
        private final HandoverDesk deskWithoutTemplate = desk(false);
        private int last;

        private HandoverDesk desk(boolean hasTemplate) {
            HandoverDesk.Builder builder = HandoverDesk.builder(
                            pool, store, log, watched(MessagingGateway.class, provider))
                    .clock(clock)
                    .listener(new Gossip());
            return hasTemplate
                    ? builder.wakeUp((assignment, visitor, code) ->
                                    new Content.Template("HX1", Map.of("1", visitor == null ? "Visitor 1" : visitor)))
                            .build()
                    : builder.build();
        }

        /** Throws what it was told. */
        private final class Gossip implements DeskListener {
            @Override
            public void failed(ConversationId conversation, String messageId, Failure failure) {
                seen.add(failure);
                throw new IllegalStateException("Visitor says something to " + ALICE);
            }
        }

        private <T> T watched(Class<T> port, Object delegate) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                        Arrays.stream(arguments == null ? new Object[0] : arguments)
                                .forEach(this::note);
                        try {
                            return note(method.invoke(delegate, arguments));
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        /** Values in collections one by one; addresses alone are shown as they are, for hosts join them to texts. */
        private Object note(Object value) {
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(this::note);
            } else if (value instanceof Iterable<?> values) {
                values.forEach(this::note);
            } else if (value instanceof Map<?, ?> map) {
                map.keySet().forEach(this::note);
            } else if (value instanceof Record && !(value instanceof Participant) && !(value instanceof PhoneNumber)) {
                seen.add(value);
                parts((Record) value);
            }
            return value;
        }

        private void parts(Record record) {
            Arrays.stream(record.getClass().getRecordComponents()).forEach(component -> {
                try {
                    if (Modifier.isPublic(record.getClass().getModifiers())) {
                        note(component.getAccessor().invoke(record));
                    }
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        private void say(HandoverDesk by, long conversation, Message message) {
            attempt(() -> note(by.toAgent(id(conversation), message)));
            note(message);
        }

        private void say(long conversation) {
            last++;
            Message message = Message.of("m" + last, "Visitor says v" + last + ".")
                    .from("Visitor 101")
                    .with(new Media("https://example.org/hunter2", "image/jpeg"));
            say(desk, conversation, message);
        }

        private InboundMessage written(Participant from, PhoneNumber to, String front) {
            return InboundMessage.of("IM" + ++last, from, to, front + "Agent says a" + last + ".", now);
        }

        private void hear(InboundMessage message) {
            attempt(() -> {
                InboundOutcome outcome = desk.receive(message, (each, result) -> note(result));
                note(outcome);
                desk.tell(message, outcome).ifPresent(this::note);
            });
            note(message);
        }

        private void hear(Participant from, PhoneNumber to, String front) {
            hear(written(from, to, front));
        }

        private void attempt(Runnable what) {
            try {
                what.run();
            } catch (RuntimeException e) {
                thrown.add(e);
            }
        }

        private void report(String providerId, DeliveryState state, Failure failure) {
            DeliveryReport report = new DeliveryReport(null, providerId, state, failure, now);
            note(report);
            desk.report(report);
        }

        private void assign(long conversation, Participant agent, PhoneNumber number) {
            numbers.put(Widget.of(WIDGET).withPool(List.of(PooledNumber.of(number))));
            pool.assign(Handover.of(WIDGET, id(conversation)).withAgent(agent));
            numbers.put(Widget.of(WIDGET).withPool(List.of(PooledNumber.of(ONE), PooledNumber.of(TWO))));
        }

        private void run() {
            assign(101, ALICE, ONE);
            assign(102, ALICE, ONE);
            assign(103, BEN, TWO);
            visitorsWrite();
            agentsWrite();
            theProviderReports();
            theDayEnds();
            theHostErrs();
        }

        private void visitorsWrite() {
            EnumSet<Failure.Kind> kinds = EnumSet.complementOf(EnumSet.of(Failure.Kind.WINDOW_CLOSED));
            for (Failure.Kind kind : kinds) {
                provider.refuse(kind);
                say(103);
                now = now.plus(Duration.ofHours(1));
                desk.flush(100);
            }
            now = now.plus(Duration.ofDays(2));
            say(101);
            say(102);
            desk.importWindows(Map.of(Simulation.thread(ALICE, ONE), now.minus(Duration.ofDays(3))));
            say(101);
            say(
                    deskWithoutTemplate,
                    102,
                    Message.of("late", "Visitor says good bye").from("Visitor 102"));
        }

        private void agentsWrite() {
            InboundMessage twice = written(ALICE, ONE, "#101: ");
            hear(twice);
            hear(twice);
            hear(ALICE, ONE, "");
            hear(InboundMessage.of("bare", ALICE, ONE, "#101", now));
            hear(ALICE, ONE, "#999: ");
            hear(written(ALICE, ONE, "").quoting(twice.id()));
            hear(written(ALICE, ONE, "").with(new Media("https://example.org/hunter2", "audio/ogg")));
            hear(STRANGER, ONE, "#101: ");
            hear(Participant.of(TWO.e164()), ONE, "");
            hear(written(ALICE, ONE, "#101: ").knownAs(Participant.of("US.13491208655302741918")));
            hear(written(BEN, TWO, "").knownAs(Participant.of("US.13491208655302741918")));
            InboundMessage failing = written(ALICE, ONE, "#101: ");
            attempt(() -> desk.receive(failing, (message, outcome) -> {
                now = now.plus(Duration.ofHours(1));
                desk.receive(failing, (again, second) -> {});
            }));
        }

        private void theProviderReports() {
            say(101);
            String id = "SM" + provider.taken.size();
            report(id, DeliveryState.UNDELIVERED, new Failure(Failure.Kind.WINDOW_CLOSED, 63016));
            report(id, DeliveryState.DELIVERED, null);
            desk.flush(100);
            report("SM" + provider.taken.size(), DeliveryState.FAILED, Failure.of(Failure.Kind.TEMPLATE));
        }

        private void theDayEnds() {
            desk.rebind(BEN, CAROL).forEach(this::note);
            hear(BEN, TWO, "#103: ");
            pool.release(id(102)).flatMap(desk::tellEnded).ifPresent(this::note);
            hear(ALICE, ONE, "#102: ");
            desk.flush(100);
            desk.purge(Duration.ofDays(7));
        }

        private void theHostErrs() {
            say(999);
            say(102);
            numbers.setStatus(WIDGET, id(101), "closed");
            say(101);
            pool.assign(WIDGET, id(104));
            say(104);
            attempt(() -> desk.purge(Duration.ofDays(1)));
            attempt(() -> Message.of("Visitor says ".repeat(100), "Visitor says hello"));
            attempt(() -> Message.of("m", "Visitor says hello".repeat(10_000)));
            attempt(() -> InboundMessage.of("Agent says ".repeat(100), ALICE, ONE, "Agent says hello", now));
        }
    }
}
