package dev.numberpool.diagnose;

import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.SenderDirectory;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An account whose senders are all in order until a test says otherwise; counts how often it is asked. */
class ScriptedDirectory implements SenderDirectory {
    final Map<PhoneNumber, Sender> senders = new LinkedHashMap<>();
    final Set<PhoneNumber> opening = new HashSet<>();

    @Nullable
    RuntimeException failure;

    @Nullable
    RuntimeException openingFailure;

    int calls;
    int openingCalls;

    private final String account;

    ScriptedDirectory(String account, PhoneNumber... numbers) {
        this.account = account;
        for (PhoneNumber number : numbers) {
            senders.put(number, online(number));
        }
    }

    static Sender online(PhoneNumber number) {
        return new Sender(
                number,
                State.ONLINE,
                "ONLINE",
                "HIGH",
                "10K Customers/24hr",
                List.of(),
                URI.create("https://example.com/twilio/inbound"),
                URI.create("https://example.com/twilio/status"));
    }

    void change(PhoneNumber number, UnaryOperator<Sender> change) {
        senders.compute(number, (n, sender) -> change.apply(online(number)));
    }

    void state(PhoneNumber number, State state, String word, String... reasons) {
        change(
                number,
                s -> new Sender(
                        number,
                        state,
                        word,
                        s.quality(),
                        s.messagingLimit(),
                        List.of(reasons),
                        s.inbound(),
                        s.statusCallback()));
    }

    void quality(PhoneNumber number, @Nullable String quality) {
        change(
                number,
                s -> new Sender(
                        number,
                        s.state(),
                        s.word(),
                        quality,
                        s.messagingLimit(),
                        List.of(),
                        s.inbound(),
                        s.statusCallback()));
    }

    void webhooks(PhoneNumber number, @Nullable String inbound, @Nullable String status) {
        change(
                number,
                s -> new Sender(
                        number,
                        s.state(),
                        s.word(),
                        s.quality(),
                        s.messagingLimit(),
                        List.of(),
                        inbound == null ? null : URI.create(inbound),
                        status == null ? null : URI.create(status)));
    }

    @Override
    public String accountId() {
        return account;
    }

    @Override
    public List<Sender> senders() {
        calls++;
        if (failure != null) {
            throw failure;
        }
        return List.copyOf(senders.values());
    }

    @Override
    public Set<PhoneNumber> openingConversations() {
        openingCalls++;
        if (openingFailure != null) {
            throw openingFailure;
        }
        return opening;
    }
}
