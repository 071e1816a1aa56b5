package dev.numberpool.twilio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A host with a desk, in a process of its own: {@code DeskProcess <url> <fake Twilio> <clock>}. It catches up, says
 * {@code ready} and its port, and then takes webhooks and the calls of visitors' browsers, flushes and reconciles until it
 * is killed or nobody is left who could.
 */
final class DeskProcess {
    static final URI PUBLIC = URI.create("https://chat.example.com");

    /** On a clock that runs twenty times as fast as the wall's. */
    private static final Duration LEASE = Duration.ofMinutes(1);

    /** Shorter than what counts as being sent, on such a clock. */
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(3);

    private static final int THREADS = 6;
    private static final int FLUSH_MILLIS = 200;
    private static final int RECONCILE_MILLIS = 2_500;

    private final ReconcilerWorker host;
    private final TwilioWebhooks webhooks;

    private DeskProcess(ReconcilerWorker host, InstantSource clock) {
        this.host = host;
        this.webhooks = TwilioWebhooks.builder(PUBLIC, ReconcilerHost.ACCOUNT)
                .clock(clock)
                .build();
    }

    /** What every process has, and whoever comes after them. */
    static ReconcilerWorker host(String url, URI twilio, InstantSource clock) {
        return new ReconcilerWorker(
                url,
                twilio,
                clock,
                LEASE,
                gateway -> gateway.statusCallback(PUBLIC.resolve("/twilio")).totalTimeout(SEND_TIMEOUT));
    }

    public static void main(String[] arguments) throws IOException {
        InstantSource clock = FastClock.parse(arguments[2]);
        ScheduledExecutorService jobs = Executors.newScheduledThreadPool(2);
        try (ReconcilerWorker host = host(arguments[0], URI.create(arguments[1]), clock)) {
            host.reconcile();
            HttpServer server = new DeskProcess(host, clock).serve();
            every(jobs, FLUSH_MILLIS, () -> host.desk.flush(100));
            every(jobs, RECONCILE_MILLIS, host::reconcile);
            System.out.println("ready " + server.getAddress().getPort());
            System.in.read();
        }
        // Reached when the test has gone without a kill.
        System.exit(0);
    }

    /** Starts a process; it is ready when it has said so. */
    static Process start(String url, URI twilio, FastClock clock) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dsun.net.httpserver.nodelay=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeskProcess.class.getName(),
                        url,
                        twilio.toString(),
                        clock.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The port that a process says it is ready on. */
    static int awaitReady(Process process) throws IOException {
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null || !line.startsWith("ready ")) {
            throw new IllegalStateException("a process did not start: " + line);
        }
        return Integer.parseInt(line.substring("ready ".length()));
    }

    private static void every(ScheduledExecutorService jobs, int millis, Runnable job) {
        jobs.scheduleWithFixedDelay(
                () -> {
                    try {
                        job.run();
                    } catch (RuntimeException e) {
                        e.printStackTrace();
                    }
                },
                0,
                millis,
                TimeUnit.MILLISECONDS);
    }

    private HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/twilio", this::webhook);
        server.createContext("/assign", exchange -> answer(exchange, this::assign));
        server.createContext("/say", exchange -> answer(exchange, this::say));
        server.createContext("/release", exchange -> answer(exchange, this::release));
        server.start();
        return server;
    }

    private void webhook(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 500;
        try {
            TwilioWebhooks.Result result = webhooks.receive(new TwilioWebhooks.Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    body));
            take(result.event());
            status = result.status();
        } catch (RuntimeException e) {
            e.printStackTrace();
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void take(TwilioEvent event) {
        if (event instanceof TwilioEvent.InboundEvent inbound) {
            InboundMessage message = inbound.message();
            host.desk.tell(message, host.receive(message));
            host.desk.flush(message.thread());
        } else if (event instanceof TwilioEvent.StatusEvent status) {
            host.desk.report(status.report());
        }
    }

    private static void answer(HttpExchange exchange, UnaryOperator<String> call) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] answer;
        try {
            answer = call.apply(asked).getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            e.printStackTrace();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** {@code <conversation> <agent>}; says the number. */
    private String assign(String asked) {
        String[] words = asked.split(" ");
        return host.pool
                .assign(Handover.of(ReconcilerHost.WIDGET, ConversationId.of(words[0]))
                        .withAgent(Participant.of(words[1])))
                .number()
                .e164();
    }

    /** {@code <conversation> <message's id> <text>}; says what came of it. */
    private String say(String asked) {
        String[] words = asked.split(" ", 3);
        try {
            return host.desk
                    .toAgent(ConversationId.of(words[0]), Message.of(words[1], words[2]))
                    .getClass()
                    .getSimpleName();
        } catch (ConversationClosedException | UnknownConversationException e) {
            return "Refused";
        }
    }

    /** {@code <conversation>} */
    private String release(String asked) {
        host.pool.release(ConversationId.of(asked)).ifPresent(host.desk::tellEnded);
        return "released";
    }
}
