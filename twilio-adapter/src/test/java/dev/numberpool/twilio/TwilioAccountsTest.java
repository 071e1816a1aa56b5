package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.StoreException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.twilio.TwilioEvent.InboundEvent;
import dev.numberpool.twilio.TwilioEvent.Rejected;
import dev.numberpool.twilio.credentials.EncryptedCredentials;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("One account per widget, found in its credentials")
@Timeout(60)
class TwilioAccountsTest {
    private static final WidgetId FIRST = WidgetId.of(7);
    private static final WidgetId SECOND = WidgetId.of(8);
    private static final WidgetId THIRD = WidgetId.of(9);
    private static final String OTHER_SID = "ACfedcba9876543210fedcba9876543210";
    private static final PhoneNumber NUMBER = PhoneNumber.of("+15558986359");

    private final WidgetColumns widgets = new WidgetColumns();
    private final AtomicInteger decrypted = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-02T09:00:00Z");
    private final TwilioAccounts accounts = builder().build();

    private TwilioAccounts.Builder builder() {
        return TwilioAccounts.builder(widgets, reader()).clock(() -> now);
    }

    /** Reads {@code SID token token…}; anything else is unreadable, "later" for the time being. */
    private CredentialsReader reader() {
        return (widget, stored) -> {
            decrypted.incrementAndGet();
            if (stored.equals("later")) {
                throw new StoreException("the key service is away", true, new IllegalStateException());
            }
            List<String> parts = List.of(stored.split(" "));
            if (parts.size() < 2) {
                throw new IllegalStateException("cannot read " + stored);
            }
            return new Credentials(parts.get(0), parts.subList(1, parts.size()), null);
        };
    }

