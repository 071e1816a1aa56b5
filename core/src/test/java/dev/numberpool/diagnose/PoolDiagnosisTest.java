package dev.numberpool.diagnose;

import static dev.numberpool.diagnose.Clinic.ALICE;
import static dev.numberpool.diagnose.Clinic.BEN;
import static dev.numberpool.diagnose.Clinic.DEFAULT;
import static dev.numberpool.diagnose.Clinic.IN_CREDENTIALS;
import static dev.numberpool.diagnose.Clinic.ONE;
import static dev.numberpool.diagnose.Clinic.OTHER_WIDGET;
import static dev.numberpool.diagnose.Clinic.THREE;
import static dev.numberpool.diagnose.Clinic.TWO;
import static dev.numberpool.diagnose.Clinic.WIDGET;
import static dev.numberpool.diagnose.Clinic.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.StoreException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.diagnose.Diagnosis.Checked;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.SenderDirectory.State;
import dev.numberpool.spi.WidgetStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a diagnosis looks at every widget, asks every account once, and says it all on one page")
class PoolDiagnosisTest {
    private final Clinic clinic = new Clinic();

    @Test
    void the_report_says_what_is_wrong_what_to_do_and_what_is_fine() {
        clinic.assign(1, ALICE);
        clinic.assign(2, BEN);
        clinic.account.state(TWO, State.OFFLINE, "OFFLINE", "63020: Business account has been locked");
        clinic.account.webhooks(THREE, "https://old.example.com/inbound", "https://example.com/twilio/status");
        clinic.store.put(Widget.of(OTHER_WIDGET).withHandoverNumber(DEFAULT));
        clinic.store.put(
                Widget.of(WidgetId.of(9)).withPool(entries(ONE, DEFAULT)).withHandoverNumber(DEFAULT));
        clinic.quarantine(TWO);
        clinic.accounts.put(WidgetId.of(9), clinic.account);

        assertThat(clinic.diagnose().report()).isEqualTo("""
                2026-03-01T12:00:00Z: 3 widgets, 2 errors, 1 warning, 1 note.

                Widget 7: 2 errors, 1 warning
                  ERROR    +1555•••6360 is offline at the provider: 63020: Business account has been locked
                           [SENDER_OFFLINE]
                           -> Mend what the provider names as the reason. Until then, poll the health or switch the
                              number off.
                  ERROR    +1555•••6361 posts what comes in to https://old.example.com/inbound; expected
                           https://example.com/twilio [INBOUND_ELSEWHERE]
                           -> Set the sender's callback URL to the host's address for inbound messages.
                  WARNING  +1555•••6360 gets no new conversations until 2026-03-01T12:30:00Z: send failed
                           [NUMBER_UNHEALTHY]
                           -> See the reason; NumberPool.quarantine(number, Duration.ZERO, …) lifts the mark.
                           3 numbers in the pool, all active; a default number; 3 of 4 online; 2 active
                           conversations, none on shared threads.

                Widget 8: 1 note
                  NOTE     there is no pool: conversations share one number and are answered by code [NO_POOL]
                           -> Nothing, if that is wanted. Otherwise put two or three numbers into
                              whatsapp_number_pool.
                           No pool; a default number; all online; no active conversations.

                Widget 9: all well
                           2 numbers in the pool, all active; a default number; all online; no active conversations.
                """);
    }

    @Test
    void what_concerns_several_widgets_stands_by_itself_and_the_worst_comes_first() {
        clinic.store.put(Widget.of(OTHER_WIDGET).withPool(entries(THREE)).withHandoverNumber(DEFAULT));
        clinic.account.failure =
                new GatewayException(new Failure(Failure.Kind.AUTHENTICATION, 20003), 401, "refused", null);
        clinic.quarantine(ONE);

        assertThat(clinic.diagnose().report()).isEqualTo("""
                2026-03-01T12:00:00Z: 2 widgets, 1 error, 1 warning, 1 note.

                All widgets: 1 error
                  ERROR    the senders of account •••a001, which widgets 7, 8 have, cannot be read: AUTHENTICATION
                           (HTTP 401, code 20003) [ACCOUNT_UNREADABLE]
                           -> Check account id and token of the credentials: the token may have been rotated.

                Widget 7: 1 warning
                  WARNING  +1555•••6359 gets no new conversations until 2026-03-01T12:30:00Z: send failed
                           [NUMBER_UNHEALTHY]
                           -> See the reason; NumberPool.quarantine(number, Duration.ZERO, …) lifts the mark.
                           3 numbers in the pool, all active; a default number; no active conversations.

                Widget 8: 1 note
                  NOTE     the pool has one active number: conversations share it and are answered by code
                           [ONE_ACTIVE_NUMBER]
                           -> Nothing, if that is wanted. Otherwise add a second number.
                           1 number in the pool, all active; a default number; no active conversations.
                """);
    }

