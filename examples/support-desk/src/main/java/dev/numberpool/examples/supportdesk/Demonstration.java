package dev.numberpool.examples.supportdesk;

import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Site;
import dev.numberpool.examples.supportdesk.whatsapp.SimulatedTwilio;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A support team with a pool of three numbers, and some visitors: what a newcomer sees first. */
final class Demonstration {
    /** How many visitors it brings, and how many of them are with an agent. */
    static final int VISITORS = 4;

    static final int HANDED_OVER = 3;

    private static final WidgetId WIDGET = WidgetId.of(7);

    private static final String POOL = """
            [
              {"number": "+15558986359", "display_name": "Support Team 1", "is_active": true, "notes": "Primary"},
              {"number": "+15558986360", "display_name": "Support Team 2", "is_active": true},
              {"number": "+15558986361", "display_name": "Support Team 3", "is_active": true}
            ]""";

    private static final List<Agent> AGENTS = List.of(
            new Agent("+201016666301", "Layla"),
            new Agent("+201016666302", "Omar"),
            new Agent("+201016666303", "Nadia"));

    private final Jdbi jdbi;
    private final Site site;
    private final Handovers handovers;
    private final SimulatedTwilio twilio;

    Demonstration(Jdbi jdbi, Site site, Handovers handovers, SimulatedTwilio twilio) {
        this.jdbi = jdbi;
        this.site = site;
        this.handovers = handovers;
        this.twilio = twilio;
    }

    /** Fills an empty database; one with agents stays as it is. */
    void prepare() {
        boolean isEmpty = site.agents().isEmpty();
        if (isEmpty) {
            jdbi.useHandle(handle -> handle.execute(
                    "INSERT INTO widget_configs (id, whatsapp_number_pool, handover_whatsapp_number)"
                            + " VALUES (7, ?::jsonb, '+15558986362')",
                    POOL));
            AGENTS.forEach(site::employ);
        }
        ownNumbers();
        if (isEmpty) {
            openWindows();
            visitors();
        }
    }

    private void ownNumbers() {
        Widget widget = handovers.pool().widget(WIDGET);
        twilio.own(widget.pool().stream().map(entry -> entry.number().e164()).toList());
        twilio.own(List.of("+15558986362"));
    }

    /**
     * The agents have written to every number today, so free text may be sent. Their greetings were for no visitor, and
     * nobody has to see to them.
     */
    private void openWindows() {
        for (Agent agent : AGENTS) {
            handovers
                    .pool()
                    .widget(WIDGET)
                    .pool()
                    .forEach(entry -> twilio.phone(agent.phone())
                            .profileName(agent.name())
                            .write(entry.number().e164(), "Good morning!"));
        }
        twilio.twilio().webhooks().settle();
        jdbi.useHandle(handle -> handle.execute("DELETE FROM desk_undelivered"));
    }

    private void visitors() {
        Chat maria = begin("Maria", "maria@example.com", "Where is my parcel?");
        Chat youssef = begin("Youssef", null, "Can I pay later?");
        begin("Sofia", null, "Do you ship to Lisbon?"); // waits: nobody has handed her over
        Chat daniel = begin("Daniel", null, "The jacket is too small. Can I swap it?");
        handovers.handOver(maria, AGENTS.get(0).participant());
        handovers.handOver(youssef, AGENTS.get(0).participant());
        handovers.handOver(daniel, AGENTS.get(1).participant());
        twilio.twilio().webhooks().settle();
    }

    private Chat begin(String visitor, @Nullable String email, String text) {
        Chat chat = site.open(WIDGET, visitor, email, twilio.clock().instant());
        handovers.write(chat, text);
        return chat;
    }
}
