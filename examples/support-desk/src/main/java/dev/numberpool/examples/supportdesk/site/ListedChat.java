package dev.numberpool.examples.supportdesk.site;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chat in a list, with all that its row shows.
 *
 * @param id the conversation's number
 * @param visitor the visitor's name
 * @param email who the visitor is, or null
 * @param customer equal for chats of the same customer: by e-mail address, else by name
 * @param chatsOfCustomer how many chats of this customer fit the filter
 * @param createdAt when it began
 * @param isOpen whether the visitor can still write
 * @param number its number; of a closed chat, the one that it had; or null
 * @param displayName the number's name when it was chosen, or null
 * @param source where the number came from, as numberpool calls it, or null
 * @param agent the address of its agent, or null
 * @param onThread how many chats the agent has on the number at present, this one included
 * @param lastInboundAt when the agent last wrote to the number, or null
 * @param windowClosedAt when WhatsApp last refused free text there, or null
 * @param lastText the beginning of the last line, or null
 * @param lastFromVisitor whether the visitor wrote it
 * @param lastAt when it was written, or null
 * @param waiting how many of the visitor's lines wait to be sent
 * @param notSent how many could not be sent
 * @param doubtful of how many it is not known
 */
public record ListedChat(
        long id,
        String visitor,
        @Nullable String email,
        String customer,
        int chatsOfCustomer,
        Instant createdAt,
        boolean isOpen,
        @Nullable String number,
        @Nullable String displayName,
        @Nullable String source,
        @Nullable String agent,
        int onThread,
        @Nullable Instant lastInboundAt,
        @Nullable Instant windowClosedAt,
        @Nullable String lastText,
        boolean lastFromVisitor,
        @Nullable Instant lastAt,
        int waiting,
        int notSent,
        int doubtful) {
    /** Without names, texts and addresses. */
    @Override
    public String toString() {
        return "chat " + id + (isOpen ? " open" : " closed");
    }
}
