package dev.numberpool.examples.springboot;

import dev.numberpool.Assignment;
import dev.numberpool.Participant;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** For the chat widget and the desks of the application. Who may call it is the application's business: there is no login here. */
@RestController
@RequestMapping("/conversations/{conversation}")
final class ConversationController {
    private final Handovers handovers;
    private final Outbox outbox;
    private final Chat chat;
    private final HandoverDesk desk;

    ConversationController(Handovers handovers, Outbox outbox, Chat chat, HandoverDesk desk) {
        this.handovers = handovers;
        this.outbox = outbox;
        this.chat = chat;
        this.desk = desk;
    }

    /** Who is to answer; null while nobody has been chosen. */
    record HandoverRequest(@Nullable String agent) {
        HandoverRequest {
            if (agent != null) {
                Participant.of(agent); // 400 if it is no address
            }
        }
    }

    /** The number that the conversation has. */
    record HandoverResponse(
            String number,
            String displayName,
            String source,
            @Nullable String agent) {
        static HandoverResponse of(Assignment assignment) {
            Participant agent = assignment.agent();
            return new HandoverResponse(
                    assignment.number().e164(),
                    assignment.displayName(),
                    assignment.source().name(),
                    agent == null ? null : agent.address());
        }
    }

    /** What the visitor writes; the id is the client's, so that it can repeat the call. */
    record MessageRequest(String id, String text) {
        MessageRequest {
            Message.of(id, text); // 400 if it cannot be sent
        }
    }

    @PostMapping("/handover")
    HandoverResponse handOver(@PathVariable long conversation, @RequestBody HandoverRequest request) {
        String agent = request.agent();
        return HandoverResponse.of(handovers.handOver(conversation, agent == null ? null : Participant.of(agent)));
    }

    @PostMapping("/messages")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Chat.Question write(@PathVariable long conversation, @RequestBody MessageRequest request) {
        handovers.addQuestion(conversation, request.id(), request.text()); // committed when this returns
        outbox.send(conversation);
        return chat.question(conversation, request.id());
    }

    @GetMapping("/messages")
    List<Chat.Line> read(@PathVariable long conversation) {
        return chat.lines(chat.conversation(conversation).id());
    }

    @PostMapping("/close")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void close(@PathVariable long conversation) {
        handovers.close(conversation).ifPresent(desk::tellEnded); // after the commit, too
    }
}
