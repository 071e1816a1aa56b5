package dev.numberpool;

import static dev.numberpool.World.ALICE;
import static dev.numberpool.World.BEN;
import static dev.numberpool.World.ONE;
import static dev.numberpool.World.TWO;
import static dev.numberpool.World.WIDGET;
import static dev.numberpool.World.handover;
import static dev.numberpool.World.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.DeliveryState;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Media;
import dev.numberpool.diagnose.Diagnosis;
import dev.numberpool.diagnose.Finding;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.OutboundRecord;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("no composite value and no exception shows a whole number, a name or a secret")
class MaskingTest {
    private static final String SECRET = "hunter2";

    /** Values that are one address: their text is the address, because hosts join it to texts. */
    private static final Set<Class<?>> ADDRESSES = Set.of(PhoneNumber.class, Participant.class);

    /** Components that hold free text of ours or of the host, by contract without numbers. */
    private static final Set<String> PLAIN_TEXT = Set.of(
            "version",
            "message",
            "reason",
            "unhealthy",
            "advice",
            "state",
            "value",
            "id",
            "messageId",
            "quoted",
            "reference",
            "providerId",
            "contentType");

    static Stream<Class<?>> public_records() {
        return Architecture.MAIN.stream()
                .filter(type -> type.isRecord() && Architecture.isEffectivelyPublic(type))
                .<Class<?>>map(JavaClass::reflect)
                .filter(type -> !ADDRESSES.contains(type));
    }

    @ParameterizedTest
    @MethodSource("public_records")
    void the_text_of_a_record_is_masked(Class<? extends Record> type) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        Object[] values = Arrays.stream(components).map(MaskingTest::sample).toArray();

        String text = type.getDeclaredConstructor(types).newInstance(values).toString();

