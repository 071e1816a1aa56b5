package dev.numberpool.twilio;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom the participants of a conversation are, outside of it. The SDK hands a binding on as whatever the JSON held; its
 * names have underscores there ({@code proxy_address}), unlike in Twilio's documentation and webhooks.
 *
 * @param threads those on WhatsApp
 * @param hasOthers whether there are others: by text message, or in a form that cannot be read
 */
record Bindings(List<SenderThread> threads, boolean hasOthers) {
    private static final String CHANNEL = "whatsapp";
    private static final List<String> NAMES = List.of("address", "proxy_address", "projected_address");

    Bindings {
        threads = List.copyOf(threads);
    }

    /** The bindings of a conversation's participants, as the SDK gives them; null for those who use Twilio's own client. */
    static Bindings of(Iterator<? extends @Nullable Object> raw) {
        List<SenderThread> threads = new ArrayList<>();
        boolean hasOthers = false;
        while (raw.hasNext()) {
            Object binding = raw.next();
            Optional<SenderThread> thread = thread(binding);
            thread.ifPresent(threads::add);
            hasOthers |= thread.isEmpty() && !isNone(binding);
        }
        return new Bindings(threads, hasOthers);
    }

    boolean isEmpty() {
        return threads.isEmpty() && !hasOthers;
    }

    boolean reachesOnly(SenderThread thread) {
        return !hasOthers && threads.equals(List.of(thread));
    }

    private static boolean isNone(@Nullable Object binding) {
        return binding == null
                || (binding instanceof Map<?, ?> map
                        && NAMES.stream().map(map::get).allMatch(Objects::isNull));
    }

    private static Optional<SenderThread> thread(@Nullable Object binding) {
        if (binding instanceof Map<?, ?> map
                && map.get("address") instanceof String address
                && map.get("proxy_address") instanceof String proxy
                && isWhatsApp(map.get("type"), address)) {
            return thread(address, proxy);
        }
        return Optional.empty();
    }

    private static boolean isWhatsApp(@Nullable Object type, String address) {
        return type == null ? address.strip().startsWith(CHANNEL + ":") : CHANNEL.equals(type);
    }

    private static Optional<SenderThread> thread(String address, String proxy) {
        try {
            PhoneNumber number = PhoneNumber.of(Participant.of(proxy).address());
            return Optional.of(new SenderThread(Participant.of(address), number));
        } catch (IllegalArgumentException e) {
            // No address that one of ours could have: somebody takes part, but nobody we know.
            return Optional.empty();
        }
    }
}
