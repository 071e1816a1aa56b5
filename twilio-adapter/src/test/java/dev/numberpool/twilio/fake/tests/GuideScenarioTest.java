package dev.numberpool.twilio.fake.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.conversations.v1.AddressConfiguration;
import com.twilio.rest.conversations.v1.Conversation;
import com.twilio.rest.conversations.v1.ParticipantConversation;
import com.twilio.rest.conversations.v1.conversation.Message;
import com.twilio.rest.conversations.v1.conversation.Participant;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scenario of the guide to several numbers: one customer writes to support and to sales. */
final class GuideScenarioTest {
    private static final String CUSTOMER = "+201016666348";
    private static final String SUPPORT = "+1234567890";
    private static final String SALES = "+0987654321";
    private static final String A = "CH" + "a".repeat(32);
    private static final String B = "CH" + "b".repeat(32);

    private final FakeTwilio twilio = FakeTwilio.start();
    private final TwilioRestClient sdk = SdkClient.of(twilio);

    @BeforeEach
    void theCustomerWritesToBoth() {
        for (String number : List.of(SUPPORT, SALES)) {
            twilio.senders().add(number);
            AddressConfiguration.creator(AddressConfiguration.Type.WHATSAPP, "whatsapp:" + number)
                    .setAutoCreationEnabled(true)
                    .create(sdk);
        }
        twilio.conversations().nextSid(A).nextSid(B);
        FakePhone customer = twilio.phone(CUSTOMER);
        customer.write(SUPPORT, "It does not work");
        customer.write(SALES, "I want another one");
        customer.write(SUPPORT, "Now it does");
    }

    @AfterEach
    void close() {
        twilio.close();
    }

    @Test
    void theSameCustomerOnTwoNumbersHasTwoConversations() {
        List<String> sids = new ArrayList<>();
        Conversation.reader().read(sdk).forEach(conversation -> sids.add(conversation.getSid()));
        assertEquals(List.of(A, B), sids);
        assertEquals(
                List.of("It does not work", "Now it does"),
                twilio.conversations().get(A).texts());
    }

    @Test
    void theParticipantOfEachConversationNamesItsNumber() {
        assertEquals("whatsapp:" + SUPPORT, binding(A).get("proxy_address"));
        assertEquals("whatsapp:" + SALES, binding(B).get("proxy_address"));
        assertEquals("whatsapp:" + CUSTOMER, binding(B).get("address"));
        assertEquals("whatsapp", binding(B).get("type"));
    }

    @Test
    void oneCallFindsAllConversationsOfTheCustomerWithTheirNumbers() {
        twilio.calls().clear();
        List<String> found = new ArrayList<>();
        ParticipantConversation.reader()
                .setAddress("whatsapp:" + CUSTOMER)
                .setPageSize(50L)
                .read(sdk)
                .forEach(row -> found.add(row.getConversationSid() + " "
                        + ((Map<?, ?>) row.getParticipantMessagingBinding()).get("proxy_address")));
        assertEquals(List.of(A + " whatsapp:" + SUPPORT, B + " whatsapp:" + SALES), found);
        assertEquals(1, twilio.calls().all().size());
    }

    @Test
    void anAnswerInAConversationComesFromItsOwnNumber() {
        Message.creator(B).setAuthor("agent-1").setBody("Which colour?").create(sdk);
        assertEquals(
                List.of("I want another one", "Which colour?"),
                twilio.phone(CUSTOMER).texts(SALES));
        assertTrue(twilio.phone(CUSTOMER).texts(SUPPORT).stream().noneMatch("Which colour?"::equals));
    }

    @Test
    void withoutAutocreationAMessageMakesNoConversation() {
        AddressConfiguration.reader()
                .read(sdk)
                .forEach(row -> AddressConfiguration.updater(row.getSid())
                        .setAutoCreationEnabled(false)
                        .update(sdk));
        twilio.phone("+201016666349").write(SUPPORT, "Hello");
        assertEquals(2, twilio.conversations().all().size());
    }

    @Test
    void aMessageThatIsSentByNumberMakesNoConversation() {
        new Rest(twilio).message(SALES, "+201016666349", "Hello");
        assertEquals(2, twilio.conversations().all().size());
    }

    private Map<?, ?> binding(String conversation) {
        Participant participant =
                Participant.reader(conversation).firstPage(sdk).getRecords().get(0);
        return (Map<?, ?>) participant.getMessagingBinding();
    }
}
