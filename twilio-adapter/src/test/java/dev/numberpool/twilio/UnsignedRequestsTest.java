package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.memory.ScriptedGateway;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import dev.numberpool.twilio.TwilioEvent.InboundEvent;
import dev.numberpool.twilio.TwilioEvent.Rejected;
import dev.numberpool.twilio.TwilioEvent.StatusEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A host whose every look into a store is counted, that of the accounts included. */
@DisplayName("A request without a right signature touches no store")
class UnsignedRequestsTest {
    private final List<String> looks = new ArrayList<>();
    private final InMemoryNumberStore numbers = new InMemoryNumberStore();
    private final Store store = counted(Store.class, numbers);
    private final HandoverDesk desk = HandoverDesk.builder(
                    NumberPool.builder(store).build(),
                    store,
                    counted(MessageLog.class, new InMemoryMessageLog()),
                    new ScriptedGateway())
            .build();
    private final Map<String, TwilioAccount> accounts =
            Map.of(Signer.SID, TwilioAccount.withAuthToken(Signer.SID, "token-new"));
    private final TwilioWebhooks webhooks = TwilioWebhooks.builder(
                    URI.create(Signer.BASE),
                    sid -> {
                        looks.add("account");
                        return Optional.ofNullable(accounts.get(sid));
                    },
                    (sid, number) -> {
                        looks.add("number");
                        return true;
                    })
            .build();

    /** All that a store offers to the pool and to the desk. */
    interface Store extends NumberStore, WidgetStore, ThreadStore {}

    private <T> T counted(Class<T> port, Object delegate) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    looks.add(method.getName());
                    try {
                        return delegate.getClass()
                                .getMethod(method.getName(), method.getParameterTypes())
                                .invoke(delegate, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** As the Javadoc of {@link TwilioWebhooks} shows it. */
    private TwilioEvent host(TwilioWebhooks.Request request) {
        TwilioEvent event = webhooks.receive(request).event();
        if (event instanceof InboundEvent inbound) {
            desk.receive(inbound.message(), (message, outcome) -> {});
        } else if (event instanceof StatusEvent status) {
            desk.report(status.report());
        }
        return event;
    }

    private static TwilioWebhooks.Request post(Map<String, List<String>> headers, String body) {
        return new TwilioWebhooks.Request("POST", "/in", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String form() {
        return new String(Signer.encoded(Signer.inbound()), StandardCharsets.US_ASCII);
    }

    @Test
    void a_signed_message_is_looked_up_and_kept() {
        numbers.put(Widget.of(WidgetId.of(1)).withPool(List.of(PooledNumber.of(PhoneNumber.of("+15558986359")))));

        host(Signer.form("/in", Signer.inbound()));

        assertThat(looks).startsWith("account", "number").contains("claim", "complete");
    }

    @Test
    void no_signature_an_empty_one_or_two_are_not_even_looked_at() {
        List<List<String>> signatures = List.of(
                List.of(),
                List.of(""),
                List.of(" "),
                List.of("a", "b"),
                List.of(Signer.signature("token-new", Signer.BASE + "/in", Signer.inbound()), "b"));
        for (List<String> each : signatures) {
            Map<String, List<String>> headers = new HashMap<>();
            headers.put("Content-Type", List.of(Signer.FORM));
            headers.put("X-Twilio-Signature", each);

            assertThat(host(post(headers, form()))).isEqualTo(new Rejected(Rejected.Reason.NOT_SIGNED));
        }
        assertThat(host(post(Map.of("Content-Type", List.of(Signer.FORM)), form())))
                .isEqualTo(new Rejected(Rejected.Reason.NOT_SIGNED));
        assertThat(looks).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Body=x",
                "AccountSid=",
                "AccountSid=AC1",
                "AccountSid=AC0123456789abcdef0123456789abcdeg",
                "AccountSid=SK0123456789abcdef0123456789abcdef",
                "AccountSid=AC0123456789abcdef0123456789abcdef'--",
                "AccountSid=AC0123456789abcdef0123456789abcdef&AccountSid=ACffffffffffffffffffffffffffffffff",
                "AccountSid=%00AC0123456789abcdef0123456789abcdef",
            })
    void a_wrong_signature_without_an_account_reaches_no_store(String form) {
        assertThat(host(post(Signer.headers("wrong", Signer.FORM), form)))
                .isEqualTo(new Rejected(Rejected.Reason.UNKNOWN_ACCOUNT));
        assertThat(looks).isEmpty();
    }

    @Test
    void a_wrong_signature_with_an_account_asks_for_the_account_once_and_for_nothing_else() {
        assertThat(host(post(Signer.headers("wrong", Signer.FORM), form())))
                .isEqualTo(new Rejected(Rejected.Reason.WRONG_SIGNATURE));
        assertThat(looks).containsExactly("account");
    }

    @Test
    void a_method_a_size_or_a_type_that_twilio_does_not_send_reaches_no_store() {
        host(new TwilioWebhooks.Request("GET", "/in?" + form(), Signer.headers("wrong", Signer.FORM), new byte[0]));
        host(new TwilioWebhooks.Request(
                "POST", "/in", Signer.headers("wrong", Signer.FORM), new byte[5 * 1024 * 1024 + 1]));
        host(post(Signer.headers("wrong", "text/plain"), form()));
        host(post(Signer.headers("wrong", "application/json"), "{\"AccountSid\":"));

        assertThat(looks).isEmpty();
    }
}
