package dev.numberpool.twilio;

import static dev.numberpool.twilio.ConversationWorld.CUSTOMER;
import static dev.numberpool.twilio.ConversationWorld.ON_SALES;
import static dev.numberpool.twilio.ConversationWorld.ON_SUPPORT;
import static dev.numberpool.twilio.ConversationWorld.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.conversations.v1.Conversation;
import com.twilio.rest.conversations.v1.ParticipantConversation;
import com.twilio.rest.conversations.v1.conversation.Message;
import com.twilio.rest.conversations.v1.conversation.Participant;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.spi.ProviderConversation.State;
import dev.numberpool.twilio.fake.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each test shows what the SDK or Twilio does to who takes it as it comes, and that ours does not fall for it. */
@DisplayName("traps of Twilio's conversations")
@Timeout(30)
class ConversationTrapsTest {
    private final ConversationWorld world = new ConversationWorld();
    private final TwilioRestClient sdk = world.sdk();
    private final TwilioConversations conversations = world.conversations();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void trap_the_number_arrives_under_another_name_than_the_documents_use() {
        String id = world.open(ON_SALES);

        Map<?, ?> binding = (Map<?, ?>)
                Participant.reader(id).firstPage(sdk).getRecords().get(0).getMessagingBinding();
        assertThat(binding.get("proxyAddress")).isNull();
        assertThat(binding.get("proxy_address")).isEqualTo("whatsapp:+0987654321");

        assertThat(list())
                .singleElement()
                .satisfies(it -> assertThat(it.threads()).containsExactly(ON_SALES));
    }

    @Test
    void trap_an_agents_binding_is_null_and_another_ones_may_be_anything() {
        String id = world.open(ON_SALES);
        world.twilio.conversations().join(id, "admin_001");
        assertThat(Participant.reader(id).firstPage(sdk).getRecords())
                .extracting(Participant::getMessagingBinding)
                .containsNull();

        assertThat(list().get(0).threads()).containsExactly(ON_SALES);
    }

    @Test
    void trap_the_sdks_iteration_ends_at_an_empty_page_that_has_a_next_one() {
        List<String> ids = world.openMany(3);
        world.twilio.pages().hollow(0);
        List<String> stock = new ArrayList<>();
        Conversation.reader().setPageSize(2L).read(sdk).forEach(row -> stock.add(row.getSid()));
        assertThat(stock).isEmpty();

        assertThat(list()).extracting(ProviderConversation::id).isEqualTo(ids);
    }

    @Test
    void trap_a_limit_becomes_a_page_size_that_twilio_refuses() {
        world.openMany(3);
        world.wrongly(() -> assertThat(catchThrowableOfType(
                                TwilioCallException.class,
                                () -> Conversation.reader().limit(150).read(sdk))
                        .code())
                .isEqualTo(20007));

        try (Stream<ProviderConversation> all = conversations.conversations(ConversationQuery.all())) {
            assertThat(all.limit(150).toList()).hasSize(3);
        }
        conversations.conversations(ConversationQuery.of(CUSTOMER)).limit(150).toList();
        assertThat(world.twilio.calls().to("GET", "/v1/Conversations"))
                .last()
                .satisfies(call -> assertThat(call.parameter("PageSize")).isEqualTo("100"));
        assertThat(world.twilio
                        .calls()
                        .to("GET", "/v1/ParticipantConversations")
                        .get(0)
                        .parameter("PageSize"))
                .isEqualTo("50");
    }

