package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.base.ResourceSet;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.IncomingPhoneNumber;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.message.Media;
import com.twilio.rest.conversations.v1.AddressConfiguration;
import com.twilio.rest.conversations.v1.Conversation;
import com.twilio.rest.conversations.v1.ConversationWithParticipants;
import com.twilio.rest.conversations.v1.ParticipantConversation;
import com.twilio.rest.conversations.v1.conversation.Participant;
import com.twilio.rest.conversations.v1.conversation.message.DeliveryReceipt;
import com.twilio.rest.messaging.v2.ChannelsSender;
import com.twilio.rest.messaging.v2.TypingIndicator;
import com.twilio.type.PhoneNumber;
import dev.numberpool.twilio.fake.Call;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake speaks as Twilio's OpenAPI documents say, and the comparison has teeth. */
final class OpenApiCheckTest {
    private static final String CUSTOMER = "whatsapp:+201016666348";
    private static final String SUPPORT = "whatsapp:+1234567890";
    /** Everything that the fake knows and the documents describe; an asterisk stands for an id. */
    private static final String ROUTES = """
            DELETE /2010-04-01/Accounts/*/Messages/*.json
            DELETE /2010-04-01/Accounts/*/Messages/*/Media/*.json
            DELETE /v1/Configuration/Addresses/*
            DELETE /v1/Conversations/*
            DELETE /v1/Conversations/*/Messages/*
            DELETE /v1/Conversations/*/Participants/*
            GET /2010-04-01/Accounts/*/IncomingPhoneNumbers.json
            GET /2010-04-01/Accounts/*/Messages.json
            GET /2010-04-01/Accounts/*/Messages/*.json
            GET /2010-04-01/Accounts/*/Messages/*/Media.json
            GET /2010-04-01/Accounts/*/Messages/*/Media/*.json
            GET /v1/Configuration/Addresses
            GET /v1/Configuration/Addresses/*
            GET /v1/Conversations
            GET /v1/Conversations/*/Messages
            GET /v1/Conversations/*/Messages/*
            GET /v1/Conversations/*/Messages/*/Receipts
            GET /v1/Conversations/*/Messages/*/Receipts/*
            GET /v1/Conversations/*/Participants
            GET /v1/Conversations/*/Participants/*
            GET /v1/Conversations/name
            GET /v1/ParticipantConversations
            GET /v2/Channels/Senders
            GET /v2/Channels/Senders/*
            POST /2010-04-01/Accounts/*/Messages.json
            POST /v1/Configuration/Addresses
            POST /v1/Configuration/Addresses/*
            POST /v1/ConversationWithParticipants
            POST /v1/Conversations
            POST /v1/Conversations/*
            POST /v1/Conversations/*/Messages
            POST /v1/Conversations/*/Participants
            POST /v1/Conversations/*/Participants/*
            POST /v2/Channels/Senders/*
            POST /v2/Indicators/Typing.json
            """;

    private static final String TEMPLATE = "HX" + "1".repeat(32);

    private final OpenApiCheck check = OpenApiCheck.orSkip();
    private final FakeTwilio twilio = FakeTwilio.start();
    private final TwilioRestClient sdk = SdkClient.of(twilio);
    private final Rest rest = new Rest(twilio);

    @AfterEach
    void close() {
        twilio.close();
    }

    @Test
    void everyResourceAnswersTheSdkAsTheDocumentsSay() {
        twilio.senders().add(SUPPORT);
        messages();
        media();
        conversations();
        participants();
        bulk();
        conversationMessages();
        addresses();
        senders();
        assertEquals(List.of(), check.violations(twilio.calls().all()));
        assertEquals(ROUTES, routes());
    }

    @Test
    void refusalsHaveTwiliosForm() {
        rest.message("+1234567890", "+201016666348", "Hello");
        rest.get("/v1/Conversations/CH" + "0".repeat(32));
        rest.send(rest.anonymous("/v1/Conversations"));
        List<Call> calls = twilio.calls().all();
        assertEquals(List.of(400, 404, 401), calls.stream().map(Call::status).toList());
        assertEquals(List.of(), check.violations(calls.subList(0, 2)));
    }

    @Test
    void bindingsCarryTheKeysOfTheDocumentsExamples() {
        twilio.senders().add(SUPPORT);
        String chat = twilio.conversations().open(CUSTOMER, SUPPORT);
        JsonNode participants = Rest.json(rest.get("/v1/Conversations/" + chat + "/Participants"));
        Set<String> keys = new TreeSet<>();
        participants
                .path("participants")
                .path(0)
                .path("messaging_binding")
                .fieldNames()
                .forEachRemaining(keys::add);
        assertEquals(Set.of("address", "proxy_address", "type"), keys);
    }

    @Test
    void aPageThatIsTooLargeIsCaught() {
        rest.get("/v1/Conversations?PageSize=101");
        assertCaught("maximum: 100, found: 101");
    }

    @Test
    void aMessageWithoutRecipientIsCaught() {
        rest.post(rest.messages(), "From", SUPPORT, "Body", "Hello");
        assertCaught("\"To\"");
    }