        assertHidden(text);
        assertThat(text).isNotBlank();
        if (Arrays.stream(types).anyMatch(ADDRESSES::contains)) {
            assertThat(text).as("an operator recognises the number").contains("•••");
        }
    }

    static Stream<Constructor<?>> exception_constructors() {
        return Architecture.MAIN.stream()
                .filter(type -> type.isAssignableTo(NumberPoolException.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .flatMap(type -> Arrays.stream(type.reflect().getConstructors()));
    }

    @ParameterizedTest
    @MethodSource("exception_constructors")
    void the_message_of_an_exception_is_masked(Constructor<? extends Exception> constructor) throws Exception {
        Object[] values = Arrays.stream(constructor.getGenericParameterTypes())
                .map(type -> sample("message", type instanceof Class<?> known ? known : List.class, type.toString()))
                .toArray();

        assertHidden(constructor.newInstance(values).toString());
    }

    @Test
    void the_samples_are_dangerous() {
        assertThat(public_records()).hasSizeGreaterThan(15);
        assertThat(exception_constructors()).hasSizeGreaterThan(8);
        assertThat(sample("displayName", String.class, "").toString()).contains(ONE.e164());
        assertThat(sample("number", PhoneNumber.class, "")).isEqualTo(ONE);
    }

    @Test
    void no_exception_of_a_busy_day_shows_a_number() {
        World world = new World(ONE);
        world.assign(1, ALICE);
        List<Runnable> failures = List.of(
                () -> world.assign(1, BEN),
                () -> world.pool.reassign(id(1)),
                () -> world.pool.drain(ONE),
                () -> world.pool.save(world.pool.widget(WIDGET).withPool(World.entries(ONE, ONE))),
                () -> world.pool.save(world.pool.widget(WIDGET).withVersion("old")),
                () -> world.newPool(builder -> builder.strategy((h, candidates) ->
                                Optional.of(CandidateBuilder.at(5).build())))
                        .assign(handover(2)),
                () -> PooledNumber.of(ONE).withWeight(-1),
                () -> Participant.of(ALICE.address() + "\u0000"),
                () -> ConversationId.of(ALICE.address().repeat(30)),
                () -> world.pool.assign(Handover.of(World.OTHER_WIDGET, id(1)).withAgent(ALICE)),
                () -> world.pool.quarantine(ONE, Duration.ofSeconds(-1), "x"));

        for (Runnable failure : failures) {
            String text = failureOf(failure).toString();
            assertHidden(text);
            assertThat(text).doesNotContain("15550001005");
        }
    }

    @Test
    void what_the_store_is_asked_and_answers_is_masked_in_its_log() {
        NumberFacts facts = NumberFacts.none(ONE);

        assertThat(facts.toString()).contains("+1555•••6359");
        assertHidden(Map.of(id(1), facts).toString());
    }

    private static RuntimeException failureOf(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    private static void assertHidden(String text) {
        for (String hidden : List.of(ONE.e164(), TWO.e164(), ALICE.address(), BEN.address(), SECRET)) {
            assertThat(text).doesNotContain(hidden).doesNotContain(hidden.substring(1));
        }
    }

    private static @Nullable Object sample(RecordComponent component) {
        return sample(
                component.getName(),
                component.getType(),
                component.getGenericType().toString());
    }

    /** A value of this type that has a number, an address or a secret in it wherever it can. */
    private static Object sample(String name, Class<?> type, String generic) {
        if (type == String.class) {
            return PLAIN_TEXT.contains(name) || name.equals("what") ? "text" : SECRET + ONE;
        } else if (type == List.class) {
            return new ArrayList<>(sampleElements(name, generic));
        } else if (type == Map.class) {
            return generic.contains("NumberFacts")
                    ? Map.of(ONE, NumberFacts.none(ONE))
                    : generic.contains("PhoneNumber") ? Map.of(TWO, "switched off") : Map.of("key", SECRET + ONE);
        } else if (type == SortedMap.class) {
            return new TreeMap<>(Map.of(0, SECRET + ONE));
        } else if (type == Set.class) {
            return Set.of(id(1));
        } else if (type == int.class || type == Integer.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == double.class) {
            return 1.0;
        } else if (type == boolean.class) {
            return true;
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return SAMPLES.stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample of " + type + " " + name));
    }

    private static List<?> sampleElements(String name, String generic) {
        if (generic.contains("PooledNumber")) {
            return World.entries(ONE);
        } else if (generic.contains("Finding")) {
            return List.of(new Finding(Finding.Severity.NOTE, Finding.Code.NO_POOL, WIDGET, ONE, "text", "text"));
        } else if (generic.contains("Checked")) {
            return List.of(new Diagnosis.Checked(WIDGET, "text"));
        } else if (generic.contains("Problem")) {
            return List.of(new Widget.Problem(1, "text"));
        } else if (generic.contains("Usage")) {
            return new World(ONE).pool.usage(WIDGET).numbers();
        } else if (generic.contains("Media")) {
            return List.of(new Media(SECRET + ONE, "image/jpeg"));
        } else if (generic.contains("Assignment")) {
            return List.of(ASSIGNMENT);
        } else if (generic.contains("OutboundRecord")) {
            return List.of(sent());
        } else if (generic.contains("SenderThread")) {
            return List.of(new SenderThread(ALICE, ONE));
        } else if (generic.contains("InboundOutcome$PossibleConversation")) {
            return List.of(new InboundOutcome.PossibleConversation(id(1), true));
        } else if (generic.contains("Candidate")) {
            return new World(ONE).pool.explain(handover(1)).candidates();
        }
        return List.of(name.equals("tokens") ? SECRET + ONE : "text");
    }

    private static OutboundRecord sent() {
        return new OutboundRecord(
                "text",
                OutboundRecord.Kind.MESSAGE,
                id(1),
                WIDGET,
                "text",
                1,
                1,
                new SenderThread(ALICE, ONE),
                new Content.Text(SECRET + ONE, List.of()),
                SECRET,
                Instant.EPOCH,
                DeliveryState.PARKED,
                1,
                "text",
                Failure.of(Failure.Kind.CONTENT),
                Instant.EPOCH,
                null,
                1);
    }

    private static final Assignment ASSIGNMENT =
            new Assignment(WIDGET, id(1), ONE, SECRET + ONE, Assignment.Source.POOL, ALICE, Instant.EPOCH, true);

    private static final List<Object> SAMPLES = List.of(
            WIDGET,
            id(1),
            ONE,
            ALICE,
            Instant.EPOCH,
            Duration.ofSeconds(17),
            URI.create("https://user:" + SECRET + "@example.com/" + ONE),
            Widget.of(WIDGET)
                    .withPool(World.entries(ONE))
                    .withHandoverNumber(TWO)
                    .withCredentials(SECRET),
            handover(1, ALICE).withCustomer(BEN),
            ASSIGNMENT,
            new SenderThread(ALICE, ONE),
            new Failure(Failure.Kind.CONTENT, 1),
            new Content.Text(SECRET + ONE, List.of()),
            InboundMessage.of("text", ALICE, ONE, SECRET + TWO, Instant.EPOCH),
            ConversationRecord.open(WIDGET, id(1)),
            new Health("text", Instant.EPOCH, Instant.EPOCH),
            new IllegalStateException("cause"));
}
