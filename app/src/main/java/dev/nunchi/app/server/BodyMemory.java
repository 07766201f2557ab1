package dev.nunchi.app.server;

import java.util.concurrent.Semaphore;

/// The memory that is set aside for what requests hold while they are read or wait. Thread-safe.
final class BodyMemory {
    private static final int KILO = 1024;

    private final Semaphore kilobytes;

    BodyMemory(int bytes) {
        kilobytes = new Semaphore(bytes / KILO);
    }

    /// @throws ApiException if others hold it
    Share book(long bytes) throws ApiException {
        var share = new Share();
        share.grow(bytes);
        return share;
    }

    /// What one request holds. Confined to its thread.
    final class Share implements AutoCloseable {
        private int held;

        private Share() {}

        /// @throws ApiException if others hold it
        void grow(long bytes) throws ApiException {
            int more = (int) (bytes / KILO) + 1;
            if (!kilobytes.tryAcquire(more)) {
                throw new ApiException(
                        ApiException.Kind.BUSY,
                        "too_many_bytes",
                        "the requests that wait fill the memory that is set aside for them");
            }
            held += more;
        }

        @Override
        public void close() {
            kilobytes.release(held);
            held = 0;
        }
    }
}
