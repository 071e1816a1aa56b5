package dev.numberpool.twilio;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request's body that is given out once. The JDK repeats a POST whose connection broke if the host's process runs with
 * {@code jdk.httpclient.enableAllMethodRetry}; here it gets no body for that, and without one Twilio does nothing.
 */
final class OnceOnlyBody implements BodyPublisher {
    private static final Subscription NOTHING = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final BodyPublisher body;
    private final AtomicBoolean isTaken = new AtomicBoolean();

    OnceOnlyBody(BodyPublisher body) {
        this.body = body;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        if (isTaken.compareAndSet(false, true)) {
            body.subscribe(subscriber);
        } else {
            subscriber.onSubscribe(NOTHING);
            subscriber.onError(new IOException("a request is sent once"));
        }
    }
}
