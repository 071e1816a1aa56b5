package dev.numberpool.examples.quickstart;

import dev.numberpool.PhoneNumber;
import dev.numberpool.desk.Content;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.OutboundMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A provider that reaches nobody: it writes down what an agent's phone would show, and in which chat. */
final class AgentsPhone implements MessagingGateway {
    private static final int SPEAKER = 16;
    private static final Pattern LINE = Pattern.compile("(.{1,76})(?: |$)", Pattern.MULTILINE);

    private final Function<PhoneNumber, String> chats;
    private final List<OutboundMessage> arrived = new CopyOnWriteArrayList<>();
    private final List<String> transcript = new CopyOnWriteArrayList<>();

    /** A phone that knows our numbers by these names. */
    AgentsPhone(Function<PhoneNumber, String> chats) {
        this.chats = chats;
    }

    @Override
    public String send(OutboundMessage message) {
        write(chats.apply(message.thread().number()), text(message.content()));
        arrived.add(message);
        return idOf(arrived.size());
    }

    /** The provider's id of the message that came last. */
    String lastId() {
        return idOf(arrived.size());
    }

    /** Adds what somebody else wrote, or read. */
    void write(String speaker, String text) {
        String first = speaker;
        for (MatchResult line : LINE.matcher(text).results().toList()) {
            transcript.add(first + " ".repeat(Math.max(SPEAKER - first.length(), 1)) + line.group(1));
            first = "";
        }
    }

    /** What has been written down since the last call. */
    String transcript() {
        String text = String.join("\n", transcript);
        transcript.clear();
        return text;
    }

    private static String text(Content content) {
        if (content instanceof Content.Template template) {
            return template.variables().get("1") + " is waiting for an answer.  [Open the chat]";
        }
        return ((Content.Text) content).text();
    }

    private static String idOf(int position) {
        return "SM" + position;
    }
}
