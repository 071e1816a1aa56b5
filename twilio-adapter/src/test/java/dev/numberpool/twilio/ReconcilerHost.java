package dev.numberpool.twilio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.DeskTexts;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A host as it should be, in one process on a fake Twilio: a desk over the real gateway, and an HTTP server whose webhooks
 * go through {@link TwilioWebhooks}. It can be down: then it takes connections and drops them.
 */
final class ReconcilerHost implements AutoCloseable {
    static final WidgetId WIDGET = WidgetId.of(7);
    static final PhoneNumber ONE = PhoneNumber.of("+15558986359");
    static final PhoneNumber TWO = PhoneNumber.of("+15558986360");
    static final Participant ALICE = Participant.of("+201016666348");
    static final Participant BEN = Participant.of("+201016666349");
    static final TwilioAccount ACCOUNT = TwilioAccount.withAuthToken(FakeTwilio.ACCOUNT_SID, FakeTwilio.AUTH_TOKEN);

    /** Without headers, so that texts are what they are. */
    static final DeskTexts PLAIN = new DeskTexts() {
        @Override
        public Optional<String> header(String visitor, String code) {
            return Optional.empty();
        }
    };

    /** What a handler got. */
    record Handled(InboundMessage message, InboundOutcome outcome) {}

    final FakeTwilio twilio = FakeTwilio.start();
    final InMemoryNumberStore store = new InMemoryNumberStore();
    final MessageLog log;
    final InstantSource clock;
    final NumberPool pool;
    final HandoverDesk desk;
    final TwilioMessagingGateway gateway;
    final List<Handled> handled = new CopyOnWriteArrayList<>();

    private final UnaryOperator<HandoverDesk.Builder> deskOptions;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final TwilioWebhooks webhooks;
    private volatile boolean isDown;

    ReconcilerHost(PhoneNumber... numbers) {
        this(new InMemoryMessageLog(), Duration.ZERO, builder -> builder, numbers);
    }

    /**
     * Starts it.
     *
     * @param skew how far the host's clock is ahead of Twilio's
     */
    ReconcilerHost(
            MessageLog log, Duration skew, UnaryOperator<HandoverDesk.Builder> deskOptions, PhoneNumber... numbers) {
        this.log = log;
        this.clock = () -> twilio.clock().instant().plus(skew);
        this.deskOptions = deskOptions;
        Arrays.stream(numbers).forEach(number -> twilio.senders().add(number.e164()));
        store.put(Widget.of(WIDGET)
                .withPool(Arrays.stream(numbers).map(PooledNumber::of).toList()));
        pool = NumberPool.builder(store).clock(clock).build();
        server = server();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        gateway = TwilioMessagingGateway.builder(ACCOUNT)
                .endpoints(endpoints())
                .statusCallback(base.resolve("/status"))
                .build();
        desk = newDesk();
        webhooks = TwilioWebhooks.builder(base, ACCOUNT).clock(clock).build();
        twilio.webhooks().inbound(base.resolve("/inbound"));
        server.start();
    }

    Map<String, URI> endpoints() {
        return twilio.endpoints();
    }

    HandoverDesk newDesk() {
        return deskOptions
                .apply(HandoverDesk.builder(pool, store, log, gateway)
                        .clock(clock)
                        .texts(PLAIN))
                .build();
    }

    private HttpServer server() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.setExecutor(threads);
            made.createContext("/", this::serve);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (isDown) {
            exchange.close();
            return;
        }
        TwilioWebhooks.Result result = webhooks.receive(new TwilioWebhooks.Request(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        if (result.event() instanceof TwilioEvent.InboundEvent inbound) {
            desk.tell(inbound.message(), desk.receive(inbound.message(), this::handle));
        } else if (result.event() instanceof TwilioEvent.StatusEvent status) {
            desk.report(status.report());
        }
        exchange.sendResponseHeaders(result.status(), -1);
        exchange.close();
    }

    void handle(InboundMessage message, InboundOutcome outcome) {
        handled.add(new Handled(message, outcome));
    }

    void down() {
        twilio.webhooks().settle();
        isDown = true;
    }

    void up() {
        twilio.webhooks().settle();
        isDown = false;
    }

    void pass(Duration time) {
        twilio.clock().advance(time);
    }

    Assignment assign(long conversation, Participant agent) {
        return pool.assign(Handover.of(WIDGET, ConversationId.of(conversation)).withAgent(agent));
    }

    Delivery say(long conversation, String id, String text) {
        return desk.toAgent(ConversationId.of(conversation), Message.of(id, text));
    }

    /** The agent's phone writes to our number. */
    String write(Participant agent, PhoneNumber number, String text) {
        return twilio.phone(agent.address()).write(number.e164(), text);
    }

    TwilioReconciler.Builder reconciler() {
        return TwilioReconciler.builder(ACCOUNT, desk, store, log)
                .endpoints(endpoints())
                .pause(Duration.ofMillis(1))
                .clock(clock);
    }

    TwilioReconciler.Result reconcile() {
        return reconciler().build().reconcile(this::handle);
    }

    /** What the agent's phone shows of one of our numbers. */
    List<String> shown(Participant agent, PhoneNumber number) {
        return twilio.phone(agent.address()).texts(number.e164());
    }

    List<String> routed() {
        return handled.stream()
                .filter(each -> each.outcome() instanceof InboundOutcome.Routed)
                .map(each -> each.message().text())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        twilio.close();
    }
}
