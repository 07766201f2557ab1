package dev.nunchi.app.ui.generate;

import dev.nunchi.app.teach.Generation;
import dev.nunchi.app.teach.GenerationState;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Lets through as many reports as a person can see: a symbolic teacher writes thousands of rows a
/// second. Confined to the thread that makes rows.
final class SpacedReports implements Generation.Watcher {
    private static final Duration SPACE = Duration.ofMillis(50);

    private final InstantSource clock;
    private final Consumer<GenerationState> sink;
    private Instant last = Instant.EPOCH;

    SpacedReports(InstantSource clock, Consumer<GenerationState> sink) {
        this.clock = clock;
        this.sink = sink;
    }

    @Override
    public void heard(GenerationState state) {
        var now = clock.instant();
        if (last.plus(SPACE).isBefore(now)) {
            last = now;
            sink.accept(state);
        }
    }
}
