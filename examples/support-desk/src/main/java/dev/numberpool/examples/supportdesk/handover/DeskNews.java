package dev.numberpool.examples.supportdesk.handover;

import dev.numberpool.ConversationId;
import dev.numberpool.SenderThread;
import dev.numberpool.desk.DeskListener;
import dev.numberpool.desk.Failure;
import dev.numberpool.examples.supportdesk.site.Site;

/** Writes below the visitor's lines what became of them. */
record DeskNews(Site site, Runnable changed) implements DeskListener {
    @Override
    public void accepted(ConversationId conversation, String messageId) {
        site.firstState(conversation, messageId, "sent");
        changed.run();
    }

    @Override
    public void delivered(ConversationId conversation, String messageId) {
        note(conversation, messageId, "delivered");
    }

    @Override
    public void read(ConversationId conversation, String messageId) {
        note(conversation, messageId, "read");
    }

    @Override
    public void failed(ConversationId conversation, String messageId, Failure failure) {
        note(conversation, messageId, Words.of(failure));
    }

    @Override
    public void unknown(ConversationId conversation, String messageId) {
        note(conversation, messageId, "perhaps sent");
    }

    @Override
    public void windowClosed(ConversationId conversation, SenderThread thread, boolean isWoken) {
        changed.run();
    }

    private void note(ConversationId conversation, String messageId, String state) {
        site.state(conversation, messageId, state);
        changed.run();
    }
}