    @Test
    void words_that_are_longer_than_a_line_are_broken() {
        clinic.account.webhooks(ONE, "https://example.org/" + "x".repeat(250), "https://example.com/twilio/status");

        String report = clinic.diagnose().report();

        assertThat(report.lines()).allMatch(line -> line.length() <= 100);
        assertThat(report.lines().filter(line -> line.contains("xxx"))).hasSizeGreaterThan(2);
        assertThat(report.replaceAll("\\s", "")).contains("x".repeat(250));
    }

    @Test
    void an_operators_line_breaks_and_colours_do_not_get_into_the_report() {
        clinic.pool.quarantine(ONE, Duration.ofHours(1), "broken\r\nWidget 9: all well\u001b[31m");

        assertThat(clinic.diagnose().report())
                .doesNotContain("\u001b", "\r")
                .doesNotContainPattern("(?m)^Widget 9")
                .containsPattern("broken Widget 9: all\\s+well \\[31m");
    }

    @Test
    void all_pages_of_widgets_are_read_and_their_account_is_asked_once() {
        LongStream.range(1000, 1250)
                .forEach(id -> clinic.store.put(
                        Widget.of(WidgetId.of(id)).withPool(entries(ONE, TWO)).withHandoverNumber(DEFAULT)));
        clinic.senders = widget -> Optional.of(clinic.account);

        Diagnosis diagnosis = clinic.diagnose();

        assertThat(diagnosis.widgets()).hasSize(251).extracting(Checked::widget).doesNotHaveDuplicates();
        assertThat(diagnosis.findings()).isEmpty();
        assertThat(clinic.account.calls).isOne();
        assertThat(clinic.account.openingCalls).isOne();
    }

    @Test
    void an_account_that_fails_is_not_asked_again() {
        LongStream.range(1000, 1020)
                .forEach(id -> clinic.store.put(
                        Widget.of(WidgetId.of(id)).withPool(entries(ONE, TWO)).withHandoverNumber(DEFAULT)));
        clinic.senders = widget -> Optional.of(clinic.account);
        clinic.account.failure = new GatewayException(Failure.Kind.NOT_SENT, "no route");

        Diagnosis diagnosis = clinic.diagnose();

        assertThat(clinic.account.calls).isOne();
        assertThat(diagnosis.findings()).extracting(Finding::code).containsExactly(Code.ACCOUNT_UNREADABLE);
        assertThat(diagnosis.findings().get(0).what()).contains("widgets 1000, 1001, 1002, 1003, 1004 and 16 more");
    }

    @Test
    void a_diagnosis_is_asked_again_each_time() {
        PoolDiagnosis diagnosis = clinic.diagnosis();
        assertThat(diagnosis.diagnose().isHealthy()).isTrue();
        clinic.account.state(ONE, State.OFFLINE, "OFFLINE");

        assertThat(diagnosis.diagnose().isHealthy()).isFalse();
    }

    @Test
    void one_widget_can_be_looked_at_alone() {
        clinic.store.put(Widget.of(OTHER_WIDGET));

        Diagnosis diagnosis = clinic.diagnosis().diagnose(WIDGET);

        assertThat(diagnosis.widgets()).extracting(Checked::widget).containsExactly(WIDGET);
        assertThat(diagnosis.findings()).isEmpty();
    }

    @Test
    void a_widget_that_does_not_exist_cannot_be_looked_at() {
        assertThatThrownBy(() -> clinic.diagnosis().diagnose(WidgetId.of(404)))
                .isInstanceOf(UnknownWidgetException.class);
    }

    @Test
    void a_widget_that_is_deleted_meanwhile_is_left_out() {
        WidgetStore forgetful = whereUsage(new UnknownWidgetException(WIDGET, "deleted"));

        Diagnosis diagnosis =
                PoolDiagnosis.builder(clinic.store, forgetful).build().diagnose();

        assertThat(diagnosis.widgets()).isEmpty();
        assertThat(diagnosis.report()).contains(": 0 widgets, all well.");
    }

    @Test
    void a_store_that_fails_is_no_finding() {
        WidgetStore broken = whereUsage(new StoreException("no connection"));

        assertThatThrownBy(() ->
                        PoolDiagnosis.builder(clinic.store, broken).build().diagnose())
                .isInstanceOf(StoreException.class);
    }

