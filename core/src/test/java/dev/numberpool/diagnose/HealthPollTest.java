package dev.numberpool.diagnose;

import static dev.numberpool.diagnose.Clinic.ALICE;
import static dev.numberpool.diagnose.Clinic.DEFAULT;
import static dev.numberpool.diagnose.Clinic.ONE;
import static dev.numberpool.diagnose.Clinic.THREE;
import static dev.numberpool.diagnose.Clinic.TWO;
import static dev.numberpool.diagnose.Clinic.WIDGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.SenderDirectory.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A14 a poll of the provider keeps new conversations off numbers that do not work")
class HealthPollTest {
    private final Clinic clinic = new Clinic();
    private final HealthPoll poll =
            HealthPoll.builder(clinic.store).clock(() -> clinic.now).build();

    @ParameterizedTest
    @CsvSource({
        "OFFLINE, OFFLINE, SENDER_OFFLINE, 'offline at the provider: 63020: locked'",
        "NOT_READY, DRAFT, SENDER_NOT_READY, 'not ready at the provider: DRAFT: 63020: locked'",
        "UNKNOWN, ODD, SENDER_STATE_UNKNOWN, 'in a state at the provider that is not known here: ODD: 63020: locked'",
    })
    void a_sender_that_is_not_usable_is_out_for_half_an_hour(State state, String word, Code code, String reason) {
        clinic.account.state(ONE, state, word, "63020: locked");

        List<Finding> findings = poll();

        assertThat(health(ONE)).isEqualTo(new Health(reason, clinic.now, clinic.now.plus(Duration.ofMinutes(30))));
        assertThat(health(TWO)).isNull();
        assertThat(findings).extracting(Finding::code, Finding::number).containsExactly(tuple(code, ONE));
    }

    @Test
    void an_assignment_avoids_it_and_asks_nobody() {
        clinic.account.state(ONE, State.OFFLINE, "OFFLINE");
        poll();
        int calls = clinic.account.calls;

        assertThat(clinic.assign(1, ALICE).number()).isEqualTo(TWO);
        assertThat(clinic.account.calls).isEqualTo(calls);
    }

    @Test
    void the_next_poll_renews_it_and_time_ends_it() {
        clinic.account.state(ONE, State.OFFLINE, "OFFLINE");
        poll();
        clinic.advance(Duration.ofMinutes(20));
        poll();
        clinic.advance(Duration.ofMinutes(29));
        assertThat(clinic.assign(1, ALICE).number()).isEqualTo(TWO);

        clinic.advance(Duration.ofMinutes(1));
        assertThat(clinic.assign(2, ALICE).number()).isEqualTo(ONE);
    }

    @Test
    void online_lifts_what_a_poll_has_said_and_nothing_else() {
        clinic.account.state(ONE, State.OFFLINE, "OFFLINE");
        poll();
        clinic.account.state(ONE, State.ONLINE, "ONLINE");
        clinic.quarantine(TWO);
        clinic.store.noteHealth(
                THREE, Health.Source.MESSAGE, new Health("63007", clinic.now, clinic.now.plusSeconds(60)));

        assertThat(poll()).isEmpty();

        assertThat(health(ONE)).isNull();
        assertThat(health(TWO)).extracting(Health::reason).isEqualTo("send failed");
        assertThat(health(THREE)).extracting(Health::reason).isEqualTo("63007");
    }

    @Test
    void a_number_that_no_account_has_is_found_but_stays_as_it_was() {
        clinic.account.state(ONE, State.OFFLINE, "OFFLINE");
        poll();
        Health before = health(ONE);
        clinic.account.senders.remove(ONE);

        List<Finding> findings = poll();

        assertThat(findings).extracting(Finding::code).containsExactly(Code.SENDER_NOT_LISTED);
        assertThat(health(ONE)).isEqualTo(before);
    }

    @Test
    void a_number_that_another_account_has_is_not_missing() {
        clinic.account.senders.remove(ONE);
        clinic.otherAccount.senders.put(ONE, ScriptedDirectory.online(ONE));

        assertThat(poll.poll(List.of(clinic.account, clinic.otherAccount))).isEmpty();
    }

    @Test
    void online_in_one_account_is_enough() {
        clinic.otherAccount.state(ONE, State.OFFLINE, "OFFLINE");

        assertThat(poll.poll(List.of(clinic.account, clinic.otherAccount))).isEmpty();
        assertThat(poll.poll(List.of(clinic.otherAccount, clinic.account))).isEmpty();
        assertThat(health(ONE)).isNull();
    }

    @Test
    void an_account_that_cannot_be_read_changes_nothing_and_says_nothing_of_its_numbers() {
        clinic.account.state(ONE, State.OFFLINE, "OFFLINE");
        poll();
        Health before = health(ONE);
        clinic.account.failure = new GatewayException(Failure.Kind.NOT_SENT, "no route");
        clinic.otherAccount.state(TWO, State.OFFLINE, "OFFLINE");

        List<Finding> findings = poll.poll(List.of(clinic.account, clinic.otherAccount));

        assertThat(findings).extracting(Finding::code).containsExactly(Code.SENDER_OFFLINE, Code.ACCOUNT_UNREADABLE);
        assertThat(health(ONE)).isEqualTo(before);
        assertThat(health(TWO)).isNotNull();
    }

    @Test
    void an_account_is_asked_once_and_never_for_its_address_configurations() {
        poll.poll(List.of(clinic.account, clinic.account));

        assertThat(clinic.account.calls).isOne();
        assertThat(clinic.account.openingCalls).isZero();
    }

    @Test
    void senders_that_are_not_ours_leave_no_trace() {
        PhoneNumber stranger = PhoneNumber.of("+15550009999");
        clinic.account.state(stranger, State.OFFLINE, "OFFLINE");

        assertThat(poll()).isEmpty();
        clinic.setPool(stranger);
        assertThat(health(stranger)).isNull();
    }

    @Test
    void the_default_number_is_ours() {
        clinic.account.state(DEFAULT, State.OFFLINE, "OFFLINE");

        assertThat(poll()).extracting(Finding::number).containsExactly(DEFAULT);
    }

    @Test
    void how_long_it_lasts_can_be_chosen_but_not_nothing() {
        HealthPoll brief = HealthPoll.builder(clinic.store)
                .clock(() -> clinic.now)
                .validFor(Duration.ofMinutes(5))
                .build();
        clinic.account.state(ONE, State.OFFLINE, "OFFLINE");
        brief.poll(List.of(clinic.account));

        assertThat(health(ONE)).extracting(Health::until).isEqualTo(clinic.now.plus(Duration.ofMinutes(5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthPoll.builder(clinic.store).validFor(Duration.ZERO));
    }

    private List<Finding> poll() {
        return poll.poll(List.of(clinic.account));
    }

    private @Nullable Health health(PhoneNumber number) {
        Map<PhoneNumber, NumberFacts> facts =
                clinic.store.usage(WIDGET).stream().collect(Collectors.toMap(NumberFacts::number, Function.identity()));
        return facts.get(number).health();
    }
}
