package dev.numberpool.twilio;

import static dev.numberpool.twilio.ConversationWorld.CUSTOMER;
import static dev.numberpool.twilio.ConversationWorld.ON_SALES;
import static dev.numberpool.twilio.ConversationWorld.ON_SUPPORT;
import static dev.numberpool.twilio.ConversationWorld.SALES;
import static dev.numberpool.twilio.ConversationWorld.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.Failure.Retry;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.desk.Media;
import dev.numberpool.twilio.fake.Call;
import dev.numberpool.twilio.fake.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a reply goes through the conversation's own number, once, to nobody else")
@Timeout(30)
class ConversationReplyTest {
    private static final String MESSAGES = "/v1/Conversations/*/Messages";
    private static final String SECRET_TEXT = "the visitor's words";

    private final ConversationWorld world = new ConversationWorld();
    private final TwilioConversations conversations = world.conversations();
    private String onSupport = "";

    @BeforeEach
    void the_customer_wrote_to_both_numbers() {
        onSupport = world.open(ON_SUPPORT);
        world.open(ON_SALES);
        world.twilio.phone(CUSTOMER.address()).write(SUPPORT.e164(), "Hello support");
        world.twilio.phone(CUSTOMER.address()).write(SALES.e164(), "Hello sales");
        world.twilio.conversations().join(onSupport, "agent-1");
        world.twilio.calls().clear();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void it_arrives_in_the_same_chat_under_its_authors_name() {
        String id = conversations.reply(onSupport, ON_SUPPORT, "agent-1", text(SECRET_TEXT));

        assertThat(id).startsWith("IM");
        assertThat(received(SUPPORT.e164())).containsExactly("Hello support", SECRET_TEXT);
        assertThat(received(SALES.e164())).containsExactly("Hello sales");
        assertThat(posted().field("Author")).isEqualTo("agent-1");
        assertThat(world.requests()).isEqualTo(2);
    }

    @Test
    void another_number_of_ours_is_refused_with_nothing_sent() {
        GatewayException failure = refused(ON_SALES);

        assertThat(failure.kind()).isEqualTo(Kind.OTHER_THREAD);
        assertThat(failure.retry()).isEqualTo(Retry.NEVER);
        assertThat(failure).hasMessageContainingAll(onSupport, "+12•••90", "+09•••21", "nothing was sent");
    }

    @Test
    void another_customer_is_refused_with_nothing_sent() {
        assertThat(refused(new SenderThread(Participant.of("+201016666349"), SUPPORT))
                        .kind())
                .isEqualTo(Kind.OTHER_THREAD);
    }

    @Test
    void a_group_is_refused_because_others_would_read_it_too() {
        world.twilio.conversations().join(onSupport, "+201016666349", SALES.e164());

        assertThat(refused(ON_SUPPORT).kind()).isEqualTo(Kind.OTHER_THREAD);
    }

    @Test
    void a_conversation_that_everybody_has_left_is_refused_because_nobody_would_read_it() {
        world.twilio.conversations().leave(onSupport);
        world.twilio.conversations().join(onSupport, "agent-1");

        assertThat(refused(ON_SUPPORT)).hasMessageContaining("reaches nobody");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"sms\",\"address\":\"+201016666348\",\"proxy_address\":\"+1234567890\"}",
                "{\"type\":\"sms\",\"address\":\"+201016666349\",\"proxy_address\":\"+1234567890\"}",
                "{\"type\":\"whatsapp\",\"address\":\"whatsapp:+201016666348\",\"proxy_address\":7}",
                "{\"type\":\"whatsapp\",\"address\":[\"whatsapp:+201016666348\"],\"proxy_address\":null}",
                "\"whatsapp:+201016666348\"",
                "[]"
            })
    void somebody_who_takes_part_in_a_way_that_is_not_known_is_a_reason_to_refuse(String binding) {
        world.twilio
                .faults()
                .script(
                        "GET",
                        "/v1/Conversations/*/Participants",
                        Fault.answer(200, "application/json", participants(binding)));

        assertThat(refused(ON_SUPPORT)).hasMessageContaining("others");
    }

