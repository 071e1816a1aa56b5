package dev.numberpool.diagnose;

import static dev.numberpool.diagnose.Clinic.ALICE;
import static dev.numberpool.diagnose.Clinic.BEN;
import static dev.numberpool.diagnose.Clinic.DEFAULT;
import static dev.numberpool.diagnose.Clinic.IN_CREDENTIALS;
import static dev.numberpool.diagnose.Clinic.ONE;
import static dev.numberpool.diagnose.Clinic.OTHER_WIDGET;
import static dev.numberpool.diagnose.Clinic.SECRET;
import static dev.numberpool.diagnose.Clinic.STRANGE;
import static dev.numberpool.diagnose.Clinic.THREE;
import static dev.numberpool.diagnose.Clinic.TWO;
import static dev.numberpool.diagnose.Clinic.WIDGET;
import static dev.numberpool.diagnose.Clinic.entries;
import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.Widget.Problem.Kind;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;
import dev.numberpool.spi.SenderDirectory.State;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("each finding is made when it is due, and not when it nearly is")
class FindingsTest {
    /**
     * A finding.
     *
     * @param given what is wrong
     * @param words what the finding says, among other things
     * @param near what looks alike and is in order
     */
    private record Case(Code code, Severity severity, Consumer<Clinic> given, String words, Consumer<Clinic> near) {
        @Override
        public String toString() {
            return severity + " " + code + ": " + words;
        }
    }

    private static final Consumer<Clinic> HEALTHY = clinic -> {};

    /** What a number looks like, in advice. */
    private static final String EXAMPLE = "+15551234567";

    static List<Case> cases() {
        return Stream.of(stored(), fallback(), use(), senders(), webhooks(), accounts())
                .flatMap(List::stream)
                .toList();
    }

    private static Case error(Code code, Consumer<Clinic> given, String words, Consumer<Clinic> near) {
        return new Case(code, Severity.ERROR, given, words, near);
    }

    private static Case warning(Code code, Consumer<Clinic> given, String words, Consumer<Clinic> near) {
        return new Case(code, Severity.WARNING, given, words, near);
    }

    private static Case note(Code code, Consumer<Clinic> given, String words, Consumer<Clinic> near) {
        return new Case(code, Severity.NOTE, given, words, near);
    }

    private static List<Case> stored() {
        return List.of(
                error(
                        Code.POOL_UNREADABLE,
                        c -> c.problem(Widget.WHOLE, Kind.POOL_UNREADABLE, true),
                        "is odd",
                        c -> c.problem(1, Kind.ENTRY_UNUSABLE, true)),
                error(
                        Code.POOL_UNREADABLE,
                        c -> c.problem(Widget.WHOLE, Kind.OTHER, true),
                        "is odd",
                        c -> c.problem(Widget.WHOLE, Kind.OTHER, false)),
                note(
                        Code.NO_POOL,
                        Clinic::setPool,
                        "are answered by code",
                        c -> c.edit(widget -> widget.withPool(List.of())
                                .withFindings(
                                        Map.of(Widget.WHOLE, "["),
                                        List.of(new Widget.Problem(Widget.WHOLE, Kind.POOL_UNREADABLE, "is odd"))))),
                warning(
                        Code.POOL_SWITCHED_OFF,
                        c -> c.switchOff(ONE, TWO, THREE),
                        "none of the pool's 3 entries is active",
                        c -> c.switchOff(ONE, TWO)),
                note(
                        Code.ONE_ACTIVE_NUMBER,
                        c -> c.switchOff(ONE, TWO),
                        "the pool has one active number",
                        c -> c.switchOff(ONE)),
                warning(
                        Code.ENTRY_UNUSABLE,
                        c -> c.problem(3, Kind.ENTRY_UNUSABLE, true),
                        "entry 3: is odd",
                        c -> c.problem(3, Kind.PROPERTY_UNUSABLE, false)),
                warning(
                        Code.ENTRY_UNUSABLE,
                        c -> c.problem(3, Kind.OTHER, true),
                        "entry 3: is odd",
                        c -> c.problem(3, Kind.OTHER, false)),
                warning(
                        Code.ENTRY_DUPLICATE,
                        c -> c.problem(3, Kind.DUPLICATE, true),
                        "entry 3: is odd",
                        c -> c.problem(3, Kind.ENTRY_UNUSABLE, true)),
                warning(
                        Code.ENTRY_SWITCH_UNCLEAR,
                        c -> c.problem(0, Kind.SWITCH_UNCLEAR, false),
                        "entry 0: is odd",
                        c -> c.switchOff(ONE)),
                warning(
                        Code.ENTRY_DOUBTFUL,
                        c -> c.problem(0, Kind.WEIGHT_UNUSABLE, false),
                        "entry 0: is odd",
                        c -> c.problem(0, Kind.NUMBER_NOT_E164, false)),
                warning(Code.ENTRY_DOUBTFUL, c -> c.problem(0, Kind.OTHER, false), "entry 0: is odd", HEALTHY),
                note(Code.ENTRY_DOUBTFUL, c -> c.problem(0, Kind.PROPERTY_UNUSABLE, false), "entry 0: is odd", HEALTHY),
                warning(
                        Code.NUMBER_NOT_E164,
                        c -> {
                            c.account.senders.put(STRANGE, ScriptedDirectory.online(STRANGE));
                            c.setPool(ONE, STRANGE);
                        },
                        "begins with 0",
                        HEALTHY),
                warning(
                        Code.NUMBER_NOT_E164,
                        c -> {
                            c.account.senders.put(STRANGE, ScriptedDirectory.online(STRANGE));
                            c.edit(widget -> widget.withHandoverNumber(STRANGE));
                        },
                        "begins with 0",
                        HEALTHY),
                note(
                        Code.WEIGHTS_FAR_APART,
                        c -> weights(c, 1, 100.5, 50),
                        "from 1.0 to 100.5",
                        c -> weights(c, 1, 100, 50)));
    }

