package dev.numberpool.twilio;

import static dev.numberpool.twilio.ConversationWorld.ON_SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.Failure.Retry;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.twilio.fake.Fault;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("questions are repeated a little, changes never")
@Timeout(30)
class PatientHttpClientTest {
    private static final String LOOK = "/v1/ParticipantConversations";

    private final ConversationWorld world = new ConversationWorld();
    private final TwilioConversations conversations = world.conversations();

    @AfterEach
    void close() {
        world.close();
    }

    static Stream<Arguments> what_passes() {
        return Stream.of(
                Arguments.of("429", Fault.tooManyRequests(Duration.ZERO)),
                Arguments.of("500", Fault.serverError()),
                Arguments.of("502", Fault.badGateway()),
                Arguments.of("503", Fault.unavailable()),
                Arguments.of("504", Fault.answer(504, "text/plain", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("what_passes")
    void a_question_is_asked_three_times_at_most(String name, Fault fault) {
        String id = world.open(ON_SUPPORT);
        world.twilio.faults().script("GET", LOOK, fault, fault);
        assertThat(conversations.open(ON_SUPPORT).id()).isEqualTo(id);
        assertThat(world.requests()).isEqualTo(3);

        world.twilio.calls().clear();
        world.twilio.faults().always("GET", LOOK, fault);
        GatewayException failure = failure();

        assertThat(failure.retry()).isEqualTo(Retry.SOON);
        assertThat(failure.kind()).isIn(Kind.UNAVAILABLE, Kind.RATE_LIMITED);
        assertThat(world.requests()).isEqualTo(3);
    }

    /** The platform repeats a GET once on its own, if the connection had been used before. */
    @Test
    void a_question_whose_connection_is_dropped_is_asked_again() {
        String id = world.open(ON_SUPPORT);
        world.twilio.faults().script("GET", LOOK, Fault.dropBefore(), Fault.dropBefore());
        assertThat(conversations.open(ON_SUPPORT).id()).isEqualTo(id);

        world.twilio.calls().clear();
        world.twilio.faults().always("GET", LOOK, Fault.dropBefore());

        assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(world.requests()).isBetween(3, 6);
    }

    @Test
    void what_is_refused_is_not_asked_again() {
        world.twilio.faults().always("GET", LOOK, Fault.error(400, 20001, "no"));

        assertThat(failure().kind()).isEqualTo(Kind.UNCLASSIFIED);
        assertThat(world.requests()).isEqualTo(1);
    }

    @Test
    void the_pause_that_twilio_asks_for_is_kept() {
        world.open(ON_SUPPORT);
        world.twilio.faults().script("GET", LOOK, Fault.tooManyRequests(Duration.ofSeconds(1)));
        long begin = System.nanoTime();

        conversations.open(ON_SUPPORT);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_pause_that_is_longer_than_the_time_left_is_left_to_the_caller() {
        world.twilio.faults().always("GET", LOOK, Fault.tooManyRequests(Duration.ofHours(1)));

        assertThat(failure().kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(world.requests()).isEqualTo(1);
    }

    @Test
    void nothing_is_asked_again_when_little_time_is_left() {
        world.twilio.faults().always("GET", LOOK, Fault.unavailable());
        TwilioConversations impatient = world.impatient(Duration.ofMillis(450));

        catchThrowableOfType(GatewayException.class, () -> impatient.open(ON_SUPPORT));

        assertThat(world.requests()).isLessThanOrEqualTo(1);
    }

    @Test
    void an_answer_that_stalls_ends_with_the_deadline() {
        world.twilio.faults().always("GET", LOOK, Fault.stallBody());
        TwilioConversations impatient = world.impatient(Duration.ofSeconds(1));

        GatewayException failure = catchThrowableOfType(
                GatewayException.class,
                () -> impatient.conversations(ConversationQuery.on(ON_SUPPORT)).toList());

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void who_is_interrupted_in_a_pause_asks_no_more() throws Exception {
        world.twilio.faults().always("GET", LOOK, Fault.tooManyRequests(Duration.ofSeconds(8)));
        Thread[] caller = new Thread[1];
        GatewayException[] failure = new GatewayException[1];
        boolean[] isInterrupted = new boolean[1];
        caller[0] = new Thread(() -> {
            failure[0] = failure();
            isInterrupted[0] = Thread.currentThread().isInterrupted();
        });
        world.after(1, "GET", LOOK, () -> caller[0].interrupt());
        caller[0].start();
        caller[0].join(10_000);

        assertThat(caller[0].isAlive()).isFalse();
        assertThat(failure[0].retry()).isEqualTo(Retry.SOON);
        assertThat(isInterrupted[0]).isTrue();
        assertThat(world.requests()).isEqualTo(1);
    }

    private GatewayException failure() {
        return catchThrowableOfType(GatewayException.class, () -> conversations.open(ON_SUPPORT));
    }
}
