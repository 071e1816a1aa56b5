package dev.numberpool.twilio;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer, as they come in: a few at a time, so many at most and for so long at most, both counted from the
 * beginning. For one reading thread; {@link #close} may be called by another.
 */
final class MediaStream extends InputStream implements BodySubscriber<MediaStream> {
    /**
     * What the connection says.
     *
     * @param buffers bytes, or none at the end
     * @param failure why there are no more, or null
     */
    private record News(List<ByteBuffer> buffers, @Nullable Throwable failure) {
        static final News END = new News(List.of(), null);
    }

    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final int maxBytes;
    private final Deadline deadline;
    private volatile @Nullable Subscription subscription;
    private volatile boolean isClosed;
    private List<ByteBuffer> buffers = List.of();
    private long count;
    private boolean isAtEnd;

    MediaStream(int maxBytes, Deadline deadline) {
        this.maxBytes = maxBytes;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<MediaStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        if (isClosed) {
            newSubscription.cancel();
        } else {
            newSubscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> next) {
        news.add(new News(next, null));
    }

    @Override
    public void onError(Throwable failure) {
        news.add(new News(List.of(), failure));
    }

    @Override
    public void onComplete() {
        news.add(News.END);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = current();
        if (buffer == null) {
            return -1;
        }
        int size = Math.min(length, buffer.remaining());
        buffer.get(target, offset, size);
        return size;
    }

    /** The bytes to go on with, at least one; null at the end. */
    private @Nullable ByteBuffer current() throws IOException {
        while (!isAtEnd) {
            for (ByteBuffer buffer : buffers) {
                if (buffer.hasRemaining()) {
                    return buffer;
                }
            }
            take(await());
        }
        return null;
    }

    private void take(News next) throws IOException {
        if (next.failure() != null) {
            // Its text may repeat what came.
            throw closed("the connection broke: " + next.failure().getClass().getSimpleName());
        }
        buffers = next.buffers();
        isAtEnd = next.equals(News.END);
        count += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (count > maxBytes) {
            throw closed("longer than " + maxBytes + " bytes");
        }
        Subscription current = subscription;
        if (current != null) {
            current.request(1);
        }
    }

    private News await() throws IOException {
        if (isClosed) {
            throw new IOException("the medium is closed");
        }
        long left = deadline.nanosLeft();
        try {
            News next = left == 0 ? null : news.poll(left, TimeUnit.NANOSECONDS);
            if (next == null) {
                throw closed("not complete in time");
            }
            return next;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a medium was fetched");
        }
    }

    private IOException closed(String why) {
        close();
        return new IOException("a medium could not be fetched: " + why);
    }

    /** Ends the connection, unless all has come. */
    @Override
    public void close() {
        isClosed = true;
        Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }
}
