package dev.nunchi.app.settings;

import java.util.Optional;
import java.util.OptionalInt;

/// What models compute with. A change counts from the next time that a model is opened.
///
/// @param device as people name it, e.g. `webgpu:1`; empty for the one that is best
/// @param threads chosen by the person, `1..256`; empty for what was measured
/// @param measured empty until this machine was measured
public record Computing(Optional<String> device, OptionalInt threads, Optional<Measured> measured) {
    public static final int MOST_THREADS = 256;

    /// With how many threads a machine was found to decode fastest.
    ///
    /// @param cores that the machine had then: with others it is measured again
    /// @param threads `>= 1`
    public record Measured(int cores, int threads) {
        public Measured {
            if (cores < 1 || threads < 1) {
                throw new IllegalArgumentException(threads + " threads on " + cores + " cores");
            }
        }
    }

    public Computing {
        if (threads.orElse(1) < 1 || threads.orElse(1) > MOST_THREADS) {
            throw new IllegalArgumentException(threads.getAsInt() + " threads not in 1..256");
        }
    }

    public static Computing defaults() {
        return new Computing(Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    /// Threads to compute with; empty where nothing was chosen, and nothing measured on a machine
    /// of as many cores.
    public OptionalInt threadsOn(int cores) {
        if (threads.isPresent()) {
            return threads;
        }
        return measured.filter(found -> found.cores() == cores)
                .map(found -> OptionalInt.of(found.threads()))
                .orElse(OptionalInt.empty());
    }

    public Computing withDevice(Optional<String> value) {
        return new Computing(value, threads, measured);
    }

    public Computing withThreads(OptionalInt value) {
        return new Computing(device, value, measured);
    }

    public Computing withMeasured(Measured value) {
        return new Computing(device, threads, Optional.of(value));
    }
}