    private static void weights(Clinic clinic, double... weights) {
        clinic.edit(widget -> widget.withPool(List.of(
                PooledNumber.of(ONE).withWeight(weights[0]),
                PooledNumber.of(TWO).withWeight(weights[1]),
                PooledNumber.of(THREE).withWeight(weights[2]))));
    }

    private static List<Case> fallback() {
        Consumer<Clinic> noDefault = c -> c.edit(widget -> widget.withHandoverNumber(null));
        Consumer<Clinic> nothing = noDefault.andThen(c -> c.edit(widget -> widget.withCredentials(" ")));
        return List.of(
                error(
                        Code.NO_NUMBER,
                        nothing.andThen(c -> c.switchOff(ONE, TWO, THREE)),
                        "and there are no credentials",
                        noDefault.andThen(c -> c.switchOff(ONE, TWO, THREE))),
                error(
                        Code.NO_NUMBER,
                        nothing.andThen(Clinic::setPool),
                        "no number can be assigned",
                        nothing.andThen(c -> c.switchOff(ONE, TWO))),
                warning(
                        Code.DEFAULT_NUMBER_UNUSABLE,
                        noDefault.andThen(c -> c.problem(Widget.WHOLE, Kind.HANDOVER_NUMBER_UNUSABLE, false)),
                        "is odd",
                        noDefault),
                note(
                        Code.DEFAULT_NUMBER_MISSING,
                        noDefault,
                        "handover_whatsapp_number",
                        noDefault.andThen(c -> c.problem(Widget.WHOLE, Kind.HANDOVER_NUMBER_UNUSABLE, false))),
                warning(
                        Code.CREDENTIALS_MISSING,
                        nothing,
                        "and there are no credentials",
                        c -> c.edit(widget -> widget.withCredentials(null))),
                warning(
                        Code.CREDENTIALS_UNREADABLE,
                        c -> c.edit(widget -> widget.withCredentials("broken")),
                        "cannot be read (IllegalStateException)",
                        noDefault),
                warning(
                        Code.CREDENTIALS_WITHOUT_NUMBER,
                        noDefault.andThen(c -> c.edit(widget -> widget.withCredentials("none"))),
                        "hold no number",
                        c -> c.edit(widget -> widget.withCredentials("none"))),
                note(
                        Code.CREDENTIALS_NOT_CHECKED,
                        noDefault.andThen(FindingsTest::withoutReader),
                        "nobody here can read the credentials",
                        FindingsTest::withoutReader),
                warning(
                        Code.CREDENTIALS_NOT_CHECKED,
                        noDefault.andThen(FindingsTest::withoutReader).andThen(Clinic::setPool),
                        "nobody here can read the credentials",
                        nothing.andThen(FindingsTest::withoutReader)));
    }

    private static void withoutReader(Clinic clinic) {
        clinic.options = builder -> PoolDiagnosis.builder(clinic.store).clock(() -> clinic.now);
    }