    @Test
    void a_closed_conversation_is_said_to_be_closed() {
        conversations.close(onSupport);

        GatewayException failure = failure(() -> reply("hi"));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure.code()).isEqualTo(50377);
        assertThat(failure).hasMessageContaining(onSupport + ", which is closed");
        assertThat(received(SUPPORT.e164())).containsExactly("Hello support");
    }

    @Test
    void a_conversation_that_does_not_exist_is_said_not_to_exist() {
        String nowhere = "CH" + "0".repeat(32);

        GatewayException failure = failure(() -> conversations.reply(nowhere, ON_SUPPORT, "agent-1", text("hi")));

        assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure).hasMessageContaining(nowhere);
        assertThat(world.requests()).isEqualTo(1);
    }

    @Test
    void one_that_is_still_being_made_may_be_answered_soon() {
        world.twilio.faults().script("POST", MESSAGES, Fault.error(409, 50386, "Conversation is initializing"));

        GatewayException failure = failure(() -> reply("hi"));

        assertThat(failure.kind()).isEqualTo(Kind.CONCURRENT_CHANGE);
        assertThat(failure.retry()).isEqualTo(Retry.SOON);
    }

    @Test
    void a_template_goes_with_its_variables() {
        String template = "HX" + "1".repeat(32);
        world.twilio.messages().template(template, "Hello {{1}}");

        conversations.reply(onSupport, ON_SUPPORT, "agent-1", new Content.Template(template, Map.of("1", "Maria")));

        assertThat(received(SUPPORT.e164())).contains("Hello Maria");
        assertThat(posted().form()).doesNotContainKey("Body");
    }

    @Test
    void a_customer_who_hides_the_number_is_answered_like_any_other() {
        SenderThread hidden = new SenderThread(Participant.of("US.13491208655302741918"), SUPPORT);
        world.twilio.phone(hidden.participant().address()).write(SUPPORT.e164(), "Hello");
        String id = world.open(hidden);

        conversations.reply(id, hidden, "agent-1", text("Hello you"));

        assertThat(world.twilio.phone(hidden.participant().address()).texts(SUPPORT.e164()))
                .containsExactly("Hello", "Hello you");
    }

    @Test
    void what_twilio_would_not_take_is_refused_before_anything_is_asked() {
        assertThat(failure(() -> reply(" ")).kind()).isEqualTo(Kind.CONTENT);
        assertThat(failure(() -> reply("x".repeat(1601))).kind()).isEqualTo(Kind.CONTENT);
        assertThat(contentFailure(
                        new Content.Text("look", List.of(new Media("https://example.com/a.jpg", "image/jpeg")))))
                .isEqualTo(Kind.CONTENT);
        assertThat(contentFailure(new Content.Template("welcome", Map.of()))).isEqualTo(Kind.TEMPLATE);
        assertThat(world.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+201016666348", "whatsapp:+201016666348", " WhatsApp:+20 101 666 6348 ", "", " ", "null"})
    void an_author_whose_reply_would_go_to_nobody_is_refused(String author) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> conversations.reply(onSupport, ON_SUPPORT, author, text("hi")))
                .withMessageNotContaining("6666348");
        assertThat(world.requests()).isZero();
    }

    static Stream<Arguments> everything_that_leaves_it_open() {
        return Stream.of(
                Arguments.of("500", Fault.serverError()),
                Arguments.of("502", Fault.badGateway()),
                Arguments.of("503", Fault.unavailable()),
                Arguments.of("504", Fault.answer(504, "text/plain", "")),
                Arguments.of("dropped before", Fault.dropBefore()),
                Arguments.of("dropped after", Fault.dropAfter()),
                Arguments.of("no body", Fault.answer(201, "application/json", "")),
                Arguments.of("stalled", Fault.stallBody()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everything_that_leaves_it_open")
    void one_reply_is_one_post_whatever_happens_and_unknown_is_said_to_be_unknown(String name, Fault fault) {
        world.twilio.faults().always("POST", "*", fault);
        TwilioConversations impatient = world.impatient(Duration.ofSeconds(2));

        GatewayException failure = failure(() -> impatient.reply(onSupport, ON_SUPPORT, "agent-1", text(SECRET_TEXT)));

        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_OUTCOME);
        assertThat(world.count("POST", "*")).isEqualTo(1);
        assertSecret(failure);
    }

    @Test
    void a_reply_that_was_refused_for_its_rate_was_not_sent_and_says_so() {
        world.twilio.faults().always("POST", "*", Fault.tooManyRequests(Duration.ofSeconds(1)));

        GatewayException failure = failure(() -> reply(SECRET_TEXT));

        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
        assertThat(world.count("POST", "*")).isEqualTo(1);
        assertSecret(failure);
    }

    @Test
    void webhooks_are_told_only_if_they_are_to_be() {
        reply("hi");
        assertThat(posted().headers()).doesNotContainKey("x-twilio-webhook-enabled");
        world.twilio.calls().clear();

        TwilioConversations telling = world.builder().tellsWebhooks(true).build();
        telling.reply(onSupport, ON_SUPPORT, "agent-1", text("hi"));
        telling.close(onSupport);
        world.twilio.conversations().leave(telling.open(ON_SUPPORT).id());
        telling.open(ON_SUPPORT);

        assertThat(world.twilio.calls().to("POST", "*"))
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(call -> assertThat(call.headers()).containsEntry("x-twilio-webhook-enabled", "true"));
    }

    private String reply(String text) {
        return conversations.reply(onSupport, ON_SUPPORT, "agent-1", text(text));
    }

    private @Nullable Kind contentFailure(Content content) {
        return failure(() -> conversations.reply(onSupport, ON_SUPPORT, "agent-1", content))
                .kind();
    }

    /** The reply is refused, and nothing was posted. */
    private GatewayException refused(SenderThread thread) {
        GatewayException failure = failure(() -> conversations.reply(onSupport, thread, "agent-1", text(SECRET_TEXT)));
        assertThat(world.count("POST", "*")).isZero();
        assertSecret(failure);
        return failure;
    }

    private static void assertSecret(GatewayException failure) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString())
                .doesNotContain(SECRET_TEXT, "201016666348", "201016666349", "1234567890", "0987654321")
                .doesNotContain("token-of-the-fake-account");
    }

    private Call posted() {
        return world.twilio.calls().to("POST", MESSAGES).get(0);
    }

    private List<String> received(String number) {
        return world.twilio.phone(CUSTOMER.address()).texts(number);
    }

    private static GatewayException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(GatewayException.class, action);
    }

    private static Content.Text text(String text) {
        return new Content.Text(text, List.of());
    }

    private static String participants(String odd) {
        return "{\"participants\":[{\"sid\":\"MB1\",\"messaging_binding\":{\"type\":\"whatsapp\",\"address\":"
                + "\"whatsapp:+201016666348\",\"proxy_address\":\"whatsapp:+1234567890\"}},{\"sid\":\"MB2\","
                + "\"messaging_binding\":" + odd + "}],\"meta\":{\"page\":0,\"page_size\":100,\"key\":\"participants\","
                + "\"first_page_url\":\"https://conversations.twilio.com/v1/x\",\"previous_page_url\":null,"
                + "\"url\":\"https://conversations.twilio.com/v1/x\",\"next_page_url\":null}}";
    }
}
