package dev.numberpool.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.rest.conversations.v1.Conversation;
import com.twilio.rest.conversations.v1.ConversationUpdater;
import com.twilio.rest.conversations.v1.ConversationWithParticipants;
import com.twilio.rest.conversations.v1.ConversationWithParticipantsCreator;
import com.twilio.rest.conversations.v1.conversation.Message;
import com.twilio.rest.conversations.v1.conversation.MessageCreator;
import com.twilio.rest.conversations.v1.conversation.Participant;
import com.twilio.rest.conversations.v1.conversation.ParticipantCreator;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import java.util.List;
import java.util.Map;

/**
 * The requests of the SDK that change conversations. Twilio tells nobody's webhook of what comes through its API unless
 * the request itself asks for that.
 */
final class ConversationRequests {
    private final boolean isTold;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Requests.
     *
     * @param isTold whether webhooks are told of what they change
     */
    ConversationRequests(boolean isTold) {
        this.isTold = isTold;
    }

    /** A conversation with its participant in one step, of which Twilio does all or nothing. */
    ConversationWithParticipantsCreator open(SenderThread thread, String uniqueName) {
        ConversationWithParticipantsCreator creator = ConversationWithParticipants.creator()
                .setUniqueName(uniqueName)
                .setParticipant(List.of(participant(thread)));
        return isTold
                ? creator.setXTwilioWebhookEnabled(ConversationWithParticipants.WebhookEnabledType.TRUE)
                : creator;
    }

    private String participant(SenderThread thread) {
        Map<String, String> binding = Map.of(
                "address", WhatsApp.address(thread.participant()), "proxy_address", WhatsApp.address(thread.number()));
        try {
            return json.writeValueAsString(Map.of("messaging_binding", binding));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two addresses cannot be written as JSON", e);
        }
    }

    ParticipantCreator bind(String conversation, SenderThread thread) {
        ParticipantCreator creator = Participant.creator(conversation)
                .setMessagingBindingAddress(WhatsApp.address(thread.participant()))
                .setMessagingBindingProxyAddress(WhatsApp.address(thread.number()));
        return isTold ? creator.setXTwilioWebhookEnabled(Participant.WebhookEnabledType.TRUE) : creator;
    }

    ConversationUpdater close(String conversation) {
        ConversationUpdater updater = Conversation.updater(conversation).setState(Conversation.State.CLOSED);
        return isTold ? updater.setXTwilioWebhookEnabled(Conversation.WebhookEnabledType.TRUE) : updater;
    }

    /**
     * A message.
     *
     * @throws GatewayException if Twilio would not take it
     */
    MessageCreator reply(String conversation, String author, Content content) {
        MessageCreator creator = said(Message.creator(conversation), content).setAuthor(author);
        return isTold ? creator.setXTwilioWebhookEnabled(Message.WebhookEnabledType.TRUE) : creator;
    }

    private MessageCreator said(MessageCreator creator, Content content) {
        if (content instanceof Content.Template template) {
            OutgoingMessage.check(template);
            creator.setContentSid(template.id());
            return template.variables().isEmpty()
                    ? creator
                    : creator.setContentVariables(OutgoingMessage.json(json, template.variables()));
        }
        Content.Text text = (Content.Text) content;
        if (!text.media().isEmpty()) {
            throw new GatewayException(
                    Kind.CONTENT,
                    "media in a conversation would have to be uploaded to Twilio first; send them by the gateway");
        }
        OutgoingMessage.check(text);
        return creator.setBody(OutgoingMessage.sendable(text.text()));
    }
}
