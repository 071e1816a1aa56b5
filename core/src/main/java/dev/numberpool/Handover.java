package dev.numberpool;

import org.jspecify.annotations.Nullable;

/**
 * What is asked for: a number for this conversation of this widget, for this agent if one is known already.
 *
 * @param widget the host's chat widget, which owns the pool
 * @param conversation the visitor's chat
 * @param agent the agent who will answer on WhatsApp; null while nobody has been chosen. A conversation without an agent
 *     counts as possibly anyone's, so name the agent as soon as there is one
 * @param customer the visitor's own WhatsApp address, if the visitor is on WhatsApp too; null otherwise
 */
public record Handover(
        WidgetId widget,
        ConversationId conversation,
        @Nullable Participant agent,
        @Nullable Participant customer) {

    /** A handover whose agent and customer are not known. */
    public static Handover of(WidgetId widget, ConversationId conversation) {
        return new Handover(widget, conversation, null, null);
    }

    /** The same handover for this agent. */
    public Handover withAgent(Participant agent) {
        return new Handover(widget, conversation, agent, customer);
    }

    /** The same handover with the customer's own address. */
    public Handover withCustomer(Participant customer) {
        return new Handover(widget, conversation, agent, customer);
    }

    /** Ids in full, addresses masked. */
    @Override
    public String toString() {
        return "Handover[widget=" + widget + ", conversation=" + conversation
                + (agent == null ? "" : ", agent=" + agent.masked())
                + (customer == null ? "" : ", customer=" + customer.masked()) + "]";
    }
}
