package dev.numberpool.examples.quickstart;

import dev.numberpool.SenderThread;
import dev.numberpool.desk.Content;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.desk.InboundMessage;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The agents' phones, and a WhatsApp that takes free text only where the agent has written within 24 hours. */
final class Phones implements MessagingGateway {
    /** What an agent has read, and in which chat. */
    record Read(SenderThread chat, String text) {
        boolean hasCode(long conversation) {
            return text.lines().anyMatch(line -> line.startsWith("#" + conversation + ": "));
        }
    }

    private final InstantSource clock;
    private final List<Read> read = new ArrayList<>();
    private final Map<SenderThread, Instant> written = new HashMap<>();
    private int messages;

    Phones(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String send(OutboundMessage message) {
        show(message.thread(), ((Content.Text) message.content()).text());
        return "SM" + read.size();
    }

    void show(SenderThread chat, String text) {
        if (!isOpen(chat)) {
            throw new GatewayException(Failure.Kind.WINDOW_CLOSED, "the agent has not written here for a day");
        }
        read.add(new Read(chat, text));
    }

    private boolean isOpen(SenderThread chat) {
        Instant last = written.get(chat);
        return last != null && last.plus(Duration.ofHours(24)).isAfter(clock.instant());
    }

    /** The last message with this text in it. */
    Read last(String text) {
        return read.stream()
                .filter(message -> message.text().endsWith(text))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no agent has read: " + text));
    }

    /** The message that was read last. */
    String lastText() {
        return read.get(read.size() - 1).text();
    }

    /** The agent types into a chat. */
    InboundMessage write(SenderThread chat, String text) {
        written.put(chat, clock.instant());
        messages++;
        return InboundMessage.of("IN" + messages, chat.participant(), chat.number(), text, clock.instant());
    }

    /** A person answers as they were written to: with the code if there was one, in that chat. */
    InboundMessage answer(long conversation, String question, String answer) {
        Read last = last(question);
        return write(last.chat(), last.hasCode(conversation) ? "#" + conversation + ": " + answer : answer);
    }
}
