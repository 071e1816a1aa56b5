package dev.numberpool.examples.supportdesk.conversations;

import dev.numberpool.AgentConflictException;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.NoNumberAvailableException;
import dev.numberpool.NumberPoolException;
import dev.numberpool.Participant;
import dev.numberpool.StoreException;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.examples.supportdesk.handover.Handovers;
import dev.numberpool.examples.supportdesk.handover.Moved;
import dev.numberpool.examples.supportdesk.site.Agent;
import dev.numberpool.examples.supportdesk.site.Chat;
import dev.numberpool.examples.supportdesk.site.Site;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What operators do with a chat. Each says in words what happened, or throws {@link RefusedException}. */
final class Actions {
    private final Site site;
    private final Handovers handovers;
    private final Listing listing;

    Actions(Site site, Handovers handovers, Listing listing) {
        this.site = site;
        this.handovers = handovers;
        this.listing = listing;
    }

    String handOver(Chat chat, @Nullable String address) {
        Agent agent = agent(address);
        Assignment before = assignment(chat).orElse(null);
        Assignment now = understood(() -> handovers.handOver(chat, agent.participant()));
        Names names = names();
        if (before != null && before.agent() != null) {
            return agent.name() + " had this chat already; nothing has changed.";
        }
        String number = number(now, names);
        int others = othersOnThread(now, agent.participant());
        return agent.name() + " has the chat now, on " + number
                + (others == 0
                        ? "."
                        : ", together with " + Terms.chats(others) + ": answers need the code #" + chat.id() + ".");
    }

    String transfer(Chat chat, @Nullable String address, @Nullable String seen) {
        Agent agent = agent(address);
        Assignment before = asSeen(chat, seen);
        Moved moved = understood(() -> handovers.transfer(chat, agent.participant()));
        Names names = names();
        String from = names.agent(before.agent() == null ? null : before.agent().address());
        String number = moved.assignment().number().equals(before.number())
                ? "It kept its number, " + number(before, names) + "."
                : "It got another number, " + number(moved.assignment(), names) + " instead of " + number(before, names)
                        + ".";
        return agent.name() + " has the chat now, after " + from + ". " + number + told(agent.name(), moved);
    }

    String reassign(Chat chat, @Nullable String seen) {
        Assignment before = asSeen(chat, seen);
        Moved moved = understood(() -> handovers.reassign(chat));
        Names names = names();
        Participant agent = moved.assignment().agent();
        String who = agent == null ? "the agent" : names.agent(agent.address());
        return "The chat moved from " + number(before, names) + " to " + number(moved.assignment(), names)
                + ": on the phone of " + who + " a new one begins." + told(who, moved);
    }

    String close(Chat chat) {
        if (!chat.isOpen()) {
            return "The chat was closed already; nothing has changed.";
        }
        Assignment before = assignment(chat).orElse(null);
        boolean isTold = understood(() -> handovers.close(chat));
        if (before == null) {
            return "The chat is closed. No agent had it.";
        }
        Names names = names();
        String who = before.agent() == null
                ? "Its agent"
                : names.agent(before.agent().address());
        return "The chat is closed. " + who + (isTold ? " was told, and " : " was not told, and ")
                + number(before, names) + " is free for others.";
    }

    String reopen(Chat chat) {
        if (chat.isOpen()) {
            return "The chat was open already; nothing has changed.";
        }
        handovers.reopen(chat);
        return assignment(chat)
                .map(assignment ->
                        "The chat is open again, on " + number(assignment, names()) + ", which it still had.")
                .orElse("The chat is open again and waits for an agent.");
    }

    private static String told(String who, Moved moved) {
        return moved.told() == null ? "" : " The end of the chat, for " + who + " to read: " + moved.told() + ".";
    }

    private int othersOnThread(Assignment assignment, Participant agent) {
        return (int) handovers.pool().assignmentsOn(assignment.number()).stream()
                .filter(other -> agent.equals(other.agent()))
                .filter(other -> !other.conversation().equals(assignment.conversation()))
                .count();
    }

    private static String number(Assignment assignment, Names names) {
        String number = assignment.number().e164();
        return names.number(number, assignment.displayName()) + " (" + number + ")";
    }

    private Names names() {
        return listing.names(site.agents());
    }

    private Optional<Assignment> assignment(Chat chat) {
        return handovers.pool().assignmentOf(chat.conversation());
    }

    private Agent agent(@Nullable String address) {
        return site.agents().stream()
                .filter(agent -> agent.participant().address().equals(address))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        422, "No agent was chosen", List.of(), "Choose one of the agents and try again."));
    }

    /** The assignment that the form was made for; a second click finds another one. */
    private Assignment asSeen(Chat chat, @Nullable String seen) {
        Assignment assignment = assignment(chat).orElseThrow(() -> ended(chat));
        if (!ChatPage.seen(assignment).equals(seen)) {
            throw new RefusedException(
                    409,
                    "The chat has changed since this page was shown",
                    List.of("Nothing was done: it has another agent or number than it had then."),
                    "See how it is now, and decide again.");
        }
        return assignment;
    }

    private static RefusedException ended(Chat chat) {
        return chat.isOpen()
                ? new RefusedException(
                        409, "No agent has this chat", List.of("Nothing was done."), "Hand it over first.")
                : new RefusedException(
                        409,
                        "The chat was closed meanwhile",
                        List.of("Nothing was done."),
                        "If it is to go on, open it again and hand it over.");
    }

    private <T> T understood(Supplier<T> call) {
        try {
            return call.get();
        } catch (AgentConflictException e) {
            throw refused(
                    names().agent(e.current().address()) + " has this chat already",
                    "To give it to somebody else, transfer it.");
        } catch (ConversationClosedException e) {
            throw refused("The chat was closed meanwhile", "If it is to go on, open it again and hand it over.");
        } catch (UnknownConversationException e) {
            throw refused("No agent has this chat any more", "Hand it over first.");
        } catch (NoNumberAvailableException e) {
            throw new RefusedException(
                    409,
                    "There is no number for it",
                    e.reasons(),
                    "Nothing has changed. Switch a number of the pool on, add one, or set a default number.");
        } catch (StoreException e) {
            throw new RefusedException(
                    503, "The database could not do it", List.of(e.getMessage()), "Try again in a moment.");
        } catch (NumberPoolException e) {
            throw new RefusedException(409, "It could not be done", List.of(e.getMessage()), "Try again.");
        }
    }

    private static RefusedException refused(String headline, String advice) {
        return new RefusedException(409, headline, List.of("Nothing was done."), advice);
    }
}
