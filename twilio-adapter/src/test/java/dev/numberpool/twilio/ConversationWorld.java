package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.http.TwilioRestClient;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.twilio.fake.Call;
import dev.numberpool.twilio.fake.FakeConversations.FakeConversation;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.tests.OpenApiCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The guide's customer and its two numbers, at the fake Twilio. Closing it holds every call against the documents. */
final class ConversationWorld implements AutoCloseable {
    static final Participant CUSTOMER = Participant.of("+201016666348");
    static final PhoneNumber SUPPORT = PhoneNumber.of("+1234567890");
    static final PhoneNumber SALES = PhoneNumber.of("+0987654321");
    static final SenderThread ON_SUPPORT = new SenderThread(CUSTOMER, SUPPORT);
    static final SenderThread ON_SALES = new SenderThread(CUSTOMER, SALES);
    static final List<PooledNumber> POOL =
            List.of(entry("1", SUPPORT, "Support Number"), entry("2", SALES, "Sales Number"));

    final FakeTwilio twilio = FakeTwilio.start();
    final TwilioAccount account = TwilioAccount.withAuthToken(twilio.accountSid(), twilio.authToken());
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile boolean isHeldAgainstDocuments = true;

    ConversationWorld() {
        twilio.senders().add(SUPPORT.e164());
        twilio.senders().add(SALES.e164());
        twilio.calls().listen(call -> {
            if (isHeldAgainstDocuments) {
                calls.add(call);
            }
        });
    }

    /** Those of a host that has a thread for each look-up. */
    TwilioConversations.Builder builder() {
        return withoutExecutor().executor(lookUp -> new Thread(lookUp).start());
    }

    TwilioConversations.Builder withoutExecutor() {
        return TwilioConversations.builder(account).endpoints(twilio.endpoints());
    }

    /** Makes requests that are wrong on purpose. */
    void wrongly(Runnable requests) {
        isHeldAgainstDocuments = false;
        requests.run();
        isHeldAgainstDocuments = true;
    }

    /** One that gives up soon. */
    TwilioConversations impatient(Duration total) {
        return builder().connectTimeout(total).totalTimeout(total).build();
    }

    /** The SDK on our client, for what a test sets up or compares with. */
    TwilioRestClient sdk() {
        HttpSettings settings = new HttpSettings(Duration.ofSeconds(10), 8);
        settings.endpoints(twilio.endpoints());
        return new TwilioClients(new SingleAttemptHttpClient(settings.options())).of(account);
    }

    TwilioConversations conversations() {
        return builder().build();
    }

    /** A conversation made by somebody else. */
    String open(SenderThread thread) {
        return twilio.conversations()
                .open(thread.participant().address(), thread.number().e164());
    }

    /** Lets somebody else begin to open a conversation, as {@link TwilioConversations} does; Twilio is slow to make it. */
    void beginToOpen(SenderThread thread) {
        twilio.conversations().initializing(true);
        String name = new ConversationNames(account.secret()).of(thread, 0);
        new ConversationRequests(false).open(thread, name).create(sdk());
    }

    /** Conversations of so many customers on the support number, in order. */
    List<String> openMany(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> open(new SenderThread(Participant.of("+2010" + (10_000_000 + i)), SUPPORT)))
                .toList();
    }

    FakeConversation conversation(String id) {
        return twilio.conversations().get(id);
    }

    int count(String method, String path) {
        return twilio.calls().count(method, path);
    }

    /** How many requests have reached Twilio. */
    int requests() {
        return twilio.calls().all().size();
    }

    /** Does something as soon as the n-th request of this method to this path has been processed, before its answer. */
    void after(int nth, String method, String path, Runnable action) {
        AtomicInteger seen = new AtomicInteger();
        twilio.calls().listen(call -> {
            boolean isMeant = call.method().equals(method) && call.path().matches(path.replace("*", "[^/]*"));
            if (isMeant && seen.incrementAndGet() == nth) {
                action.run();
            }
        });
    }

    @Override
    public void close() {
        twilio.close();
        assertThat(OpenApiCheck.violationsIfSet(calls)).isEmpty();
    }

    private static PooledNumber entry(String id, PhoneNumber number, String name) {
        return new PooledNumber(number, id, name, true, 1, null, Map.of());
    }
}
