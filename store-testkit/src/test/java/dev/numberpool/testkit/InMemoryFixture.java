package dev.numberpool.testkit;

import dev.numberpool.ConversationId;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.memory.InMemoryNumberStore;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reference implementation. It lives in one process, so the tests that need two are skipped. */
final class InMemoryFixture implements StoreFixture {
    private final InMemoryNumberStore store = new InMemoryNumberStore();
    private final Map<ConversationId, WidgetId> conversations = new HashMap<>();

    @Override
    public NumberStore numbers() {
        return store;
    }

    @Override
    public WidgetStore widgets() {
        return store;
    }

    @Override
    public ThreadStore threads() {
        return store;
    }

    @Override
    public void putWidget(Widget widget) {
        store.put(widget);
    }

    @Override
    public void putConversation(WidgetId widget, ConversationId conversation) {
        conversations.put(conversation, widget);
        store.setStatus(widget, conversation, null);
    }

    @Override
    public void setStatus(ConversationId conversation, @Nullable String status) {
        store.setStatus(conversations.get(conversation), conversation, status);
    }

    @Override
    public void deleteConversation(ConversationId conversation) {
        store.delete(conversation);
    }

    @Override
    public boolean makesConversations() {
        return true;
    }
}
