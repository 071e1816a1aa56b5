package dev.numberpool.twilio;

import static dev.numberpool.twilio.ConversationWorld.CUSTOMER;
import static dev.numberpool.twilio.ConversationWorld.ON_SALES;
import static dev.numberpool.twilio.ConversationWorld.ON_SUPPORT;
import static dev.numberpool.twilio.ConversationWorld.POOL;
import static dev.numberpool.twilio.ConversationWorld.SALES;
import static dev.numberpool.twilio.ConversationWorld.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.twilio.rest.conversations.v1.AddressConfiguration;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.ConversationQuery;
import dev.numberpool.spi.ProviderConversation;
import dev.numberpool.spi.ProviderConversation.State;
import dev.numberpool.twilio.fake.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("conversations at Twilio are found by number and by customer")
@Timeout(30)
class TwilioConversationsTest {
    private static final String A = "CH" + "a".repeat(32);
    private static final String B = "CH" + "b".repeat(32);

    private final ConversationWorld world = new ConversationWorld();
    private final TwilioConversations conversations = world.conversations();

    @AfterEach
    void close() {
        world.close();
    }

    @Nested
    @DisplayName("one customer who wrote to support and to sales")
    class GuideScenario {
        @BeforeEach
        void the_customer_writes_to_both_numbers() {
            for (PhoneNumber number : List.of(SUPPORT, SALES)) {
                AddressConfiguration.creator(AddressConfiguration.Type.WHATSAPP, WhatsApp.address(number))
                        .setAutoCreationEnabled(true)
                        .create(world.sdk());
            }
            world.twilio.conversations().nextSid(A).nextSid(B);
            world.twilio.phone(CUSTOMER.address()).write(SUPPORT.e164(), "It does not work");
            world.twilio.phone(CUSTOMER.address()).write(SALES.e164(), "I want another one");
            world.twilio.calls().clear();
        }

        @Test
        void all_numbers_shows_both_conversations_with_customer_number_and_the_hosts_entry() {
            List<ProviderConversation> all = list(ConversationQuery.all());

            assertThat(all).extracting(ProviderConversation::id).containsExactly(A, B);
            assertThat(all).extracting(it -> it.thread().orElseThrow()).containsExactly(ON_SUPPORT, ON_SALES);
            assertThat(all).extracting(ProviderConversation::state).containsOnly(State.OPEN);
            assertThat(all)
                    .extracting(it -> it.entryIn(POOL).orElseThrow())
                    .extracting(PooledNumber::id, PooledNumber::displayName)
                    .containsExactly(tuple("1", "Support Number"), tuple("2", "Sales Number"));
            assertThat(all).allSatisfy(it -> {
                assertThat(it.created()).isNotNull();
                assertThat(it.updated()).isNotNull();
            });
        }

        @Test
        void selecting_support_shows_only_the_one_and_selecting_sales_only_the_other() {
            assertThat(list(ConversationQuery.on(number("1"))))
                    .extracting(ProviderConversation::id)
                    .containsExactly(A);
            assertThat(list(ConversationQuery.on(number("2"))))
                    .extracting(ProviderConversation::id)
                    .containsExactly(B);
        }

        @Test
        void the_customer_has_both_in_one_call() {
            assertThat(list(ConversationQuery.of(CUSTOMER)))
                    .extracting(ProviderConversation::id, it -> it.thread().orElseThrow())
                    .containsExactly(tuple(A, ON_SUPPORT), tuple(B, ON_SALES));
            assertThat(world.requests()).isEqualTo(1);
        }

        @Test
        void the_customers_conversation_on_one_number_costs_one_call_too() {
            assertThat(list(ConversationQuery.on(ON_SALES)))
                    .extracting(ProviderConversation::id)
                    .containsExactly(B);
            assertThat(world.requests()).isEqualTo(1);
        }

        @Test
        void listing_them_costs_one_call_and_one_for_each() {
            assertThat(list(ConversationQuery.all())).hasSize(2);
            assertThat(world.requests()).isEqualTo(1 + 2);
        }

