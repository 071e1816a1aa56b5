package dev.numberpool.twilio;

import dev.numberpool.SenderThread;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Unique names for conversations. Everybody who opens the conversation of a thread at the same time gives it the same
 * name, so Twilio makes one. A name shows no address and cannot be worked out without the account's secret, because it
 * goes to webhooks and to the clients of those who take part. It ends with a count: a conversation that is closed keeps
 * its name.
 *
 * @param secret the account's
 */
record ConversationNames(String secret) {
    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 16;

    /** The name of the thread's conversation after so many earlier ones. */
    String of(SenderThread thread, int count) {
        return prefix(thread) + count;
    }

    /** The count for the next conversation of the thread, from the names of those that there are. */
    int next(SenderThread thread, Stream<@Nullable String> names) {
        String prefix = prefix(thread);
        return names.filter(name -> name != null && name.startsWith(prefix))
                .mapToInt(name -> count(name.substring(prefix.length())) + 1)
                .max()
                .orElse(0);
    }

    private static int count(String text) {
        return text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : -1;
    }

    private String prefix(SenderThread thread) {
        String pair = thread.participant().address() + "\n" + thread.number().e164();
        byte[] hash = Arrays.copyOf(hash("conversation\n" + pair), BYTES);
        return "numberpool-" + HexFormat.of().formatHex(hash) + "-";
    }

    private byte[] hash(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is missing, which every Java platform has", e);
        }
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "ConversationNames";
    }
}