    private static List<Case> use() {
        return List.of(
                warning(
                        Code.NUMBER_UNHEALTHY,
                        c -> c.quarantine(ONE),
                        "no new conversations until 2026-03-01T12:30:00Z: send failed",
                        c -> {
                            c.quarantine(ONE);
                            c.advance(Duration.ofMinutes(30));
                        }),
                error(
                        Code.ALL_UNHEALTHY,
                        c -> {
                            c.switchOff(THREE);
                            c.quarantine(ONE, TWO);
                        },
                        "no active number of the pool works",
                        c -> c.quarantine(ONE, TWO)),
                warning(
                        Code.NUMBER_LEFT,
                        c -> {
                            c.assign(1, ALICE);
                            c.setPool(TWO, THREE);
                        },
                        "1 active conversation uses it",
                        c -> {
                            c.assign(1, ALICE);
                            c.switchOff(ONE);
                        }),
                warning(
                        Code.NUMBER_LEFT,
                        c -> {
                            c.setPool();
                            c.assign(1, ALICE);
                            c.assign(2, BEN);
                            c.edit(widget -> widget.withHandoverNumber(IN_CREDENTIALS));
                        },
                        "2 active conversations use it",
                        c -> {
                            c.setPool();
                            c.assign(1, ALICE);
                        }),
                warning(
                        Code.THREADS_SHARED,
                        c -> share(c, 2, 7),
                        "2 of 9 conversations share a chat",
                        c -> share(c, 2, 8)),
                warning(
                        Code.CONVERSATIONS_IDLE,
                        c -> {
                            c.assign(1, ALICE);
                            c.advance(Duration.ofDays(7).plusMillis(1));
                        },
                        "1 active conversation without a message from the agent for more than 7 days",
                        c -> {
                            c.assign(1, ALICE);
                            c.advance(Duration.ofDays(7));
                        }),
                warning(
                        Code.NOT_ADOPTED,
                        c -> c.store.setStatus(WIDGET, ConversationId.of(1), "with_agent"),
                        "1 open conversation that an agent has, without a number",
                        c -> {
                            c.assign(1, ALICE);
                            c.store.setStatus(WIDGET, ConversationId.of(1), "with_agent");
                            c.store.setStatus(WIDGET, ConversationId.of(2), "with_bot");
                        }));
    }

    /** Alice has so many conversations on one number, and others have one each on the others. */
    private static void share(Clinic clinic, int shared, int others) {
        clinic.setPool(THREE);
        for (int i = 0; i < shared; i++) {
            clinic.assign(i, ALICE);
        }
        clinic.setPool(ONE, TWO);
        for (int i = 0; i < others; i++) {
            clinic.assign(100 + i, Participant.of("+2010166663" + (50 + i)));
        }
        clinic.setPool(ONE, TWO, THREE);
    }

    private static List<Case> senders() {
        return List.of(
                error(
                        Code.SENDER_OFFLINE,
                        c -> c.account.state(ONE, State.OFFLINE, "OFFLINE", "63020: account locked"),
                        "is offline at the provider: 63020: account locked",
                        c -> {
                            c.account.state(ONE, State.OFFLINE, "OFFLINE");
                            c.switchOff(ONE);
                        }),
                error(
                        Code.SENDER_OFFLINE,
                        c -> c.account.state(DEFAULT, State.OFFLINE, "OFFLINE"),
                        "is offline at the provider (the default number)",
                        c -> c.account.state(IN_CREDENTIALS, State.OFFLINE, "OFFLINE")),
                error(
                        Code.SENDER_OFFLINE,
                        c -> {
                            c.account.state(IN_CREDENTIALS, State.OFFLINE, "OFFLINE");
                            c.edit(widget -> widget.withHandoverNumber(null));
                        },
                        "(the number in the credentials)",
                        HEALTHY),
                error(
                        Code.SENDER_OFFLINE,
                        c -> {
                            c.assign(1, ALICE);
                            c.switchOff(ONE);
                            c.account.state(ONE, State.OFFLINE, "OFFLINE");
                        },
                        "(still in use)",
                        HEALTHY),
                error(
                        Code.SENDER_NOT_READY,
                        c -> c.account.state(ONE, State.NOT_READY, "TWILIO_REVIEW"),
                        "not ready at the provider: TWILIO_REVIEW",
                        c -> c.account.state(ONE, State.ONLINE, "ONLINE:UPDATING")),
                warning(
                        Code.SENDER_STATE_UNKNOWN,
                        c -> c.account.state(ONE, State.UNKNOWN, "SUSPENDED"),
                        "not known here: SUSPENDED",
                        c -> c.account.state(ONE, State.OFFLINE, "OFFLINE")),
                warning(
                        Code.SENDER_STATE_UNKNOWN,
                        c -> c.account.state(ONE, State.UNKNOWN, ""),
                        "of no known state",
                        HEALTHY),
                warning(
                        Code.QUALITY_LOW,
                        c -> c.account.quality(ONE, "Low"),
                        "is of quality Low, messaging limit 10K Customers/24hr",
                        c -> {
                            c.account.quality(ONE, "MEDIUM");
                            c.account.quality(TWO, null);
                        }),
                warning(
                        Code.AUTOCREATION_ON,
                        c -> c.account.opening.add(ONE),
                        "open a conversation",
                        c -> c.account.opening.add(IN_CREDENTIALS)));
    }

