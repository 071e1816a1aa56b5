package dev.numberpool.examples.quickstart;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.InboundMessage;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host as it was before numberpool: one number, and codes that agents have to type. */
record OldWay(PhoneNumber number, Map<Long, Participant> agents, Phones phones, BiConsumer<Long, String> visitorReads)
        implements MessageWay {
    private static final Pattern CODED = Pattern.compile("#(\\d+): (.*)", Pattern.DOTALL);

    @Override
    public void toAgent(long conversation, String text) {
        phones.show(new SenderThread(agents.get(conversation), number), "#" + conversation + ": " + text);
    }

    /** Text without a code is for nobody. */
    @Override
    public void webhook(InboundMessage message) {
        Matcher coded = CODED.matcher(message.text());
        if (message.to().equals(number) && coded.matches()) {
            visitorReads.accept(Long.valueOf(coded.group(1)), coded.group(2));
        }
    }
}