        @Test
        void grouping_by_customer_puts_both_together() {
            SenderThread other = new SenderThread(Participant.of("+201016666349"), SUPPORT);
            String third = world.open(other);

            Map<Participant, List<ProviderConversation>> groups =
                    conversations.conversations(ConversationQuery.all()).collect(ProviderConversation.byParticipant());

            assertThat(groups.keySet()).containsExactly(CUSTOMER, other.participant());
            assertThat(groups.get(CUSTOMER))
                    .extracting(ProviderConversation::id)
                    .containsExactly(A, B);
            assertThat(groups.get(other.participant()))
                    .extracting(ProviderConversation::id)
                    .containsExactly(third);
        }

        @Test
        void a_reply_goes_out_from_the_conversations_own_number() {
            ProviderConversation sales = conversations.conversation(B).orElseThrow();

            String id = conversations.reply(B, sales.thread().orElseThrow(), "admin_001", text("Which colour?"));

            assertThat(id).startsWith("IM");
            assertThat(world.twilio.phone(CUSTOMER.address()).texts(SALES.e164()))
                    .containsExactly("I want another one", "Which colour?");
            assertThat(world.twilio.phone(CUSTOMER.address()).texts(SUPPORT.e164()))
                    .containsExactly("It does not work");
        }

        @Test
        void opening_the_pair_gives_the_conversation_that_the_customer_began() {
            assertThat(conversations.open(ON_SUPPORT).id()).isEqualTo(A);
            assertThat(conversations.open(ON_SALES).id()).isEqualTo(B);
        }

        private PhoneNumber number(String entryId) {
            return POOL.stream()
                    .filter(entry -> entry.id().equals(entryId))
                    .findFirst()
                    .orElseThrow()
                    .number();
        }
    }

    @Test
    void a_conversation_whose_number_is_in_no_pool_is_listed_without_an_entry() {
        PhoneNumber foreign = PhoneNumber.of("+15558986359");
        world.twilio.senders().add(foreign.e164());
        String id = world.open(new SenderThread(CUSTOMER, foreign));

        assertThat(list(ConversationQuery.all())).singleElement().satisfies(it -> {
            assertThat(it.id()).isEqualTo(id);
            assertThat(it.thread()).contains(new SenderThread(CUSTOMER, foreign));
            assertThat(it.entryIn(POOL)).isEmpty();
        });
    }

    @Test
    void agents_with_an_identity_are_not_taken_for_customers() {
        String id = world.open(ON_SUPPORT);
        world.twilio.conversations().join(id, "agent-123");
        String internal = world.twilio.conversations().open((String) null);
        world.twilio.conversations().join(internal, "admin_001");

        List<ProviderConversation> all = list(ConversationQuery.all());

        assertThat(all).extracting(ProviderConversation::id).containsExactly(id, internal);
        assertThat(all.get(0).threads()).containsExactly(ON_SUPPORT);
        assertThat(all.get(1).threads()).isEmpty();
    }

