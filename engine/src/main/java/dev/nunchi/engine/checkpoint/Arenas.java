package dev.nunchi.engine.checkpoint;

import dev.nunchi.engine.error.EngineException;

import java.lang.foreign.Arena;

/// Opens things that own an arena, which must not outlive a failed start.
final class Arenas {
    private Arenas() {}

    /// What is opened in a new arena and closes it from then on.
    interface Opener<T> {
        T open(Arena arena) throws EngineException;
    }

    /// Runs `opener` with a new shared arena and closes the arena if it fails.
    @SuppressWarnings("MustBeClosed") // What is opened closes it.
    static <T> T open(Opener<T> opener) throws EngineException {
        var arena = Arena.ofShared();
        boolean opened = false;
        try {
            T result = opener.open(arena);
            opened = true;
            return result;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }
}
