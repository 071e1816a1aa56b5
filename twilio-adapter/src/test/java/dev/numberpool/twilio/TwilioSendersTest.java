package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.diagnose.Finding;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.HealthPoll;
import dev.numberpool.diagnose.PoolDiagnosis;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.SenderDirectory.Sender;
import dev.numberpool.spi.SenderDirectory.State;
import dev.numberpool.twilio.fake.FakeSender;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.Fault;
import dev.numberpool.twilio.fake.tests.OpenApiCheck;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@DisplayName("what Twilio says of the senders of an account")
class TwilioSendersTest {
    private static final PhoneNumber ONE = PhoneNumber.of("+15558986359");
    private static final PhoneNumber TWO = PhoneNumber.of("+15558986360");
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final String SENDERS = "/v2/Channels/Senders";
    private static final String ADDRESSES = "/v1/Configuration/Addresses";

    private final FakeTwilio twilio = FakeTwilio.start();
    private final TwilioSenders senders = TwilioSenders.builder(
                    TwilioAccount.withAuthToken(twilio.accountSid(), twilio.authToken()))
            .endpoints(twilio.endpoints())
            .build();

    @AfterEach
    void close() {
        twilio.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ONLINE, ONLINE",
        "ONLINE:UPDATING, ONLINE",
        "OFFLINE, OFFLINE",
        "CREATING, NOT_READY",
        "PENDING_VERIFICATION, NOT_READY",
        "VERIFYING, NOT_READY",
        "TWILIO_REVIEW, NOT_READY",
        "DRAFT, NOT_READY",
        "STUBBED, NOT_READY",
        "SUSPENDED, UNKNOWN",
        "ONLINE:DEGRADED, UNKNOWN",
        "online, UNKNOWN",
    })
    void each_status_is_known_and_every_other_word_is_kept(String status, State state) {
        twilio.senders().add(ONE.e164()).status(status);

        assertThat(only().state()).isEqualTo(state);
        assertThat(only().word()).isEqualTo(status);
        assertThat(only().number()).isEqualTo(ONE);
    }

    @Test
    void quality_limit_reasons_and_webhooks_are_read() {
        twilio.senders()
                .add(ONE.e164())
                .quality("LOW")
                .limit("250 Customers/24hr")
                .callback(URI.create("https://example.com/twilio/inbound"))
                .statusCallback(URI.create("https://example.com/twilio/status"))
                .offline(63020, "Business account +15558986359 is locked")
                .offline(63051, "Review");

        assertThat(only())
                .isEqualTo(new Sender(
                        ONE,
                        State.OFFLINE,
                        "OFFLINE",
                        "LOW",
                        "250 Customers/24hr",
                        List.of("63020: Business account ••• is locked", "63051: Review"),
                        URI.create("https://example.com/twilio/inbound"),
                        URI.create("https://example.com/twilio/status")));
    }

    @Test
    void what_is_not_set_is_null() {
        twilio.senders().add(ONE.e164()).quality(null).limit(null);

        assertThat(only()).isEqualTo(new Sender(ONE, State.ONLINE, "ONLINE", null, null, List.of(), null, null));
    }

    static Stream<Arguments> odd_rows() {
        return Stream.of(
                Arguments.of("{}", null, null),
                Arguments.of("{\"sender_id\": \"whatsapp:15558986359\", \"status\": \"ONLINE\"}", null, null),
                Arguments.of("{\"sender_id\": \"rcs:agent\", \"status\": \"ONLINE\"}", null, null),
                Arguments.of("{\"sender_id\": \"whatsapp:+15558986359\"}", State.UNKNOWN, ""),
                Arguments.of("{\"sender_id\": \"whatsapp:+15558986359\", \"status\": null}", State.UNKNOWN, ""),
                Arguments.of("{\"sender_id\": \"whatsapp:+15558986359\", \"status\": {}}", State.UNKNOWN, ""),
                Arguments.of("{\"sender_id\": \"whatsapp:+15558986359\", \"status\": 1}", State.UNKNOWN, "1"),
                Arguments.of(
                        "{\"sender_id\": \"whatsapp:+15558986359\", \"status\": \"ONLINE\", \"url\": \"no url \\n\","
                                + " \"offline_reasons\": [null, {}, {\"code\": 7, \"more_info\": \"%%\"}],"
                                + " \"webhook\": null, \"properties\": []}",
                        State.ONLINE, "ONLINE"));
    }

    @ParameterizedTest
    @MethodSource("odd_rows")
    void an_odd_row_is_read_as_far_as_it_goes_and_spoils_no_other(
            String row, @Nullable State state, @Nullable String word) {
        String good = "{\"sender_id\": \"whatsapp:" + TWO + "\", \"status\": \"ONLINE\"}";
        answer(200, "{\"senders\": [" + row + "," + good + "], \"meta\": {\"next_page_url\": null}}");

        List<Sender> read = senders.senders();

        assertThat(read.get(read.size() - 1).number()).isEqualTo(TWO);
        if (state == null) {
            assertThat(read).hasSize(1);
        } else {
            assertThat(read.get(0)).extracting(Sender::state, Sender::word).containsExactly(state, word);
        }
    }

    @Test
    void an_address_that_is_none_is_not_taken_for_nothing() {
        answer(
                200,
                "{\"senders\": [{\"sender_id\": \"whatsapp:+15558986359\", \"status\": \"ONLINE\", \"webhook\":"
                        + " {\"callback_url\": \"https://exa mple.com/a\", \"status_callback_url\": \" \"}}], \"meta\":"
                        + " {}}");

        assertThat(only().inbound()).hasToString("unreadable:address");
        assertThat(only().statusCallback()).isNull();
    }

    @Test
    void a_thousand_senders_are_one_request() {
        add(1000);

        assertThat(senders.senders()).hasSize(1000);
        assertThat(twilio.calls().all()).hasSize(1);
        assertThat(twilio.calls().all().get(0).query())
                .containsEntry("Channel", List.of("whatsapp"))
                .containsEntry("PageSize", List.of("1000"));
    }

    @Test
    void more_come_page_by_page_and_an_empty_page_is_not_the_last() {
        add(2001);
        twilio.pages().hollow(1);

        assertThat(senders.senders()).hasSize(2001).extracting(Sender::number).doesNotHaveDuplicates();
        assertThat(twilio.calls().count("GET", SENDERS)).isEqualTo(4);
    }

    @Test
    void the_first_page_may_be_the_empty_one() {
        add(1);
        twilio.pages().hollow(0);

        assertThat(senders.senders()).hasSize(1);
    }

    @Test
    void a_page_that_fails_leaves_no_half_list() {
        add(1);
        twilio.pages().hollow(0);
        twilio.faults().script("GET", SENDERS, Fault.none(), Fault.serverError());

        assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
    }

    @Test
    void a_next_page_on_another_host_is_not_asked() {
        answer(200, "{\"senders\": [], \"meta\": {\"next_page_url\": \"https://example.com/steal\"}}");

        assertThat(failure().kind()).isEqualTo(Kind.NOT_SENT);
    }

    @Test
    void a_list_that_goes_round_in_circles_is_given_up() {
        twilio.faults()
                .always(
                        "GET",
                        SENDERS,
                        Fault.answer(
                                200,
                                "application/json",
                                "{\"senders\": [], \"meta\": {\"next_page_url\":"
                                        + " \"https://messaging.twilio.com/v2/Channels/Senders?Page=1\"}}"));

        assertThat(failure().kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(twilio.calls().all()).hasSize(2);
    }

    @Test
    void autocreation_is_read_for_whatsapp_addresses() {
        twilio.senders().autocreation(ONE.e164(), true);
        twilio.senders().autocreation(TWO.e164(), false);
        IntStream.range(0, 120).forEach(i -> twilio.senders().autocreation("+1555000" + (1000 + i), i % 2 == 0));
        twilio.pages().hollow(2);

        Set<PhoneNumber> opening = senders.openingConversations();

        assertThat(opening).hasSize(61).contains(ONE).doesNotContain(TWO);
        assertThat(twilio.calls().count("GET", ADDRESSES)).isEqualTo(4);
        assertThat(twilio.calls().count("GET", SENDERS)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "401, 20003, AUTHENTICATION",
        "403, 20403, AUTHENTICATION",
        "429, 20429, RATE_LIMITED",
        "500, 20500, UNKNOWN_OUTCOME",
        "503, 20503, UNKNOWN_OUTCOME",
    })
    void a_refusal_is_typed_and_not_repeated(int status, int code, Kind kind) {
        twilio.faults().always("GET", SENDERS, Fault.error(status, code, "refused for +15558986359"));

        assertThat(failure().kind()).isEqualTo(kind);
        assertThat(failure().httpStatus()).isEqualTo(status);
        assertThat(twilio.calls().all()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "<html>+15558986359</html>",
                "{\"senders\": []}",
                "{\"senders\": 7, \"meta\": {}}",
                "{\"senders\": ["
            })
    void an_answer_that_cannot_be_read_is_no_empty_list(String body) {
        twilio.faults().always("GET", SENDERS, Fault.answer(200, "application/json", body));

        GatewayException failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThatNothingLeaks(failure);
    }

    @Test
    void a_wrong_token_is_the_accounts_fault() {
        TwilioSenders stranger = senders.ofAccount(TwilioAccount.withAuthToken(twilio.accountSid(), "token-secret"));

        GatewayException failure = catchThrowableOfType(GatewayException.class, stranger::senders);

        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(failure)
                .hasMessageContaining("senders of TwilioAccount[AC•••0001]: Twilio answered 401, code 20003");
        assertThatNothingLeaks(failure);
    }

    @Test
    void another_account_is_asked_over_the_same_connections() {
        twilio.senders().add(ONE.e164());
        TwilioAccount key = TwilioAccount.withApiKey(twilio.accountSid(), "SK1", "secret", List.of());
        twilio.accept("SK1", "secret");

        TwilioSenders other = senders.ofAccount(key);

        assertThat(other.senders()).hasSize(1);
        assertThat(other.accountId()).isEqualTo(twilio.accountSid());
        assertThat(twilio.calls().all().get(0).user()).isEqualTo("SK1");
    }

    @Test
    void every_request_is_as_twilios_documents_say() {
        OpenApiCheck check = OpenApiCheck.orSkip();
        twilio.senders().add(ONE.e164()).offline(63020, "Locked").callback(URI.create("https://example.com/in"));
        twilio.senders().autocreation(ONE.e164(), true);
        twilio.pages().hollow(0);

        senders.senders();
        senders.openingConversations();

        assertThat(twilio.calls().all()).hasSize(4);
        assertThat(check.violations(twilio.calls().all())).isEmpty();
    }

    @Test
    void options_that_make_no_sense_are_refused_at_once() {
        TwilioSenders.Builder builder =
                TwilioSenders.builder(TwilioAccount.withAuthToken(twilio.accountSid(), "token"));

        assertThatIllegalArgumentException().isThrownBy(() -> builder.totalTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.connectTimeout(Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.totalTimeout(Duration.ofSeconds(1)).build());
    }

    @Test
    @DisplayName("A14 an offline sender gets no new conversations until it is online again, and assign() asks nobody")
    void an_offline_sender_gets_no_new_conversations_until_it_is_online_again() {
        Office office = new Office();
        twilio.senders().add(ONE.e164()).offline(63020, "Locked");
        twilio.senders().add(TWO.e164());

        assertThat(office.poll()).extracting(Finding::code).containsExactly(Code.SENDER_OFFLINE);
        assertThat(office.assign(1).number()).isEqualTo(TWO);
        assertThat(office.assign(2).number()).isEqualTo(TWO);

        twilio.senders().add(ONE.e164()).status("ONLINE:UPDATING");
        assertThat(office.poll()).isEmpty();
        twilio.calls().clear();
        assertThat(office.assign(3).number()).isEqualTo(ONE);
        assertThat(twilio.calls().all()).isEmpty();
    }

    @Test
    @DisplayName("A14 an operator's quarantine survives a poll that finds the sender online")
    void an_operators_quarantine_survives_a_poll_that_finds_the_sender_online() {
        Office office = new Office();
        twilio.senders().add(ONE.e164());
        twilio.senders().add(TWO.e164());
        office.pool.quarantine(ONE, Duration.ofHours(1), "smells");

        assertThat(office.poll()).isEmpty();
        assertThat(office.assign(1).number()).isEqualTo(TWO);
    }

    @Test
    @DisplayName("A14 a poll of an account that refuses changes nothing")
    void a_poll_of_an_account_that_refuses_changes_nothing() {
        Office office = new Office();
        FakeSender one = twilio.senders().add(ONE.e164()).offline(63020, "Locked");
        twilio.senders().add(TWO.e164());
        office.poll();
        one.status("ONLINE");
        twilio.refuse(twilio.accountSid());

        assertThat(office.poll()).extracting(Finding::code).containsExactly(Code.ACCOUNT_UNREADABLE);
        assertThat(office.assign(1).number()).isEqualTo(TWO);
    }

    @Test
    void a_poll_is_one_request_and_a_diagnosis_is_two() {
        Office office = new Office();
        twilio.senders().add(ONE.e164());
        twilio.senders().add(TWO.e164());

        office.poll();
        assertThat(twilio.calls().all()).hasSize(1);
        twilio.calls().clear();
        office.diagnose();
        assertThat(twilio.calls().all()).hasSize(2);
    }

    @Test
    void a_diagnosis_sees_what_twilio_says() {
        Office office = new Office();
        twilio.senders().add(ONE.e164()).callback(URI.create("https://example.com/twilio/inbound"));
        twilio.senders().add(TWO.e164()).offline(63020, "Locked").quality("LOW");
        twilio.senders().autocreation(ONE.e164(), true);

        assertThat(office.diagnose())
                .extracting(finding -> finding.code() + " " + finding.number())
                .containsExactlyInAnyOrder(
                        "SENDER_OFFLINE " + TWO,
                        "QUALITY_LOW " + TWO,
                        "INBOUND_NOT_SET " + TWO,
                        "AUTOCREATION_ON " + ONE,
                        "STATUS_CALLBACK_NOT_SET " + ONE,
                        "STATUS_CALLBACK_NOT_SET " + TWO);
    }

    @Test
    void autocreation_that_may_not_be_read_is_said_and_spoils_nothing_else() {
        Office office = new Office();
        twilio.senders().add(ONE.e164()).status("DRAFT");
        twilio.senders().add(TWO.e164());
        twilio.faults().always("GET", ADDRESSES, Fault.error(403, 20403, "Forbidden"));

        assertThat(office.diagnose())
                .extracting(Finding::code)
                .contains(Code.AUTOCREATION_UNKNOWN, Code.SENDER_NOT_READY)
                .doesNotContain(Code.ACCOUNT_UNREADABLE);
        assertThat(twilio.calls().count("GET", ADDRESSES)).isOne();
    }

    /** A widget with both numbers, on the fake's clock. */
    private final class Office {
        private final InMemoryNumberStore store = new InMemoryNumberStore();
        private final NumberPool pool =
                NumberPool.builder(store).clock(twilio.clock()::instant).build();
        private final HealthPoll healthPoll =
                HealthPoll.builder(store).clock(twilio.clock()::instant).build();

        Office() {
            store.put(Widget.of(WIDGET)
                    .withPool(List.of(PooledNumber.of(ONE), PooledNumber.of(TWO)))
                    .withCredentials("stored"));
        }

        List<Finding> poll() {
            return healthPoll.poll(List.of(senders));
        }

        Assignment assign(long conversation) {
            return pool.assign(WIDGET, ConversationId.of(conversation));
        }

        /** What the provider has to do with. */
        List<Finding> diagnose() {
            Set<Code> ofTheStore = Set.of(Code.DEFAULT_NUMBER_MISSING, Code.CREDENTIALS_NOT_CHECKED);
            return PoolDiagnosis.builder(store)
                    .senders(widget -> Optional.of(senders))
                    .clock(twilio.clock()::instant)
                    .build()
                    .diagnose()
                    .findings()
                    .stream()
                    .filter(finding -> !ofTheStore.contains(finding.code()))
                    .toList();
        }
    }

    private Sender only() {
        List<Sender> all = senders.senders();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private void add(int number) {
        IntStream.range(0, number).forEach(i -> twilio.senders().add("+1555" + (1_000_000 + i)));
    }

    private void answer(int status, String body) {
        twilio.faults().always("GET", SENDERS, Fault.answer(status, "application/json", body));
    }

    private GatewayException failure() {
        GatewayException failure = catchThrowableOfType(GatewayException.class, senders::senders);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static void assertThatNothingLeaks(GatewayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("15558986359", "token-secret", FakeTwilio.ACCOUNT_SID);
        }
    }
}
