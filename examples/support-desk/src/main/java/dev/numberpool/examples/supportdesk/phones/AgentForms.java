package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.examples.supportdesk.phones.PhonesPage.Button;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import dev.numberpool.twilio.fake.FakeMessage;
import dev.numberpool.twilio.fake.FakePhone;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What agents do on their phones, and the time of the simulation. */
final class AgentForms {
    /** WhatsApp's longest message. */
    private static final int LONGEST = 4096;

    private final Site site;
    private final SimulatedTwilio simulated;
    private final PageReader reader;
    private final Runnable changed;

    AgentForms(Site site, SimulatedTwilio simulated, PageReader reader, Runnable changed) {
        this.site = site;
        this.simulated = simulated;
        this.reader = reader;
        this.changed = changed;
    }

    /** The agent writes, perhaps as a reply to a message. Who writes has read what came before. */
    Form.Done answer(Form form) {
        OnPhone here = onPhone(form);
        String text = form.needed("text", "The message", LONGEST);
        String quote = form.text("quote");
        if (quote.isEmpty()) {
            here.phone.write(here.number, text);
        } else {
            here.phone.quote(here.message(quote).sid(), text);
        }
        return here.done("");
    }

    /** The agent taps the button of a template. */
    Form.Done tap(Form form) {
        OnPhone here = onPhone(form);
        FakeMessage template = here.message(form.text("message"));
        Button button = PhoneReader.button(template, here.thread);
        if (button == null) {
            throw Refusal.conflict("This message has no button.");
        }
        if (button.isTapped()) {
            throw Refusal.conflict("This button was tapped before, or something was written since.");
        }
        here.phone.tap(template.sid(), PhonesScreen.BUTTON, "open");
        return here.done("The chat is open for 24 hours. What waited has followed.");
    }

    /** The agent looks at a chat: the messages in it are read. */
    Form.Done open(Form form) {
        return onPhone(form).done("");
    }

    /** Time passes. */
    Form.Done pass(Form form) {
        site.ahead(simulated.pass(Duration.ofHours(25)));
        changed.run();
        return new Form.Done(
                form.place(),
                "25 hours have passed. Nobody has written since: what visitors write now cannot go out as plain text.");
    }

    private OnPhone onPhone(Form form) {
        Moment moment = reader.now();
        Place place = form.place();
        Agent agent = moment.agent(place.agent()).orElseThrow(() -> Refusal.conflict("There is no such agent."));
        String number = "+" + place.number();
        @Nullable List<FakeMessage> thread = moment.threads(agent).get(number);
        if (thread == null && moment.chatsOn(agent, number).isEmpty()) {
            throw Refusal.conflict("There is no such chat on " + agent.name() + "'s phone.");
        }
        FakePhone phone = simulated.phone(agent.phone()).profileName(agent.name());
        return new OnPhone(place, phone, number, thread == null ? List.of() : thread);
    }

    /** A chat on an agent's phone. */
    private final class OnPhone {
        private final Place place;
        private final FakePhone phone;
        private final String number;
        private final List<FakeMessage> thread;

        private OnPhone(Place place, FakePhone phone, String number, List<FakeMessage> thread) {
            this.place = place;
            this.phone = phone;
            this.number = number;
            this.thread = thread;
        }

        private FakeMessage message(String sid) {
            return thread.stream()
                    .filter(message -> message.sid().equals(sid))
                    .findFirst()
                    .orElseThrow(() -> Refusal.conflict("The message that you refer to is not in this chat."));
        }

        /** The desk has got it before the page is shown again. */
        private Form.Done done(String notice) {
            phone.read(number);
            simulated.twilio().webhooks().settleSoFar();
            return new Form.Done(place.quoting(null), notice);
        }
    }
}
