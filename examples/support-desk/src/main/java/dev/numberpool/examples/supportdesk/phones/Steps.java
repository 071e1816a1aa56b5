package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.examples.supportdesk.phones.PhonesPage.Step;
import dev.numberpool.twilio.fake.FakeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What to try, and what of it has happened: all of it is read from what there is. */
final class Steps {
    private static final Pattern CODE = Pattern.compile("(?:^|\n)#[0-9]+: ");
    /** How the desk's question to the agent begins; see DeskTexts. */
    private static final String QUESTION = "Who is this for?";

    private final PhoneRecords records;
    private final int visitors;
    private final int handedOver;

    /**
     * Steps of this desk.
     *
     * @param visitors how many visitors were there from the beginning
     * @param handedOver how many of them were with an agent
     */
    Steps(PhoneRecords records, int visitors, int handedOver) {
        this.records = records;
        this.visitors = visitors;
        this.handedOver = handedOver;
    }

    List<Step> of(Moment moment) {
        PhoneRecords.Progress progress = records.progress();
        List<List<FakeMessage>> threads = moment.messages().values().stream()
                .flatMap(phone -> phone.values().stream())
                .toList();
        return List.of(
                new Step("Answer a visitor from the phone", progress.isAnswered()),
                new Step("Let a new visitor write", progress.chats() > visitors),
                new Step("Ask for a human for the visitor", progress.handedOver() > handedOver),
                new Step(
                        "Give an agent more chats than numbers: codes appear",
                        threads.stream().anyMatch(Steps::hasCode)),
                new Step("Answer there without a code, then say for whom", isReleased(threads)),
                new Step(
                        "Let 25 hours pass, write as a visitor, tap the button",
                        threads.stream().anyMatch(Steps::isWoken)));
    }

    private static boolean hasCode(List<FakeMessage> thread) {
        return thread.stream()
                .anyMatch(message -> !message.inbound()
                        && message.contentSid() == null
                        && CODE.matcher(message.body()).find());
    }

    /** What the desk asked about, and what is not kept as undelivered any more, has reached somebody. */
    private boolean isReleased(List<List<FakeMessage>> threads) {
        List<String> askedAbout = new ArrayList<>();
        for (List<FakeMessage> thread : threads) {
            for (int i = 1; i < thread.size(); i++) {
                if (thread.get(i - 1).inbound() && isQuestion(thread.get(i))) {
                    askedAbout.add(thread.get(i - 1).sid());
                }
            }
        }
        Set<String> undelivered = records.undelivered(askedAbout).keySet();
        return !undelivered.containsAll(askedAbout);
    }

    private static boolean isQuestion(FakeMessage message) {
        return !message.inbound() && message.body().startsWith(QUESTION);
    }

    private static boolean isWoken(List<FakeMessage> thread) {
        boolean isAsked = false;
        for (FakeMessage message : thread) {
            if (isAsked && message.inbound()) {
                return true;
            }
            isAsked = isAsked || message.contentSid() != null;
        }
        return false;
    }
}