    @Test
    void without_the_provider_nobody_is_asked() {
        Diagnosis diagnosis = PoolDiagnosis.builder(clinic.store)
                .clock(() -> clinic.now)
                .build()
                .diagnose();

        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.widgets())
                .extracting(Checked::state)
                .containsExactly("3 numbers in the pool, all active; a default number; no active conversations.");
        assertThat(clinic.account.calls).isZero();
    }

    @Test
    void nothing_is_changed() {
        clinic.assign(1, ALICE);
        clinic.account.state(ONE, State.OFFLINE, "OFFLINE");
        List<NumberFacts> before = clinic.store.usage(WIDGET);
        String version = clinic.pool.widget(WIDGET).version();

        clinic.diagnose();

        assertThat(clinic.store.usage(WIDGET)).isEqualTo(before);
        assertThat(clinic.pool.widget(WIDGET).version()).isEqualTo(version);
    }

    @Test
    void the_advice_counts_the_numbers_that_the_busiest_agent_needs() {
        clinic.setPool(ONE, TWO);
        LongStream.range(0, 5).forEach(id -> clinic.assign(id, ALICE));
        clinic.assign(9, BEN);

        Finding finding = clinic.found(Code.THREADS_SHARED).get(0);

        assertThat(finding.what()).startsWith("5 of 6 conversations share a chat");
        assertThat(finding.advice())
                .isEqualTo("Add 3 numbers. One agent has 5 conversations at a time, and each needs a number of its own;"
                        + " the pool has 2 active.");
    }

    @Test
    void a_pool_that_is_large_enough_by_now_needs_no_more_numbers() {
        clinic.setPool(ONE);
        clinic.assign(1, ALICE);
        clinic.assign(2, ALICE);
        clinic.setPool(ONE, TWO);

        assertThat(clinic.found(Code.THREADS_SHARED).get(0).advice())
                .isEqualTo("One agent has 2 conversations at a time, and each needs a number of its own; the pool has 2"
                        + " active. That is enough: threads become free as conversations end, unless numbers do not"
                        + " work.");
    }

    @Test
    void idle_conversations_are_released_before_numbers_are_bought() {
        clinic.setPool(ONE);
        clinic.assign(1, ALICE);
        clinic.assign(2, ALICE);
        clinic.advance(Duration.ofDays(8));

        assertThat(clinic.found(Code.THREADS_SHARED).get(0).advice())
                .startsWith("First release what nobody closes. Add 1 number. ");
    }

    @Test
    void a_thread_that_another_widget_uses_is_shared() {
        clinic.store.put(Widget.of(OTHER_WIDGET).withPool(entries(ONE)).withHandoverNumber(DEFAULT));
        clinic.setPool(ONE);
        clinic.assign(1, ALICE);
        clinic.pool.assign(Handover.of(OTHER_WIDGET, ConversationId.of(2)).withAgent(ALICE));

        assertThat(clinic.found(Code.THREADS_SHARED))
                .extracting(Finding::widget)
                .containsExactly(WIDGET, OTHER_WIDGET);
    }

    @Test
    void conversations_on_the_default_number_are_shared_by_design() {
        clinic.setPool();
        clinic.assign(1, ALICE);
        clinic.assign(2, ALICE);

        assertThat(clinic.found(Code.THREADS_SHARED)).isEmpty();
    }

    @Test
    void a_number_that_is_listed_twice_is_online_if_it_is_once() {
        ScriptedDirectory twice = new ScriptedDirectory("AC0000000000000000000000000000a001", TWO, THREE, DEFAULT) {
            @Override
            public List<Sender> senders() {
                Sender offline = new Sender(
                        ONE,
                        State.OFFLINE,
                        "OFFLINE",
                        null,
                        null,
                        List.of(),
                        URI.create("https://example.com/old"),
                        null);
                List<Sender> all = new ArrayList<>(super.senders());
                all.add(offline);
                all.add(online(ONE));
                all.add(offline);
                return all;
            }
        };
        clinic.accounts.put(WIDGET, twice);

        assertThat(clinic.diagnose().findings()).isEmpty();
    }

    @Test
    void thresholds_can_be_moved() {
        clinic.setPool(ONE);
        clinic.assign(1, ALICE);
        clinic.assign(2, ALICE);
        clinic.advance(Duration.ofHours(2));
        clinic.options = builder -> builder.sharedShare(1).idleAfter(Duration.ofHours(1));

        assertThat(clinic.found(Code.THREADS_SHARED)).isEmpty();
        assertThat(clinic.found(Code.CONVERSATIONS_IDLE).get(0).what()).contains("more than PT1H");
    }

    @Test
    void options_that_make_no_sense_are_refused_at_once() {
        PoolDiagnosis.Builder builder = PoolDiagnosis.builder(clinic.store);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.sharedShare(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.sharedShare(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.idleAfter(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.webhookBase(URI.create("example.com/twilio")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.statusCallback(URI.create("ftp://user:hunter2@example.com")))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void a_number_of_the_credentials_that_was_given_out_is_not_lost_while_they_hold_it() {
        clinic.edit(widget -> widget.withPool(List.of()).withHandoverNumber(null));
        assertThat(clinic.assign(1, ALICE).number()).isEqualTo(IN_CREDENTIALS);
        assertThat(clinic.found(Code.NUMBER_LEFT)).isEmpty();

        clinic.edit(widget -> widget.withCredentials(DEFAULT.e164()));
        assertThat(clinic.found(Code.NUMBER_LEFT)).extracting(Finding::number).containsExactly(IN_CREDENTIALS);
    }

    /** The clinic's widgets, whose use cannot be read. */
    private WidgetStore whereUsage(RuntimeException fails) {
        return (WidgetStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {WidgetStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("usage")) {
                        throw fails;
                    }
                    try {
                        return method.invoke(clinic.store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