    @Test
    void aTemplateIdOfTheWrongFormIsCaught() {
        rest.post(rest.messages(), "From", SUPPORT, "To", CUSTOMER, "ContentSid", "HX1");
        assertCaught("ContentSid");
    }

    @Test
    void aPathThatTwilioDoesNotKnowIsCaught() {
        rest.get("/v1/Conversation");
        assertCaught("No API path found");
    }

    @Test
    void aRequestWithoutCredentialsIsCaught() {
        rest.send(rest.anonymous("/v1/Conversations"));
        assertFalse(check.violations(twilio.calls().all()).isEmpty());
    }

    @Test
    void anAnswerWithAWrongIdIsCaught() {
        rest.get("/v1/Conversations");
        Call good = twilio.calls().all().get(0);
        String body = good.answer().replace("\"conversations\":[]", "\"conversations\":[{\"sid\":\"bad\"}]");
        assertCaught("sid", answered(good, 200, body));
    }

    @Test
    void anAnswerWithAFieldThatTwilioDoesNotKnowIsCaught() {
        rest.get("/v1/Conversations");
        Call good = twilio.calls().all().get(0);
        String body = good.answer().replace("\"conversations\":[]", "\"conversations\":[{\"number\":1}]");
        assertCaught("number", answered(good, 200, body));
    }

    @Test
    void anAnswerWithAStatusThatTwilioDoesNotGiveIsCaught() {
        rest.get("/v1/Conversations");
        Call good = twilio.calls().all().get(0);
        assertCaught("status", answered(good, 201, good.answer()));
    }

    private void messages() {
        twilio.messages().template(TEMPLATE, "Hello {{1}}");
        PhoneNumber to = new PhoneNumber(CUSTOMER);
        PhoneNumber from = new PhoneNumber(SUPPORT);
        twilio.phone(CUSTOMER).write(SUPPORT, "Hello");
        Message sent = Message.creator(to, from, "Hi")
                .setStatusCallback(URI.create("http://127.0.0.1:1/s"))
                .create(sdk);
        assertEquals(Message.Status.QUEUED, sent.getStatus());
        assertEquals(
                Message.Status.DELIVERED,
                Message.fetcher(sent.getSid()).fetch(sdk).getStatus());
        Message.creator(to, from, (String) null)
                .setContentSid(TEMPLATE)
                .setContentVariables("{\"1\":\"Ann\"}")
                .create(sdk);
        Message.creator(
                        to,
                        from,
                        List.of(URI.create("https://host.example/a.jpg"), URI.create("https://host.example/b.png")))
                .create(sdk);
        assertEquals(
                3,
                count(Message.reader().setTo(to).setFrom(from).setPageSize(2L).read(sdk)));
        Message.reader()
                .setDateSentAfter(twilio.clock().instant().atZone(ZoneOffset.UTC))
                .read(sdk);
        Message.deleter(sent.getSid()).delete(sdk);
    }

    private void media() {
        String sid = twilio.phone(CUSTOMER).sendMedia(SUPPORT, "image/png", new byte[] {1, 2}, "A picture");
        Media medium = Media.reader(sid).firstPage(sdk).getRecords().get(0);
        assertEquals("image/png", Media.fetcher(sid, medium.getSid()).fetch(sdk).getContentType());
        Media.deleter(sid, medium.getSid()).delete(sdk);
    }

    private void conversations() {
        Conversation made = Conversation.creator()
                .setUniqueName("name")
                .setFriendlyName("friendly")
                .setAttributes("{\"a\":1}")
                .setTimersClosed("PT24H")
                .setTimersInactive("PT1H")
                .setXTwilioWebhookEnabled(Conversation.WebhookEnabledType.TRUE)
                .create(sdk);
        assertEquals(made.getSid(), Conversation.fetcher("name").fetch(sdk).getSid());
        assertEquals(
                1,
                count(Conversation.reader()
                        .setState(Conversation.State.ACTIVE)
                        .setPageSize(100L)
                        .read(sdk)));
        Conversation.updater(made.getSid()).setState(Conversation.State.CLOSED).update(sdk);
        ApiException refusal = assertThrows(
                ApiException.class,
                () -> Conversation.updater(made.getSid())
                        .setState(Conversation.State.ACTIVE)
                        .update(sdk));
        assertEquals(50377, refusal.getCode());
        Conversation.deleter(made.getSid()).delete(sdk);
    }

    private void participants() {
        String chat = Conversation.creator().create(sdk).getSid();
        Participant person = Participant.creator(chat)
                .setMessagingBindingAddress(CUSTOMER)
                .setMessagingBindingProxyAddress(SUPPORT)
                .create(sdk);
        Participant agent = Participant.creator(chat).setIdentity("agent-1").create(sdk);
        Participant.updater(chat, agent.getSid()).setAttributes("{\"b\":2}").update(sdk);
        assertEquals(
                person.getSid(),
                Participant.fetcher(chat, person.getSid()).fetch(sdk).getSid());
        assertEquals(2, count(Participant.reader(chat).setPageSize(100L).read(sdk)));
        assertEquals(
                1,
                count(ParticipantConversation.reader()
                        .setAddress(CUSTOMER)
                        .setPageSize(50L)
                        .read(sdk)));
        assertEquals(
                1,
                count(ParticipantConversation.reader()
                        .setIdentity("agent-1")
                        .setPageSize(50L)
                        .read(sdk)));
        Participant.deleter(chat, person.getSid()).delete(sdk);
    }

