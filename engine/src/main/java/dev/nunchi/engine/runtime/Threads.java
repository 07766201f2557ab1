package dev.nunchi.engine.runtime;

/// The threads that a session computes with.
///
/// @param count `>= 1`, the caller's among them
/// @param waiting what they do when a run has no work for them
public record Threads(int count, Waiting waiting) {
    /// Between two pieces of work.
    public enum Waiting {
        /// Spin for a moment before sleeping, also after a run: for runs that follow each other.
        /// Sleeping at once costs a quarter of the decoding speed.
        SPIN,
        /// Spin within a run only, so that another session's threads have the cores after it.
        SPIN_IN_RUN
    }

    /// More threads than this wait for memory, not for each other.
    private static final int MOST = 8;

    public Threads {
        if (count < 1) {
            throw new IllegalArgumentException("count: expected 1 or more, found " + count);
        }
    }

    /// For a session that runs once a token.
    public static Threads forDecoding(int count) {
        return new Threads(count, Waiting.SPIN);
    }

    /// For a session that runs now and then.
    public static Threads forSingleRuns(int count) {
        return new Threads(count, Waiting.SPIN_IN_RUN);
    }

    /// For a session that runs now and then, with as many threads as this machine has use for.
    public static Threads forSingleRuns() {
        return forSingleRuns(ofThisMachine());
    }

    /// As many as have been found to be of use where nothing was measured.
    public static int ofThisMachine() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST);
    }
}
