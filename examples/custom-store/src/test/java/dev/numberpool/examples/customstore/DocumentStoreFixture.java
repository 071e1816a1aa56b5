package dev.numberpool.examples.customstore;

import dev.numberpool.ConversationId;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import dev.numberpool.testkit.StoreFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The store on a file of its own, and what its host does. One process only: there is no {@code secondProcess}. */
final class DocumentStoreFixture implements StoreFixture {
    private final Path file;
    private final DocumentStore store;
    private final Map<ConversationId, WidgetId> widgets = new HashMap<>();

    DocumentStoreFixture() {
        try {
            file = Files.createTempFile("numberpool", ".documents");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store = DocumentStore.open(file, Set.of("closed"));
    }

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
        widgets.put(conversation, widget);
        store.setStatus(widget, conversation, null);
    }

    @Override
    public void setStatus(ConversationId conversation, @Nullable String status) {
        store.setStatus(widgets.get(conversation), conversation, status);
    }

    @Override
    public void deleteConversation(ConversationId conversation) {
        store.delete(conversation);
    }

    @Override
    public boolean makesConversations() {
        return true;
    }

    @Override
    public void close() {
        store.close();
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