    private static List<Case> webhooks() {
        String status = "https://example.com/twilio/status";
        return List.of(
                error(
                        Code.INBOUND_NOT_SET,
                        c -> c.account.webhooks(ONE, null, status),
                        "has no address to post to what comes in",
                        c -> c.account.webhooks(ONE, "https://example.com/twilio", status)),
                error(
                        Code.INBOUND_ELSEWHERE,
                        c -> c.account.webhooks(
                                ONE, "https://user:" + SECRET + "@example.org/twilio?a=" + SECRET, status),
                        "to https://example.org/twilio; expected https://example.com/twilio",
                        c -> c.account.webhooks(ONE, "HTTPS://Example.COM:443/twilio/inbound?x=1#rc=3", status)),
                error(
                        Code.INBOUND_ELSEWHERE,
                        c -> c.account.webhooks(ONE, "http://example.com/twilio/inbound", status),
                        "to http://example.com/twilio/inbound",
                        c -> {
                            withoutWebhookBase(c);
                            c.account.webhooks(ONE, "https://example.org/anything", status);
                        }),
                error(
                        Code.INBOUND_ELSEWHERE,
                        c -> c.account.webhooks(ONE, "https://example.com:8443/twilio/inbound", status),
                        "to https://example.com:8443/twilio/inbound",
                        HEALTHY),
                error(
                        Code.INBOUND_ELSEWHERE,
                        c -> c.account.webhooks(ONE, "https://example.com/twilio-old/inbound", status),
                        "to https://example.com/twilio-old/inbound",
                        HEALTHY),
                error(
                        Code.INBOUND_ELSEWHERE,
                        c -> {
                            withoutWebhookBase(c);
                            c.account.webhooks(ONE, "unreadable:address", status);
                        },
                        "to an address that cannot be read",
                        HEALTHY),
                note(
                        Code.INBOUND_DIFFERS,
                        c -> c.account.webhooks(ONE, "https://example.com/twilio/inbound/1", status),
                        "to 2 different addresses",
                        c -> c.account.webhooks(ONE, "https://example.com/twilio/inbound/?n=1", status)),
                warning(
                        Code.STATUS_CALLBACK_NOT_SET,
                        c -> c.account.webhooks(ONE, "https://example.com/twilio/inbound", null),
                        "reports the state of messages to nobody",
                        c -> {
                            c.options = builder -> builder.statusCallback(URI.create(status));
                            c.account.webhooks(ONE, "https://example.com/twilio/inbound", null);
                        }),
                warning(
                        Code.STATUS_CALLBACK_ELSEWHERE,
                        c -> c.account.webhooks(
                                ONE, "https://example.com/twilio/inbound", "https://example.org/status"),
                        "to https://example.org/status; expected https://example.com/twilio",
                        c -> {
                            c.options = builder -> builder.statusCallback(URI.create(status));
                            c.account.webhooks(ONE, "https://example.com/twilio/inbound", "https://example.org/status");
                        }));
    }

    private static void withoutWebhookBase(Clinic clinic) {
        clinic.options = builder ->
                PoolDiagnosis.builder(clinic.store).clock(() -> clinic.now).senders(clinic.senders);
    }

