package dev.nunchi.bench.peers;

import dev.nunchi.engine.error.EngineException;

import java.io.IOException;

/// A program that can be timed.
interface Contender extends AutoCloseable {
    /// As the table calls it.
    String name();

    /// Does a piece of work once to warm up and once more against the clock.
    ///
    /// @return in the work's unit
    double measure(Work work) throws EngineException, IOException;

    @Override
    default void close() {}
}
