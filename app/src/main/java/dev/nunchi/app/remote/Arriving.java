package dev.nunchi.app.remote;

import dev.nunchi.engine.progress.CancelToken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A body as it arrives, for a reader that can be cancelled and does not wait for ever. Asks for
/// the next piece when the last one was taken, so that a fast server fills no memory.
final class Arriving implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    /// How often a waiting reader looks whether it is still wanted.
    private static final long LOOK_MILLIS = 50;

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private Optional<Flow.Subscription> subscription = Optional.empty();

    private sealed interface Piece {
        record Bytes(byte[] bytes) implements Piece {}

        record End() implements Piece {}

        record Failure(Throwable cause) implements Piece {}
    }

    /// What reading ends with before the body does.
    enum Stop {
        CANCELLED,
        SILENCE
    }

    /// What [#next] came to.
    sealed interface Read {
        record Bytes(byte[] bytes) implements Read {}

        record End() implements Read {}

        record Stopped(Stop by) implements Read {}
    }

    static Arriving from(Flow.Publisher<List<ByteBuffer>> body) {
        var arriving = new Arriving();
        body.subscribe(arriving);
        return arriving;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription now) {
        subscription = Optional.of(now);
        now.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        int length = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
        var joined = ByteBuffer.allocate(length);
        buffers.forEach(joined::put);
        pieces.add(new Piece.Bytes(joined.array()));
    }

    @Override
    public void onError(Throwable cause) {
        pieces.add(new Piece.Failure(cause));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    /// Waits for the next piece.
    ///
    /// @throws IOException if the connection broke
    Read next(Duration silence, CancelToken cancel) throws IOException {
        long end = System.nanoTime() + silence.toNanos();
        while (!cancel.isCancelled()) {
            var piece = poll(cancel);
            if (piece.isPresent()) {
                return read(piece.get());
            }
            if (System.nanoTime() > end) {
                return new Read.Stopped(Stop.SILENCE);
            }
        }
        return new Read.Stopped(Stop.CANCELLED);
    }

    private Optional<Piece> poll(CancelToken cancel) {
        try {
            return Optional.ofNullable(pieces.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel.cancel();
            return Optional.empty();
        }
    }

    private Read read(Piece piece) throws IOException {
        return switch (piece) {
            case Piece.Bytes(byte[] bytes) -> {
                askForMore();
                yield new Read.Bytes(bytes);
            }
            case Piece.End _ -> new Read.End();
            case Piece.Failure(Throwable cause) ->
                    throw new IOException("the connection broke", cause);
        };
    }

    private synchronized void askForMore() {
        subscription.ifPresent(now -> now.request(1));
    }

    /// Lets the rest go, and the connection with it.
    @Override
    public synchronized void close() {
        subscription.ifPresent(Flow.Subscription::cancel);
    }
}