    @Test
    void trap_a_state_that_the_sdk_does_not_know_is_null() {
        String id = world.open(ON_SUPPORT);
        String answer = withState(world.twilio.calls().all().size(), id, "hibernating");
        world.twilio.faults().always("GET", "/v1/Conversations/" + id, Fault.answer(200, "application/json", answer));
        assertThat(Conversation.fetcher(id).fetch(sdk).getState()).isNull();

        assertThat(conversations.conversation(id).orElseThrow().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void trap_the_list_of_a_customers_conversations_has_no_word_for_one_that_is_being_made() {
        assertThat(ParticipantConversation.State.values())
                .extracting(Enum::name)
                .doesNotContain("INITIALIZING");
        assertThat(Conversation.State.values()).extracting(Enum::name).contains("INITIALIZING");
        assertThat(ParticipantConversation.State.forValue("initializing")).isNull();
        // That such a row is looked up and waited for: ConversationOpeningTest.
    }

    @Test
    void trap_the_word_null_is_dropped_by_the_sdk() {
        String id = world.open(ON_SUPPORT);
        world.twilio.phone(CUSTOMER.address()).write(SUPPORT.e164(), "Hello");
        TwilioCallException refusal = catchThrowableOfType(
                TwilioCallException.class,
                () -> Message.creator(id).setAuthor("null").setBody("null").create(sdk));
        assertThat(refusal).isNotNull();
        assertThat(world.twilio.calls().to("POST", "*").get(0).form()).doesNotContainKeys("Body", "Author");

        conversations.reply(id, ON_SUPPORT, "agent-1", text("null"));
        assertThat(world.twilio.phone(CUSTOMER.address()).texts(SUPPORT.e164())).contains("null ");
    }

    @Test
    void trap_who_writes_as_the_customer_writes_to_nobody() {
        String id = world.open(ON_SUPPORT);
        world.twilio.phone(CUSTOMER.address()).write(SUPPORT.e164(), "Hello");
        Message.creator(id).setAuthor("whatsapp:+201016666348").setBody("Hi").create(sdk);
        assertThat(world.twilio.phone(CUSTOMER.address()).texts(SUPPORT.e164())).containsExactly("Hello");

        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class,
                        () -> conversations.reply(id, ON_SUPPORT, "whatsapp:+201016666348", text("Hi"))))
                .isNotNull();
    }

    @Test
    void trap_an_id_goes_into_the_address_as_it_is() {
        String id = world.open(ON_SUPPORT);
        catchThrowableOfType(
                RuntimeException.class,
                () -> Conversation.updater(id + "/Participants").update(sdk));
        assertThat(world.twilio.calls().to("POST", "*").get(0).path()).endsWith("/Participants");

        assertThat(catchThrowableOfType(GatewayException.class, () -> conversations.close(id + "/Participants"))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(world.count("POST", "*")).isEqualTo(1);
    }

    @Test
    void trap_a_unique_name_stays_taken_after_closing() {
        Conversation first =
                Conversation.creator().setUniqueName("whatsapp_201016666348").create(sdk);
        Conversation.updater(first.getSid()).setState(Conversation.State.CLOSED).update(sdk);
        TwilioCallException refusal = catchThrowableOfType(
                TwilioCallException.class,
                () -> Conversation.creator()
                        .setUniqueName("whatsapp_201016666348")
                        .create(sdk));
        assertThat(refusal.code()).isEqualTo(50353);

        String closed = conversations.open(ON_SUPPORT).id();
        conversations.close(closed);
        assertThat(conversations.open(ON_SUPPORT).id()).isNotEqualTo(closed);
    }

    @Test
    void trap_a_conversation_does_not_name_its_participants() {
        String id = world.open(ON_SUPPORT);
        assertThat(Conversation.fetcher(id).fetch(sdk).getLinks()).containsKey("participants");

        assertThat(conversations.conversation(id).orElseThrow().threads()).containsExactly(ON_SUPPORT);
    }

    @Test
    void trap_what_comes_through_the_api_is_told_to_no_webhook() {
        Message.creator(world.open(ON_SUPPORT)).setBody("hi").create(sdk);
        assertThat(world.twilio.calls().all())
                .noneMatch(call -> call.headers().containsKey("x-twilio-webhook-enabled"));

        world.builder().tellsWebhooks(true).build().open(ON_SALES);
        assertThat(world.twilio
                        .calls()
                        .to("POST", "/v1/ConversationWithParticipants")
                        .get(0)
                        .headers())
                .containsEntry("x-twilio-webhook-enabled", "true");
    }

    /** What the fake says of a conversation, in another state. */
    private String withState(int before, String id, String state) {
        Conversation.fetcher(id).fetch(sdk);
        return world.twilio
                .calls()
                .all()
                .get(before)
                .answer()
                .replace("\"state\":\"active\"", "\"state\":\"" + state + "\"");
    }

    private List<ProviderConversation> list() {
        try (Stream<ProviderConversation> all = conversations.conversations(ConversationQuery.all())) {
            return all.collect(Collectors.toList());
        }
    }

    private static Content.Text text(String text) {
        return new Content.Text(text, List.of());
    }
}
