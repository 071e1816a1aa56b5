package dev.numberpool.twilio;

import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.Media;
import dev.numberpool.memory.InMemoryMessageLog;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * A host that drives everything of the adapter and prints whatever it gets or catches. To have something new driven, add a
 * method to {@link #DRIVERS}; the words to keep secret are {@link SecrecyTest}'s.
 */
final class TalkativeHost {
    private static final List<Consumer<Talk>> DRIVERS = List.of(
            TalkativeHost::sends,
            TalkativeHost::receives,
            TalkativeHost::fetches,
            TalkativeHost::converses,
            TalkativeHost::listsSenders,
            TalkativeHost::reconciles,
            TalkativeHost::errs);

    static final String TEXT = "the visitor's words";
    static final String TOKEN = "token-new";
    static final String PICTURE = "bytes of a picture";
    private static final TwilioAccount ACCOUNT =
            TwilioAccount.withApiKey(Signer.SID, "SK1", "secret-of-the-key", List.of(TOKEN, "token-old"));
    private static final Media MEDIUM = new Media(
            "https://api.twilio.com/2010-04-01/Accounts/" + Signer.SID + "/Messages/MM" + "1".repeat(32) + "/Media/ME"
                    + "2".repeat(32),
            "image/jpeg");

    private TalkativeHost() {}

    public static void main(String[] arguments) {
        Talk talk = new Talk();
        DRIVERS.forEach(driver -> driver.accept(talk));
        System.out.println("finished after " + talk.values + " values and " + talk.failures + " failures");
    }

    /** Prints every value with all public records in it, and every failure with its causes. */
    static final class Talk {
        private int values;
        private int failures;

        /** Does it and shows what comes of it. */
        void about(Callable<?> what) {
            try {
                show(what.call());
            } catch (Exception e) {
                failures++;
                e.printStackTrace(System.out);
            }
        }

        /** Addresses alone are shown whole by design: hosts join them to texts. */
        private void show(Object value) {
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(this::show);
            } else if (value instanceof Iterable<?> several) {
                several.forEach(this::show);
            } else if (value instanceof Record && !(value instanceof Participant) && !(value instanceof PhoneNumber)) {
                values++;
                System.out.println(value);
                Arrays.stream(value.getClass().getRecordComponents())
                        .forEach(part -> about(() -> {
                            Object inside = part.getAccessor().invoke(value);
                            return inside instanceof Record || inside instanceof Iterable<?> ? recordsOf(inside) : null;
                        }));
            }
        }

        private static Object recordsOf(Object inside) {
            return inside instanceof List<?> list
                    ? list.stream().filter(Record.class::isInstance).toList()
                    : inside;
        }
    }

    private static void sends(Talk talk) {
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(ACCOUNT)
                    .statusCallback(URI.create("https://example.com/status"))
                    .connectTimeout(Duration.ofMillis(500))
                    .totalTimeout(Duration.ofSeconds(1))
                    .endpoints(server.endpoints())
                    .build();
            for (LocalServer.Behaviour behaviour : behaviours(server)) {
                server.then(behaviour);
                for (Content content : contents()) {
                    talk.about(() -> gateway.send(message(content)));
                }
            }
            server.then(server.stalling());
            talk.about(() -> gateway.send(message(contents().get(0))));
            server.close();
            talk.about(() -> gateway.send(message(contents().get(0))));
        }
    }

    private static List<LocalServer.Behaviour> behaviours(LocalServer server) {
        String repeated = "{\"code\":21211,\"message\":\"whatsapp:+201016666348 said " + TEXT + "\"}";
        return List.of(
                LocalServer.accepting(),
                LocalServer.answering(400, repeated, "Twilio-Request-Id", "+201016666348 " + TEXT),
                LocalServer.answering(401, repeated),
                LocalServer.answering(503, repeated),
                LocalServer.answering(307, "", "Location", server.base() + "/" + TOKEN),
                LocalServer.answering(201, TEXT),
                LocalServer.answering(201, "{\"sid\":[\"" + TEXT + "\"]}"),
                LocalServer.hangingUp());
    }

    private static List<Content> contents() {
        return List.of(
                new Content.Text(TEXT, List.of()),
                new Content.Text(TEXT.repeat(200), List.of()),
                new Content.Text(TEXT, List.of(new Media("nowhere/" + TEXT, "image/jpeg"))),
                new Content.Text(TEXT, List.of(new Media("https://example.com/token-new", "image/jpeg"))),
                new Content.Template("HX1", Map.of("1", TEXT)));
    }

    private static void receives(Talk talk) {
        Map<String, String> unknown = changed(Signer.inbound(), "To", "whatsapp:+201016666348x");
        Map<String, String> conversation = changed(Signer.inbound(), "EventType", "onMessageAdded");
        Map<String, String> media = changed(Signer.inbound(), "MediaUrl0", MEDIUM.reference());
        Map<String, String> quoted = changed(Signer.inbound(), "ExternalUserId", "whatsapp:US.201016666348");
        for (Map<String, String> fields : List.of(
                Signer.inbound(),
                media,
                quoted,
                unknown,
                conversation,
                Signer.status("sent"),
                Signer.status("failed"))) {
            talk.about(() -> receive(Signer.form("/in", fields)));
            talk.about(() -> receive(Signer.request("/in", fields, "wrong " + TOKEN)));
        }
        talk.about(() -> receive(post("application/json", "{\"AccountSid\":\"" + TEXT)));
        talk.about(() -> receive(post(Signer.FORM, "Body=" + TEXT + "%zz")));
        talk.about(() -> receive(post("text/" + TOKEN, TEXT)));
        talk.about(() -> TwilioWebhooks.builder(
                        URI.create(Signer.BASE), sid -> Optional.of(ACCOUNT), (sid, number) -> false)
                .build()
                .receive(Signer.form("/in", Signer.inbound())));
    }

    private static void converses(Talk talk) {
        try (FakeTwilio twilio = FakeTwilio.start(Signer.SID, TOKEN)) {
            SenderThread thread = message(contents().get(0)).thread();
            twilio.senders().add(thread.number().e164());
            TwilioConversations conversations = TwilioConversations.builder(
                            TwilioAccount.withAuthToken(Signer.SID, TOKEN))
                    .endpoints(twilio.endpoints())
                    .build();
            ProviderConversation opened = conversations.open(thread);
            talk.about(() -> opened);
            talk.about(
                    () -> conversations.conversations(ConversationQuery.all()).toList());
            talk.about(() -> conversations
                    .conversations(ConversationQuery.of(thread.participant()))
                    .toList());
            for (Content content : contents()) {
                talk.about(() -> conversations.reply(opened.id(), thread, "agent-1", content));
            }
            conversations.close(opened.id());
            talk.about(() -> conversations.reply(
                    opened.id(), thread, "agent-1", contents().get(0)));
            twilio.refuse(Signer.SID);
            talk.about(() -> conversations.open(thread));
        }
    }

    private static void listsSenders(Talk talk) {
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            TwilioSenders senders =
                    TwilioSenders.builder(ACCOUNT).endpoints(server.endpoints()).build();
            String row = "{\"senders\":[{\"sender_id\":\"whatsapp:+15558986359\",\"status\":\"DRAFT\"}";
            server.then(LocalServer.answering(200, row + "],\"meta\":{}}"));
            talk.about(senders::senders);
            server.then(LocalServer.answering(200, row));
            talk.about(senders::senders);
            server.then(LocalServer.answering(500, row));
            talk.about(senders::openingConversations);
        }
    }

    private static void reconciles(Talk talk) {
        InMemoryNumberStore store = new InMemoryNumberStore();
        store.put(Widget.of(WidgetId.of(7)).withPool(List.of(PooledNumber.of(PhoneNumber.of("+15558986359")))));
        InMemoryMessageLog log = new InMemoryMessageLog();
        NumberPool pool = NumberPool.builder(store).build();
        HandoverDesk desk =
                HandoverDesk.builder(pool, store, log, message -> "SM1").build();
        try (LocalServer server = LocalServer.start(LocalServer.accepting())) {
            TwilioReconciler reconciler = TwilioReconciler.builder(ACCOUNT, desk, store, log)
                    .since(Instant.now().minusSeconds(60))
                    .pause(Duration.ofMillis(1))
                    .endpoints(server.endpoints())
                    .build();
            server.then(LocalServer.answering(200, "{\"messages\":[" + archived() + "],\"next_page_uri\":null}"));
            talk.about(() -> reconciler.reconcile((inbound, outcome) -> {
                throw new IllegalStateException(inbound.text());
            }));
            server.then(LocalServer.answering(200, "{\"messages\":[" + archived() + ", " + TEXT + ", +15558986359"));
            talk.about(() -> reconciler.reconcile((inbound, outcome) -> {}));
        }
    }

    private static String archived() {
        return "{\"sid\":\"SM2\",\"direction\":\"inbound\",\"from\":\"whatsapp:+201016666348\","
                + "\"to\":\"whatsapp:+15558986359\",\"body\":\"" + TEXT + "\",\"num_media\":\"0\",\"date_sent\":\""
                + DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                        .format(Instant.now().atOffset(ZoneOffset.UTC))
                + "\"}";
    }

    private static TwilioWebhooks.Request post(String type, String body) {
        return new TwilioWebhooks.Request(
                "POST", "/in?" + TOKEN, Signer.headers(TOKEN, type), body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Record> receive(TwilioWebhooks.Request request) {
        return List.of(
                request,
                TwilioWebhooks.builder(URI.create(Signer.BASE), ACCOUNT).build().receive(request));
    }

    private static void fetches(Talk talk) {
        try (LocalServer server = LocalServer.start(LocalServer.answering(200, PICTURE))) {
            TwilioMedia media = TwilioMedia.builder(ACCOUNT)
                    .endpoints(server.endpoints())
                    .maxBytes(100)
                    .build();
            talk.about(() -> {
                try (TwilioMedia.Download download = media.fetch(MEDIUM)) {
                    download.content().readAllBytes();
                    return download;
                }
            });
            for (LocalServer.Behaviour behaviour : List.of(
                    LocalServer.endless(200),
                    LocalServer.answering(404, PICTURE),
                    LocalServer.answering(200, PICTURE.repeat(20)),
                    LocalServer.answering(307, "", "Location", "https://example.com/" + TOKEN),
                    LocalServer.hangingUp())) {
                server.then(behaviour);
                talk.about(() -> media.fetch(MEDIUM).content().readAllBytes());
            }
            talk.about(() -> media.fetch(new Media("https://example.com/" + TOKEN, "image/jpeg")));
            talk.about(() -> media.fetch(new Media(":" + TOKEN, "image/jpeg")));
        }
    }

    /** What a host may do wrong. */
    private static void errs(Talk talk) {
        MessagingGateway failing = TwilioMessagingGateway.builder(widget -> {
                    throw new IllegalStateException(TOKEN);
                })
                .build();
        talk.about(() -> failing.send(message(contents().get(0))));
        talk.about(() -> TwilioAccount.withAuthToken(TOKEN, TOKEN));
        talk.about(() -> TwilioAccount.withApiKey(Signer.SID, "", "secret-of-the-key", List.of(TOKEN)));
        talk.about(() -> ACCOUNT);
        talk.about(() -> TwilioMessagingGateway.builder(ACCOUNT).statusCallback(URI.create("/in?" + TOKEN)));
        talk.about(() -> TwilioMessagingGateway.builder(ACCOUNT)
                .endpoints(Map.of("api.twilio.com", URI.create("https://user:token-new@example.com"))));
        talk.about(() -> TwilioWebhooks.builder(URI.create("https://example.com/in?" + TOKEN), ACCOUNT));
    }

    private static Map<String, String> changed(Map<String, String> fields, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return changed;
    }

    private static OutboundMessage message(Content content) {
        SenderThread thread = new SenderThread(Participant.of("+201016666348"), PhoneNumber.of("+15558986359"));
        return new OutboundMessage("1", WidgetId.of(1), thread, content);
    }
}
