package dev.numberpool.examples.supportdesk.conversations;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation, ready to print.
 *
 * @param standing how it stands, in one sentence
 * @param lines what was written, the oldest first
 * @param isCut whether there are older lines than these
 * @param assignment its number; null if it has none
 * @param why which number, and why; null if there is nothing to decide
 * @param whyNot what is said instead, or empty
 * @param agents who may be chosen: to hand over to, or to transfer to
 * @param chosen the agent for whom {@code why} was asked, or null
 * @param chosenName how that agent is called
 * @param others other chats of the same customer
 * @param othersNote how the customer is known
 * @param refusal why what was asked for was not done, or null
 */
public record ChatView(
        long id,
        String visitor,
        boolean isOpen,
        String standing,
        List<LineView> lines,
        boolean isCut,
        @Nullable Assigned assignment,
        @Nullable Explanation why,
        String whyNot,
        List<AgentChoice> agents,
        @Nullable String chosen,
        String chosenName,
        List<Other> others,
        String othersNote,
        @Nullable Refusal refusal) {
    /** A line of the chat, as the visitor sees it, with what became of it. */
    public record LineView(
            long id, boolean isOfVisitor, String who, String text, String when, String state, String tone) {}

    /**
     * The number of the chat.
     *
     * @param seen stands for this assignment in forms, so that they do nothing if it has changed meanwhile
     * @param reassign what another number would be, in a sentence
     */
    public record Assigned(
            String numberName,
            String number,
            String source,
            String agent,
            boolean hasAgent,
            String since,
            Badge thread,
            String threadNote,
            Badge window,
            String windowNote,
            String seen,
            String reassign) {}

    /**
     * An agent who may be chosen.
     *
     * @param effect what would become of the number, or how busy the agent is
     */
    public record AgentChoice(String address, String name, String effect, boolean isChosen) {
        /** The address as it stands in a link, where a plus sign would be a blank. */
        public String parameter() {
            return URLEncoder.encode(address, StandardCharsets.UTF_8);
        }
    }

    /** Another chat of the same customer. */
    public record Other(long id, String what, Badge badge) {}

    /** Why something was not done, and what to do now. */
    public record Refusal(String headline, List<String> reasons, String advice) {}
}