    private void bulk() {
        String person =
                "{\"messaging_binding\":{\"address\":\"" + CUSTOMER + "\",\"proxy_address\":\"" + SUPPORT + "\"}}";
        ConversationWithParticipants made = ConversationWithParticipants.creator()
                .setParticipant(List.of("{\"identity\":\"agent-1\"}", person))
                .create(sdk);
        twilio.conversations().close(made.getSid());
        twilio.conversations().initializing(true);
        ConversationWithParticipants slow = ConversationWithParticipants.creator()
                .setParticipant(List.of(person))
                .create(sdk);
        assertEquals(ConversationWithParticipants.State.INITIALIZING, slow.getState());
        twilio.conversations().initialized();
    }

    private void conversationMessages() {
        String chat = twilio.conversations().all().get(2).sid();
        com.twilio.rest.conversations.v1.conversation.Message said =
                com.twilio.rest.conversations.v1.conversation.Message.creator(chat)
                        .setAuthor("agent-1")
                        .setBody("Hello")
                        .create(sdk);
        com.twilio.rest.conversations.v1.conversation.Message.fetcher(chat, said.getSid())
                .fetch(sdk);
        com.twilio.rest.conversations.v1.conversation.Message.reader(chat).read(sdk);
        DeliveryReceipt receipt = DeliveryReceipt.reader(chat, said.getSid())
                .firstPage(sdk)
                .getRecords()
                .get(0);
        DeliveryReceipt.fetcher(chat, said.getSid(), receipt.getSid()).fetch(sdk);
        com.twilio.rest.conversations.v1.conversation.Message.deleter(chat, said.getSid())
                .delete(sdk);
    }

    private void addresses() {
        AddressConfiguration made = AddressConfiguration.creator(AddressConfiguration.Type.WHATSAPP, SUPPORT)
                .setAutoCreationEnabled(true)
                .setAutoCreationType(AddressConfiguration.AutoCreationType.WEBHOOK)
                .setAutoCreationWebhookUrl("https://host.example/c")
                .setAutoCreationWebhookFilters(List.of("onMessageAdded", "onParticipantAdded"))
                .create(sdk);
        AddressConfiguration.fetcher(made.getSid()).fetch(sdk);
        AddressConfiguration.updater(made.getSid())
                .setAutoCreationEnabled(false)
                .update(sdk);
        assertEquals(1, count(AddressConfiguration.reader().setPageSize(50L).read(sdk)));
        AddressConfiguration.deleter(made.getSid()).delete(sdk);
    }

    private void senders() {
        twilio.senders()
                .add("+10987654321")
                .offline(63020, "Business account restricted")
                .quality(null);
        ChannelsSender sender =
                ChannelsSender.reader("whatsapp").firstPage(sdk).getRecords().get(0);
        assertEquals("HIGH", sender.getProperties().getQualityRating());
        ChannelsSender.MessagingV2ChannelsSenderRequestsUpdate update =
                ChannelsSender.MessagingV2ChannelsSenderRequestsUpdate.builder()
                        .webhook(ChannelsSender.MessagingV2ChannelsSenderWebhook.builder()
                                .callbackUrl("https://host.example/in")
                                .build())
                        .build();
        ChannelsSender.updater(sender.getSid())
                .setMessagingV2ChannelsSenderRequestsUpdate(update)
                .update(sdk);
        assertEquals(
                "https://host.example/in",
                ChannelsSender.fetcher(sender.getSid()).fetch(sdk).getWebhook().getCallbackUrl());
        assertEquals(2, count(IncomingPhoneNumber.reader().setPageSize(1000L).read(sdk)));
        String inbound = twilio.phone(CUSTOMER).write(SUPPORT, "?");
        TypingIndicator.creator(TypingIndicator.Channel.WHATSAPP, inbound).create(sdk);
    }

    private String routes() {
        return twilio.calls().all().stream()
                .map(call -> call.method() + " " + call.path().replaceAll("[A-Z]{2}[0-9a-f]{32}", "*"))
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static long count(ResourceSet<?> rows) {
        long count = 0;
        for (Object row : rows) {
            assertTrue(row != null);
            count++;
        }
        return count;
    }

    private void assertCaught(String words) {
        assertCaught(words, twilio.calls().all().get(0));
    }

    private void assertCaught(String words, Call call) {
        List<String> violations = check.violations(List.of(call));
        assertTrue(violations.stream().anyMatch(violation -> violation.contains(words)), violations.toString());
    }

    private static Call answered(Call call, int status, String answer) {
        return new Call(
                call.method(),
                call.path(),
                call.query(),
                call.form(),
                call.headers(),
                call.body(),
                call.user(),
                true,
                status,
                call.answerType(),
                answer);
    }
}