    @Test
    void each_widget_sends_with_its_own_account() {
        widgets.set(FIRST, Signer.SID + " token-one").set(SECOND, OTHER_SID + " token-two");
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            TwilioMessagingGateway gateway = gateway(server).build();

            gateway.send(message(FIRST));
            gateway.send(message(SECOND));

            assertThat(server.received())
                    .extracting(request -> request.uri().getPath())
                    .containsExactly(
                            "/2010-04-01/Accounts/" + Signer.SID + "/Messages.json",
                            "/2010-04-01/Accounts/" + OTHER_SID + "/Messages.json");
            assertThat(server.received())
                    .extracting(
                            request -> request.headers().get("Authorization").get(0))
                    .containsExactly(basic(Signer.SID, "token-one"), basic(OTHER_SID, "token-two"));
        }
    }

    @Test
    void a_change_of_the_column_counts_from_the_next_message_on_and_nothing_is_decrypted_twice() {
        widgets.set(FIRST, Signer.SID + " old");
        for (int i = 0; i < 100; i++) {
            assertThat(accounts.ofWidget(FIRST).orElseThrow().secret()).isEqualTo("old");
        }
        widgets.set(FIRST, Signer.SID + " new old");
        for (int i = 0; i < 100; i++) {
            assertThat(accounts.ofWidget(FIRST).orElseThrow().secret()).isEqualTo("new");
        }
        assertThat(accounts.ofSid(Signer.SID)).isPresent();

        assertThat(decrypted).hasValue(2);
    }

    @Test
    void a_widget_without_credentials_has_no_account_and_sends_with_the_default_one() {
        widgets.set(FIRST, " ");
        assertThat(accounts.ofWidget(FIRST)).isEmpty();
        assertThat(accounts.ofWidget(SECOND)).isEmpty();
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            assertThatThrownBy(() -> gateway(server).build().send(message(FIRST)))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("no Twilio account for widget 7");
            gateway(server)
                    .defaultAccount(TwilioAccount.withAuthToken(OTHER_SID, "token"))
                    .build()
                    .send(message(FIRST));

            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void with_credentials_that_cannot_be_read_nothing_is_sent_not_even_with_the_default_account() {
        widgets.set(FIRST, "unreadable-secret");
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            TwilioMessagingGateway gateway = gateway(server)
                    .defaultAccount(TwilioAccount.withAuthToken(OTHER_SID, "token"))
                    .build();
            String logged = logged(() -> {
                for (int i = 0; i < 3; i++) {
                    GatewayException thrown =
                            catchThrowableOfType(GatewayException.class, () -> gateway.send(message(FIRST)));
                    assertThat(thrown.kind()).isEqualTo(Failure.Kind.AUTHENTICATION);
                    assertThat(thrown)
                            .hasMessageContaining("the credentials of widget '7' cannot be read")
                            .hasNoCause();
                }
                accounts.ofSid(Signer.SID);
            });

            assertThat(server.received()).isEmpty();
            assertThat(logged.lines())
                    .containsExactly(logged.lines().findFirst().orElseThrow());
            assertThat(logged)
                    .contains("WARN", "The credentials of widget '7' cannot be read: java.lang.IllegalStateException")
                    .doesNotContain("unreadable-secret");
        }
    }

    @Test
    void each_new_value_that_cannot_be_read_is_told_once_and_a_repaired_one_serves_at_once() {
        String logged = logged(() -> {
            for (String column : List.of("bad", "worse", "worse", "bad", "AC1 token")) {
                widgets.set(FIRST, column);
                assertThatThrownBy(() -> accounts.ofWidget(FIRST)).isInstanceOf(GatewayException.class);
            }
        });
        widgets.set(FIRST, Signer.SID + " token");

        assertThat(accounts.ofWidget(FIRST)).isPresent();
        assertThat(logged.lines()).hasSize(4).last().asString().contains("IllegalArgumentException");
    }

    @Test
    void a_reader_that_cannot_tell_now_lets_the_message_be_sent_later() {
        widgets.set(FIRST, "later");
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            GatewayException thrown = catchThrowableOfType(
                    GatewayException.class, () -> gateway(server).build().send(message(FIRST)));

            assertThat(thrown.kind()).isEqualTo(Failure.Kind.NOT_SENT);
            assertThat(thrown.retry()).isEqualTo(Failure.Retry.SOON);
        }
    }

    @Test
    void no_more_accounts_are_kept_in_memory_than_was_said() {
        TwilioAccounts forgetful = builder().remember(2).build();
        widgets.set(FIRST, Signer.SID + " a").set(SECOND, Signer.SID + " b").set(THIRD, Signer.SID + " c");
        List.of(FIRST, SECOND, FIRST, THIRD).forEach(forgetful::ofWidget);
        assertThat(decrypted).hasValue(3);

        forgetful.ofWidget(FIRST);
        forgetful.ofWidget(THIRD);
        assertThat(decrypted).as("both were used last").hasValue(3);
        forgetful.ofWidget(SECOND);
        assertThat(decrypted).as("this one had to go").hasValue(4);
    }

    @Test
    void an_account_of_several_widgets_may_sign_with_the_tokens_of_all_of_them() {
        widgets.set(FIRST, Signer.SID + " new old")
                .set(SECOND, OTHER_SID + " other")
                .set(THIRD, Signer.SID + " newest new");

        assertThat(accounts.ofSid(Signer.SID).orElseThrow().authTokens())
                .containsExactlyInAnyOrder("newest", "new", "old");
        assertThat(accounts.ofSid(OTHER_SID).orElseThrow().authTokens()).containsExactly("other");
        TwilioWebhooks webhooks = webhooks();
        for (String token : List.of("newest", "new", "old")) {
            assertThat(webhooks.receive(signed(Signer.SID, token)).event()).isInstanceOf(InboundEvent.class);
            assertThat(webhooks.receive(signed(OTHER_SID, token)).event()).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void a_message_to_a_number_that_only_other_accounts_have_is_none() {
        widgets.set(FIRST, Signer.SID + " token")
                .set(SECOND, OTHER_SID + " token")
                .pool(SECOND, NUMBER);
        TwilioWebhooks webhooks = webhooks();

        assertThat(webhooks.receive(signed(OTHER_SID, "token")).event()).isInstanceOf(InboundEvent.class);
        assertThat(webhooks.receive(signed(Signer.SID, "token")).event()).isInstanceOf(TwilioEvent.UnknownEvent.class);
        assertThat(accounts.mayHave(OTHER_SID, NUMBER)).isTrue();
        assertThat(accounts.mayHave(Signer.SID, PhoneNumber.of("+15558986360")))
                .as("nobody's any more, but conversations may still be on it")
                .isTrue();
    }

    @Test
    void a_number_that_has_just_come_to_an_account_is_not_denied() {
        widgets.set(FIRST, Signer.SID + " token")
                .set(SECOND, OTHER_SID + " token")
                .pool(SECOND, NUMBER);
        TwilioWebhooks webhooks = webhooks();
        assertThat(webhooks.receive(signed(Signer.SID, "token")).event()).isInstanceOf(TwilioEvent.UnknownEvent.class);

        widgets.pool(FIRST, NUMBER);

        assertThat(webhooks.receive(signed(Signer.SID, "token")).event()).isInstanceOf(InboundEvent.class);
        assertThat(widgets.scans()).isEqualTo(1);
    }

    @Test
    void the_number_in_the_credentials_and_the_default_one_are_the_accounts_too() {
        PhoneNumber byDefault = PhoneNumber.of("+15558986360");
        InMemoryNumberStore store = new InMemoryNumberStore();
        store.put(Widget.of(FIRST).withCredentials("first").withHandoverNumber(byDefault));
        store.put(Widget.of(SECOND).withCredentials("second"));
        TwilioAccounts both = TwilioAccounts.builder(
                        store,
                        (widget, stored) -> stored.equals("first")
                                ? new Credentials(Signer.SID, List.of("token"), NUMBER)
                                : new Credentials(OTHER_SID, List.of("token"), null))
                .build();

        assertThat(both.mayHave(Signer.SID, NUMBER)).isTrue();
        assertThat(both.mayHave(Signer.SID, byDefault)).isTrue();
        assertThat(both.mayHave(OTHER_SID, NUMBER)).isFalse();
        assertThat(both.mayHave(OTHER_SID, byDefault)).isFalse();
    }

    @Test
    void a_request_that_is_not_signed_reaches_no_store() {
        widgets.set(FIRST, Signer.SID + " token");
        TwilioWebhooks webhooks = webhooks();
        TwilioWebhooks.Request signed = signed(Signer.SID, "token");
        TwilioWebhooks.Request unsigned = new TwilioWebhooks.Request(
                "POST", signed.target(), Map.of("Content-Type", List.of(Signer.FORM)), signed.body());

        assertThat(webhooks.receive(unsigned).event()).isInstanceOf(Rejected.class);

        assertThat(widgets.asked()).isZero();
        assertThat(decrypted).hasValue(0);
    }

    @Test
    void a_thousand_made_up_accounts_cost_one_look_at_the_widgets_a_minute() {
        long seed = new Random().nextLong();
        System.err.println("seed " + seed);
        Random random = new Random(seed);
        widgets.set(FIRST, Signer.SID + " token");
        TwilioWebhooks webhooks = webhooks();
        for (int i = 0; i < 1000; i++) {
            String sid = "AC%016x%016x".formatted(random.nextLong(), random.nextLong());
            assertThat(webhooks.receive(signed(sid, "token")).event()).isInstanceOf(Rejected.class);
        }
        assertThat(widgets.scans()).isEqualTo(1);
        assertThat(widgets.asked()).isEqualTo(2);

        now = now.plusSeconds(59);
        accounts.ofSid(OTHER_SID);
        assertThat(widgets.scans()).isEqualTo(1);
        now = now.plusSeconds(1);
        accounts.ofSid(OTHER_SID);
        assertThat(widgets.scans()).isEqualTo(2);
        assertThat(decrypted).hasValue(1);
    }

    @Test
    void after_a_minute_new_credentials_are_known_and_removed_ones_are_not() {
        widgets.set(FIRST, Signer.SID + " token");
        assertThat(accounts.ofSid(Signer.SID)).isPresent();
        widgets.remove(FIRST);
        widgets.set(SECOND, OTHER_SID + " token").set(THIRD, "unreadable");

        now = now.plusSeconds(60);

        assertThat(accounts.ofSid(Signer.SID)).isEmpty();
        assertThat(accounts.ofSid(OTHER_SID)).isPresent();
    }

    @Test
    void while_the_store_is_away_known_accounts_serve_on_for_a_time_and_unknown_ones_are_not_denied() {
        widgets.set(FIRST, Signer.SID + " token");
        accounts.ofSid(Signer.SID);
        widgets.away(true);
        now = now.plusSeconds(60);

        assertThat(accounts.ofSid(Signer.SID)).isPresent();
        assertThatThrownBy(() -> accounts.ofSid(OTHER_SID))
                .isInstanceOf(StoreException.class)
                .matches(e -> ((StoreException) e).isTransient());
        assertThat(widgets.scans()).as("one try in 5 seconds").isEqualTo(2);
        now = now.plusSeconds(5);
        assertThat(accounts.ofSid(Signer.SID)).isPresent();
        assertThat(widgets.scans()).isEqualTo(3);

        now = now.plusSeconds(600);
        assertThatThrownBy(() -> accounts.ofSid(Signer.SID)).isInstanceOf(StoreException.class);
        widgets.away(false);
        now = now.plusSeconds(5);
        assertThat(accounts.ofSid(Signer.SID)).isPresent();
        assertThat(accounts.ofSid(OTHER_SID)).isEmpty();
    }

    @Test
    void a_reader_that_cannot_tell_now_does_not_make_its_account_a_strangers() {
        widgets.set(FIRST, "later");

        assertThatThrownBy(() -> accounts.ofSid(Signer.SID)).isInstanceOf(StoreException.class);
    }

    @Test
    void a_clock_that_is_set_back_does_not_stop_the_looking() {
        accounts.ofSid(Signer.SID);
        widgets.set(FIRST, Signer.SID + " token");
        now = now.minus(Duration.ofDays(1));

        assertThat(accounts.ofSid(Signer.SID)).isPresent();
    }

    @Test
    void all_widgets_are_found_however_many_there_are() {
        for (int i = 0; i < 1234; i++) {
            widgets.set(WidgetId.of(i), "AC%032x".formatted(i) + " token-" + i);
        }
        for (int i = 0; i < 1234; i++) {
            assertThat(accounts.ofSid("AC%032x".formatted(i)).orElseThrow().secret())
                    .isEqualTo("token-" + i);
        }
        assertThat(widgets.scans()).isEqualTo(1);
        assertThat(decrypted).hasValue(1234);
    }

    @Test
    void many_at_once_look_once() throws Exception {
        widgets.set(FIRST, Signer.SID + " token");
        int threads = 32;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(threads);
        List<Future<Optional<TwilioAccount>>> results = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            results.add(executor.submit(() -> {
                start.countDown();
                start.await();
                return accounts.ofSid(Signer.SID);
            }));
        }
        executor.shutdown();
        for (Future<Optional<TwilioAccount>> result : results) {
            assertThat(result.get()).isPresent();
        }
        assertThat(widgets.scans()).isEqualTo(1);
    }

    @Test
    void a_known_account_does_not_wait_for_somebody_who_looks() throws Exception {
        widgets.set(FIRST, Signer.SID + " token");
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CredentialsReader slow = (widget, stored) -> {
            if (widget.equals(SECOND)) {
                looking.countDown();
                await(goOn);
            }
            return reader().read(widget, stored);
        };
        TwilioAccounts slowly =
                TwilioAccounts.builder(widgets, slow).clock(() -> now).build();
        slowly.ofSid(Signer.SID);
        widgets.set(SECOND, OTHER_SID + " token");
        now = now.plusSeconds(60);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<Optional<TwilioAccount>> looker = executor.submit(() -> slowly.ofSid(OTHER_SID));
        executor.shutdown();
        looking.await();

        assertThat(slowly.ofSid(Signer.SID)).isPresent();

        assertThat(looker.isDone()).isFalse();
        goOn.countDown();
        assertThat(looker.get()).isPresent();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void encrypted_credentials_serve_pool_gateway_and_webhooks_through_a_rotation_of_keys() {
        String keyset = EncryptedCredentials.newKeyset();
        EncryptedCredentials before = EncryptedCredentials.ofJson(keyset);
        Credentials plain = new Credentials(Signer.SID, List.of("token-new"), NUMBER);
        InMemoryNumberStore store = new InMemoryNumberStore();
        store.put(Widget.of(FIRST).withCredentials(before.encrypt(FIRST, plain)));
        store.put(Widget.of(SECOND).withCredentials(before.encrypt(FIRST, plain)));
        checkServes(store, before, FIRST);
        String twoKeys = EncryptedCredentials.withNewKey(keyset);
        EncryptedCredentials both = EncryptedCredentials.ofJson(twoKeys);
        checkServes(store, both, FIRST);

        String stored = store.widget(FIRST).orElseThrow().credentials();
        store.put(Widget.of(FIRST).withCredentials(both.reencrypted(FIRST, stored)));
        EncryptedCredentials after = EncryptedCredentials.ofJson(EncryptedCredentials.withOldKeysDisabled(twoKeys));
        checkServes(store, both, FIRST);
        checkServes(store, after, FIRST);

        String logged = logged(() -> assertThatThrownBy(
                        () -> TwilioAccounts.builder(store, after).build().ofWidget(SECOND))
                .isInstanceOf(GatewayException.class));
        assertThat(logged).contains("UnreadableCredentialsException", "which is not enabled; enable it");
    }

    private static void checkServes(InMemoryNumberStore store, EncryptedCredentials reader, WidgetId widget) {
        TwilioAccounts accounts = TwilioAccounts.builder(store, reader).build();
        assertThat(accounts.ofWidget(widget)).contains(TwilioAccount.withAuthToken(Signer.SID, "token-new"));
        logged(() -> assertThat(TwilioWebhooks.builder(URI.create(Signer.BASE), accounts::ofSid, accounts::mayHave)
                        .build()
                        .receive(signed(Signer.SID, "token-new"))
                        .event())
                .isInstanceOf(InboundEvent.class));
        assertThat(NumberPool.builder(store)
                        .credentials(reader)
                        .build()
                        .explain(Handover.of(widget, ConversationId.of(1)))
                        .number())
                .isEqualTo(NUMBER);
    }

    @Test
    void its_options_are_checked() {
        assertThatIllegalArgumentException().isThrownBy(() -> builder().rescanAfter(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().rescanAfter(Duration.ofHours(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().remember(0));
    }

    private TwilioMessagingGateway.Builder gateway(LocalServer server) {
        return TwilioMessagingGateway.builder(accounts::ofWidget).endpoints(server.endpoints());
    }

    private TwilioWebhooks webhooks() {
        return TwilioWebhooks.builder(URI.create(Signer.BASE), accounts::ofSid, accounts::mayHave)
                .build();
    }

    private static TwilioWebhooks.Request signed(String sid, String token) {
        Map<String, String> fields = Signer.inbound();
        fields.put("AccountSid", sid);
        return Signer.request("/in", fields, Signer.signature(token, Signer.BASE + "/in", fields));
    }

    private static OutboundMessage message(WidgetId widget) {
        SenderThread thread = new SenderThread(Participant.of("+201016666348"), NUMBER);
        return new OutboundMessage("1", widget, thread, new Content.Text("hi", List.of()));
    }

    private static String basic(String user, String secret) {
        byte[] pair = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** What is logged meanwhile: the tests' logger writes to the standard error stream. */
    private static String logged(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
