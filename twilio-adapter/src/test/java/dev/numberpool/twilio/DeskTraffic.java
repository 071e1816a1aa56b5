package dev.numberpool.twilio;

import dev.numberpool.twilio.DeskTruth.Chat;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import dev.numberpool.twilio.fake.ScreenLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Visitors who write in their browsers, agents who answer on their phones by quoting, with codes, or with neither, and
 * conversations that begin and end. Who answers with neither answers the last line of the chat, and soon.
 */
final class DeskTraffic {
    /** Two agents have as many conversations as there are numbers, or fewer; the others have to share chats. */
    private static final List<Integer> CHATS = List.of(2, 3, 5, 6);

    static final List<String> AGENTS =
            IntStream.range(0, CHATS.size()).mapToObj(i -> "+20101666634" + i).toList();
    static final List<String> NUMBERS = List.of("+15558986359", "+15558986360", "+15558986361");

    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int VISITORS_AT_ONCE = 3;

    private final FakeTwilio twilio;
    private final FaultyEntrance entrance;
    private final DeskTruth truth;
    private final Random random;
    private final Map<String, Chat> open = new ConcurrentHashMap<>();
    private final AtomicInteger lastConversation = new AtomicInteger();
    private final AtomicInteger lastMessage = new AtomicInteger();
    private final Queue<RuntimeException> errors = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(VISITORS_AT_ONCE + CHATS.size() + 1);

    DeskTraffic(FakeTwilio twilio, FaultyEntrance entrance, DeskTruth truth, Random random) {
        this.twilio = twilio;
        this.entrance = entrance;
        this.truth = truth;
        this.random = random;
    }

    void start() {
        for (int agent = 0; agent < CHATS.size(); agent++) {
            for (int chat = 0; chat < CHATS.get(agent); chat++) {
                begin(AGENTS.get(agent));
            }
        }
        for (int visitor = 0; visitor < VISITORS_AT_ONCE; visitor++) {
            every(250, this::visitorWrites);
        }
        AGENTS.forEach(agent -> every(450, () -> agentAnswers(agent)));
        every(2_500, this::oneEndsAndOneBegins);
    }

    private void every(int millis, Runnable what) {
        threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        what.run();
                    } catch (RuntimeException e) {
                        errors.add(e);
                    }
                },
                random.nextInt(millis),
                millis,
                TimeUnit.MILLISECONDS);
    }

    /** Returns when everything that was under way is over; what went wrong in the test's own people. */
    List<RuntimeException> stop() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            errors.add(new IllegalStateException("somebody still waits for an answer"));
            threads.shutdownNow();
        }
        return List.copyOf(errors);
    }

    private void begin(String agent) {
        String conversation = String.valueOf(lastConversation.incrementAndGet());
        String number = entrance.call("/assign", conversation + " " + agent);
        open.put(conversation, new Chat(conversation, agent, number));
    }

    private void oneEndsAndOneBegins() {
        Chat chat = anyOpen();
        open.remove(chat.conversation());
        truth.ends(chat);
        entrance.call("/release", chat.conversation());
        begin(chat.agent());
    }

    private void visitorWrites() {
        Chat chat = anyOpen();
        String token = "v" + lastMessage.incrementAndGet() + ".";
        truth.visitorWrites(token, chat);
        String answer = entrance.call("/say", chat.conversation() + " " + token + " " + DeskTruth.says(token));
        if (answer.equals("Refused")) {
            truth.refused(token);
        }
    }

    private void agentAnswers(String agent) {
        List<ScreenLine> lines = twilio.phone(agent).screen().stream()
                .filter(line -> !line.own() && DeskTruth.token(line.text()).isPresent())
                .toList();
        if (lines.isEmpty()) {
            return;
        }
        ScreenLine line = lines.get(Math.max(0, lines.size() - 1 - random.nextInt(8)));
        Chat chat = truth.chatOf(DeskTruth.token(line.text()).orElseThrow());
        String token = "a" + lastMessage.incrementAndGet() + ".";
        truth.agentWrote(write(lines, line, chat, DeskTruth.says(token)), token, chat);
    }

    private String write(List<ScreenLine> lines, ScreenLine line, Chat chat, String text) {
        FakePhone phone = twilio.phone(chat.agent());
        int die = random.nextInt(100);
        if (die < 30 && isLastAndFresh(lines, line)) {
            return phone.write(chat.number(), text);
        }
        if (die < 65) {
            return phone.quote(line.sid(), text);
        }
        String number = die < 90 ? chat.number() : NUMBERS.get(random.nextInt(NUMBERS.size()));
        return phone.write(number, "#" + chat.conversation() + ": " + text);
    }

    private boolean isLastAndFresh(List<ScreenLine> lines, ScreenLine line) {
        List<ScreenLine> chat = lines.stream()
                .filter(other -> other.number().equals(line.number()))
                .toList();
        return chat.get(chat.size() - 1).equals(line)
                && twilio.messages()
                        .get(line.sid())
                        .created()
                        .isAfter(twilio.clock().instant().minus(SOON));
    }

    /** An agent who was asked, or has heard nothing, writes it again and says for whom. */
    void writeAgain(DeskTruth.Answer answer) {
        Chat chat = answer.chat();
        String text = "#" + chat.conversation() + ": " + DeskTruth.says(answer.token());
        truth.agentWrote(twilio.phone(chat.agent()).write(chat.number(), text), answer.token(), chat);
    }

    private Chat anyOpen() {
        List<Chat> chats = new ArrayList<>(open.values());
        return chats.get(random.nextInt(chats.size()));
    }
}