    @Test
    void a_customer_who_hides_the_number_is_found_by_the_username_id() {
        SenderThread hidden = new SenderThread(Participant.of("US.13491208655302741918"), SUPPORT);
        String id = world.open(hidden);

        assertThat(list(ConversationQuery.of(Participant.of("whatsapp:US.13491208655302741918"))))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.id()).isEqualTo(id);
                    assertThat(it.threads()).containsExactly(hidden);
                });
    }

    @Test
    void a_group_reaches_several_and_is_found_by_each_of_their_numbers() {
        String id = world.open(ON_SUPPORT);
        world.twilio.conversations().join(id, "+201016666349", SALES.e164());

        List<ProviderConversation> all = list(ConversationQuery.all());

        assertThat(all)
                .singleElement()
                .satisfies(it -> assertThat(it.threads())
                        .containsExactly(ON_SUPPORT, new SenderThread(Participant.of("+201016666349"), SALES)));
        assertThat(list(ConversationQuery.on(SALES))).isEqualTo(all);
        assertThat(list(ConversationQuery.on(SUPPORT))).isEqualTo(all);
    }

    @Test
    void closed_ones_are_shown_as_closed_and_cost_nothing_where_they_are_not_wanted() {
        String closed = world.open(ON_SUPPORT);
        world.twilio.conversations().close(closed);
        String open = world.open(ON_SUPPORT);

        assertThat(list(ConversationQuery.all()))
                .extracting(ProviderConversation::id, ProviderConversation::state)
                .containsExactly(tuple(closed, State.CLOSED), tuple(open, State.OPEN));
        world.twilio.calls().clear();
        assertThat(list(ConversationQuery.all().withoutClosed()))
                .extracting(ProviderConversation::id)
                .containsExactly(open);
        assertThat(world.requests()).isEqualTo(1 + 1);
        assertThat(list(ConversationQuery.of(CUSTOMER).withoutClosed()))
                .extracting(ProviderConversation::id)
                .containsExactly(open);
    }

    @Test
    void a_customer_without_conversations_has_none() {
        assertThat(list(ConversationQuery.of(CUSTOMER))).isEmpty();
        assertThat(list(ConversationQuery.all())).isEmpty();
    }

    @Test
    void a_customer_with_more_than_fifty_conversations_costs_a_call_for_each_fifty() {
        for (int i = 0; i < 101; i++) {
            world.twilio.conversations().close(world.open(ON_SUPPORT));
        }

        assertThat(list(ConversationQuery.of(CUSTOMER))).hasSize(101);
        assertThat(world.requests()).isEqualTo(3);
        world.twilio.calls().clear();
        assertThat(conversations
                        .conversations(ConversationQuery.of(CUSTOMER))
                        .limit(50)
                        .toList())
                .hasSize(50);
        assertThat(world.requests()).isEqualTo(1);
    }

    @Test
    void one_conversation_is_read_by_its_id_in_two_calls() {
        String id = world.open(ON_SALES);

        assertThat(conversations.conversation(id)).hasValueSatisfying(it -> {
            assertThat(it.id()).isEqualTo(id);
            assertThat(it.threads()).containsExactly(ON_SALES);
        });
        assertThat(world.requests()).isEqualTo(2);
        assertThat(conversations.conversation(A)).isEmpty();
    }

    @Test
    void a_conversation_that_is_still_being_made_is_neither_open_nor_closed() {
        world.beginToOpen(ON_SUPPORT);

        assertThat(list(ConversationQuery.all()))
                .extracting(ProviderConversation::state)
                .containsExactly(State.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CH1", "../Messages", "MB00000000000000000000000000000001", "whatsapp_201016666348"})
    void what_is_no_id_of_twilio_goes_into_no_address(String id) {
        assertThat(failure(() -> conversations.conversation(id)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure(() -> conversations.close(id)).kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(failure(() -> conversations.reply(id, ON_SUPPORT, "agent-1", text("hi")))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(world.requests()).isZero();
    }

    @Test
    void wrong_credentials_are_said_to_be_wrong() {
        world.twilio.refuse(world.twilio.accountSid());

        GatewayException failure = failure(() -> list(ConversationQuery.of(CUSTOMER)));

        assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(failure).hasMessageContaining("+2010•••6348").hasMessageNotContaining("201016666348");
        assertThat(world.requests()).isEqualTo(1);
    }

    @Test
    void an_answer_that_cannot_be_read_is_an_exception_that_repeats_nothing_of_it() {
        world.twilio.faults().always("GET", "*", Fault.answer(200, "text/html", "<p>+201016666348</p>"));

        GatewayException failure = failure(() -> list(ConversationQuery.all()));

        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageNotContaining("201016666348").hasNoCause();
    }

    @Test
    void options_are_checked_at_once() {
        TwilioConversations.Builder builder = TwilioConversations.builder(world.account);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.totalTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.connectTimeout(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxConcurrentRequests(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.connectTimeout(Duration.ofSeconds(11)).build());
    }

    private List<ProviderConversation> list(ConversationQuery query) {
        try (Stream<ProviderConversation> found = conversations.conversations(query)) {
            return found.toList();
        }
    }

    private static GatewayException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return catchThrowableOfType(GatewayException.class, action);
    }

    private static Content.Text text(String text) {
        return new Content.Text(text, List.of());
    }
}
