package dev.numberpool.examples.supportdesk.phones;

import dev.numberpool.Assignment;
import dev.numberpool.NumberPoolException;
import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.whatsapp.WhatsApp;

/** What visitors do on the website. */
final class VisitorForms {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 10_000;

    private final Site site;
    private final Handovers handovers;
    private final WhatsApp whatsApp;
    private final PhoneRecords records;
    private final PageReader reader;

    VisitorForms(Site site, Handovers handovers, WhatsApp whatsApp, PhoneRecords records, PageReader reader) {
        this.site = site;
        this.handovers = handovers;
        this.whatsApp = whatsApp;
        this.records = records;
        this.reader = reader;
    }

    /** A new visitor opens the chat and writes. */
    Form.Done begin(Form form) {
        String name = form.needed("name", "The name", LONGEST_NAME);
        String text = form.needed("text", "The message", LONGEST_TEXT);
        WidgetId widget = records.firstWidget()
                .orElseThrow(() -> Refusal.conflict("There is no chat widget yet. Make a pool of numbers first."));
        Chat chat = site.open(widget, name, null, whatsApp.clock().instant());
        handovers.write(chat, text);
        return new Form.Done(form.place().with(chat.id()), name + " has written, and has no human yet. Ask for one.");
    }

    /** The visitor writes. */
    Form.Done write(Form form) {
        Chat chat = chat(form);
        if (!chat.isOpen()) {
            throw Refusal.conflict("This chat has ended.");
        }
        handovers.write(chat, form.needed("text", "The message", LONGEST_TEXT));
        return new Form.Done(form.place().with(chat.id()), "");
    }

    /** The visitor asks for a human. */
    Form.Done handOver(Form form) {
        Chat chat = chat(form);
        Moment moment = reader.now();
        String wanted = form.text("to");
        Agent agent = (wanted.isEmpty() ? moment.freest() : moment.agent(wanted))
                .orElseThrow(() -> Refusal.conflict("There is no such agent. Add one first."));
        try {
            Assignment assignment = handovers.handOver(chat, agent.participant());
            String number = Moment.digits(assignment.number().e164());
            return new Form.Done(
                    form.place().at(Moment.digits(agent.phone()), number).with(chat.id()),
                    chat.visitor() + " is with " + agent.name() + " now, on " + assignment.displayName() + ".");
        } catch (NumberPoolException e) {
            throw Refusal.conflict(chat.visitor() + " could not be handed over: " + e.getMessage());
        }
    }

    /** The chat is over. */
    Form.Done end(Form form) {
        Chat chat = chat(form);
        handovers.close(chat);
        return new Form.Done(
                form.place().with(chat.id()), "The chat with " + chat.visitor() + " has ended. Its number is free.");
    }

    /** Somebody new answers visitors. */
    Form.Done employ(Form form) {
        String name = form.needed("name", "The name", LONGEST_NAME);
        String phone = form.needed("text", "The number", LONGEST_NAME).replaceAll("[\\s()-]", "");
        if (!PhoneNumber.isValid(phone)) {
            throw Refusal.invalid("The number must begin with + and the country's code, like +201016666304.");
        }
        if (reader.now().isOurs(phone)) {
            throw Refusal.invalid("This is a number of the desk itself. Type the number of the agent's own WhatsApp.");
        }
        if (!site.employ(new Agent(phone, name))) {
            throw Refusal.conflict("There is an agent with this number already.");
        }
        return new Form.Done(form.place().at(Moment.digits(phone)), name + " can answer visitors now.");
    }

    private Chat chat(Form form) {
        return reader.find(form.place().chat()).orElseThrow(() -> Refusal.conflict("There is no such chat."));
    }
}
