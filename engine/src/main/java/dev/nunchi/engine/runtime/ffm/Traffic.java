package dev.nunchi.engine.runtime.ffm;

import java.util.concurrent.atomic.AtomicLong;

/// What went between a device's memory and Java's, in bytes, since the runtime was opened.
///
/// @param staged inputs and outputs that runs copied
/// @param resident arrays of the device that were read or written from outside
public record Traffic(long staged, long resident) {
    /// Counts from several threads.
    static final class Counter {
        private final AtomicLong staged = new AtomicLong();
        private final AtomicLong resident = new AtomicLong();

        void addStaged(long bytes) {
            staged.addAndGet(bytes);
        }

        void addResident(long bytes) {
            resident.addAndGet(bytes);
        }

        Traffic now() {
            return new Traffic(staged.get(), resident.get());
        }
    }
}
