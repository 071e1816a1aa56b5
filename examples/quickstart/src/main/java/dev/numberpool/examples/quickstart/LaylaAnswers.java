package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.ConversationId;
import dev.numberpool.Participant;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Delivery;
import dev.numberpool.desk.HandoverDesk;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.desk.InboundOutcome;
import dev.numberpool.desk.Message;
import dev.numberpool.jdbc.JdbcMessageLog;
import dev.numberpool.jdbc.JdbcNumberStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The chapter about messages: codes, a quote, a reply that could be for two, and a chat that has to be opened first. */
final class LaylaAnswers {
    private static final long MARIA = 282;
    private static final long SOFIA = 290;
    private static final long YARA = 294;

    private final Participant layla = Stage.AGENTS.get(0).phone();
    private final Stage stage;
    private final Story story;
    private final AgentsPhone phone;
    private final HandoverDesk desk;
    private int received;

    private LaylaAnswers(Stage stage) {
        this.stage = stage;
        this.story = stage.story();
        this.phone = new AgentsPhone(
                number -> stage.pool().assignmentsOn(number).get(0).displayName());
        DataSource dataSource = stage.database().dataSource();
        this.desk = HandoverDesk.builder(
                        stage.pool(), JdbcNumberStore.create(dataSource), JdbcMessageLog.create(dataSource), phone)
                .wakeUp((assignment, visitor, code) ->
                        new Content.Template("new_chat", Map.of("1", visitor == null ? "#" + code : visitor)))
                .build();
    }

    static void tell(Stage stage) {
        LaylaAnswers chapter = new LaylaAnswers(stage);
        chapter.share();
        chapter.quote();
        chapter.hold();
        chapter.wake();
    }

    private void share() {
        story.chapter("Layla answers two visitors in one chat");
        story.say("""
                A HandoverDesk carries the messages. Its log is on the same database; its gateway is
                the example's, and prints what Layla's phone shows. Support Team 1 is Maria and Yara
                there, so the desk puts codes in front:""");
        send(MARIA, "Maria", "Where is my parcel?");
        send(YARA, "Yara", "Can I pay later?");
        story.quote(phone.transcript());
    }

    private void quote() {
        story.say("She replies to Yara's message, as one does in WhatsApp. That needs no code:");
        receive(written(YARA, "Yes, in two parts.").quoting(phone.lastId()));
        story.quote(phone.transcript());
    }

    private void hold() {
        story.say("She just writes. It could be for either, so nobody gets it, and she is asked:");
        receive(written(MARIA, "It left this morning."));
        story.quote(phone.transcript());
        story.say("A code alone says for whom it was:");
        receive(written(MARIA, "#282"));
        story.quote(phone.transcript());
    }

    private void wake() {
        Assignment sofia = assignment(SOFIA);
        SenderThread chat = new SenderThread(layla, sofia.number());
        desk.importWindows(Map.of(chat, Instant.now().minus(Duration.ofDays(2))));
        story.say("""
                In the chat of Sales Team she last wrote two days ago, and WhatsApp takes no free text
                there. Sofia's message waits, and an approved template asks Layla to open the chat:""");
        Delivery delivery = send(SOFIA, "Sofia", "Do you ship to Giza?");
        phone.write("(toAgent said)", delivery.toString());
        story.quote(phone.transcript());
        story.say("She taps the button. Sofia sees nothing of that; flush() sends what waited:");
        receive(written(SOFIA, "Open the chat").quoting(phone.lastId()).tapped("#" + SOFIA));
        story.quote(phone.transcript());
    }

    private Delivery send(long conversation, String visitor, String text) {
        Message message = Message.of("message 1", text).from(visitor);
        return desk.toAgent(ConversationId.of(conversation), message);
    }

    /** What Layla writes in the chat in which this conversation is. */
    private InboundMessage written(long conversation, String text) {
        received++;
        return InboundMessage.of(
                "IN" + received, layla, assignment(conversation).number(), text, Instant.now());
    }

    private void receive(InboundMessage message) {
        phone.write("Layla", message.button() == null ? message.text() : "[" + message.text() + "]");
        InboundOutcome outcome = desk.receive(message, this::show);
        desk.tell(message, outcome);
        desk.flush(message.thread());
    }

    private void show(InboundMessage message, InboundOutcome outcome) {
        if (outcome instanceof InboundOutcome.Routed routed) {
            String visitor = "#" + routed.assignment().conversation() + " reads";
            phone.write(visitor, routed.text() + "  (" + routed.by() + ")");
        } else if (outcome instanceof InboundOutcome.Ambiguous ambiguous) {
            String candidates = ambiguous.candidates().stream()
                    .map(candidate -> "#" + candidate.conversation())
                    .collect(Collectors.joining(" or "));
            phone.write("nobody reads", "it could be for " + candidates);
        }
    }

    private Assignment assignment(long conversation) {
        return stage.pool().assignmentOf(ConversationId.of(conversation)).orElseThrow();
    }
}
