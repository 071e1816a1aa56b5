package dev.numberpool.twilio;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads an answer up to a size; what is longer is cut off there and the rest never read. */
final class CappedBody implements BodySubscriber<CappedBody.Read> {
    /**
     * What was read.
     *
     * @param text as UTF-8, the only charset of Twilio's interfaces
     * @param isWhole whether it is all
     */
    record Read(String text, boolean isWhole) {}

    private final CompletableFuture<Read> result = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int maxBytes;
    private Flow.@Nullable Subscription subscription;

    CappedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<Read> getBody() {
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] part = new byte[Math.min(buffer.remaining(), maxBytes - bytes.size())];
            buffer.get(part);
            bytes.writeBytes(part);
            if (buffer.hasRemaining()) {
                cutOff();
                return;
            }
        }
    }

    private void cutOff() {
        if (subscription != null) {
            subscription.cancel();
        }
        complete(false);
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        complete(true);
    }

    private void complete(boolean isWhole) {
        result.complete(new Read(bytes.toString(StandardCharsets.UTF_8), isWhole));
    }
}
