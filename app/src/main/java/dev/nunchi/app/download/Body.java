package dev.nunchi.app.download;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;

/// The bytes of an answer as they come, a few pieces ahead of who reads them. An input stream would
/// wait without end for a server that has fallen silent.
final class Body implements BodySubscriber<Body>, AutoCloseable {
    private static final int AHEAD = 4;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

    private sealed interface Event {
        record Bytes(List<ByteBuffer> pieces) implements Event {}

        record Failed(Throwable cause) implements Event {}

        record Ended() implements Event {}
    }

    /// The next bytes; none when all have come.
    ///
    /// @throws IOException if the connection breaks, or nothing comes in time
    List<ByteBuffer> next(Patience patience) throws IOException, StoppedException {
        return switch (patience.await(events)) {
            case Event.Bytes(var pieces) -> {
                var _ = subscription.thenAccept(now -> now.request(1));
                yield pieces;
            }
            case Event.Failed(var cause) -> throw new IOException(cause.getMessage(), cause);
            case Event.Ended _ -> List.of();
        };
    }

    /// Wants no more; the connection is given up if there is more.
    @Override
    public void close() {
        var _ = subscription.thenAccept(Subscription::cancel);
    }

    @Override
    public CompletionStage<Body> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription now) {
        subscription.complete(now);
        now.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        events.add(new Event.Bytes(pieces));
    }

    @Override
    public void onError(Throwable cause) {
        events.add(new Event.Failed(cause));
    }

    @Override
    public void onComplete() {
        events.add(new Event.Ended());
    }
}