    private static List<Case> accounts() {
        return List.of(
                error(
                        Code.ACCOUNT_UNREADABLE,
                        c -> c.account.failure = refused(Failure.Kind.AUTHENTICATION, 20003, 401),
                        "account •••a001 cannot be read: AUTHENTICATION (HTTP 401, code 20003)",
                        HEALTHY),
                warning(
                        Code.ACCOUNT_UNREADABLE,
                        c -> c.account.failure = refused(Failure.Kind.RATE_LIMITED, 20429, 429),
                        "RATE_LIMITED (HTTP 429, code 20429)",
                        Clinic::setPool),
                warning(
                        Code.ACCOUNT_UNREADABLE,
                        c -> c.account.failure = new GatewayException(Failure.Kind.NOT_SENT, SECRET),
                        "NOT_SENT (no answer)",
                        HEALTHY),
                warning(
                        Code.ACCOUNT_UNREADABLE,
                        c -> c.account.failure = new IllegalStateException(SECRET),
                        "cannot be read: IllegalStateException",
                        HEALTHY),
                warning(
                        Code.ACCOUNT_UNREADABLE,
                        c -> c.senders = widget -> {
                            throw new IllegalStateException(SECRET);
                        },
                        "could not be found out: IllegalStateException",
                        HEALTHY),
                note(Code.ACCOUNT_UNKNOWN, c -> c.accounts.remove(WIDGET), "no account is known", c -> {
                    c.accounts.remove(WIDGET);
                    c.edit(widget -> Widget.of(WIDGET));
                }),
                note(
                        Code.AUTOCREATION_UNKNOWN,
                        c -> c.account.openingFailure = refused(Failure.Kind.AUTHENTICATION, 20403, 403),
                        "address configurations of account •••a001",
                        HEALTHY),
                error(
                        Code.SENDER_NOT_LISTED,
                        c -> c.account.senders.remove(ONE),
                        "is no WhatsApp sender of the widget's account •••a001",
                        c -> {
                            c.account.senders.remove(ONE);
                            c.switchOff(ONE);
                        }),
                error(
                        Code.SENDER_IN_OTHER_ACCOUNT,
                        c -> {
                            elsewhere(c, TWO);
                            c.account.senders.remove(ONE);
                            c.otherAccount.senders.put(ONE, ScriptedDirectory.online(ONE));
                        },
                        "account •••a001, but of account •••b002",
                        c -> {
                            elsewhere(c, TWO);
                            c.account.senders.remove(ONE);
                        }),
                error(
                        Code.NUMBER_IN_TWO_ACCOUNTS,
                        c -> elsewhere(c, ONE),
                        "stands in widget 7 (account •••a001) and widget 8 (account •••b002)",
                        c -> {
                            elsewhere(c, ONE);
                            c.accounts.put(OTHER_WIDGET, c.account);
                        }));
    }

    /** Widget 8 has this number, and the other account. */
    private static void elsewhere(Clinic clinic, PhoneNumber number) {
        clinic.store.put(Widget.of(OTHER_WIDGET).withPool(entries(number)).withHandoverNumber(number));
        clinic.otherAccount.senders.put(number, ScriptedDirectory.online(number));
        clinic.accounts.put(OTHER_WIDGET, clinic.otherAccount);
    }

    private static GatewayException refused(Failure.Kind kind, int code, int status) {
        return new GatewayException(new Failure(kind, code), status, "refused with " + SECRET, null);
    }

    @Test
    void nothing_is_found_where_all_is_well() {
        Clinic clinic = new Clinic();
        clinic.assign(1, ALICE);
        clinic.assign(2, ALICE);

        assertThat(clinic.diagnose().findings()).isEmpty();
        assertThat(clinic.diagnose().isHealthy()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void it_is_found_once_and_said_in_words(Case expected) {
        Clinic clinic = new Clinic();
        expected.given().accept(clinic);

        List<Finding> found = clinic.found(expected.code());

        assertThat(found).hasSize(1);
        Finding finding = found.get(0);
        assertThat(finding.severity()).isEqualTo(expected.severity());
        assertThat(finding.what()).contains(expected.words());
        assertThat(finding.advice()).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_only_looks_alike_is_not_found(Case expected) {
        Clinic clinic = new Clinic();
        expected.near().accept(clinic);

        assertThat(clinic.found(expected.code())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void no_finding_tells_a_whole_number_or_a_secret(Case expected) {
        Clinic clinic = new Clinic();
        expected.given().accept(clinic);
        Diagnosis diagnosis = clinic.diagnose();

        String text = diagnosis.report() + diagnosis + diagnosis.findings();
        assertThat(text.replace(EXAMPLE, ""))
                .doesNotContain(SECRET)
                .doesNotContainPattern("\\d{9}")
                .doesNotContain("AC0000");
        assertThat(diagnosis.report().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void every_code_has_a_case() {
        assertThat(cases()).extracting(Case::code).contains(Code.values());
    }
}
