package dev.nunchi.app.store;

import java.nio.file.Path;
import java.util.List;

/// Looks after the file that conversations are kept in, while it is in use. Thread-safe.
public interface Upkeep {
    /// How the file is.
    ///
    /// @param problems what a check of all of it found, without a word of what is in it; none if it
    ///   is sound
    /// @param conversations how many; -1 where that cannot be read
    record Health(List<String> problems, long conversations) {
        public Health {
            problems = List.copyOf(problems);
        }

        public boolean isSound() {
            return problems.isEmpty();
        }
    }

    /// What came of mending.
    ///
    /// @param old the file as it was, beside the new one
    /// @param conversations that are in the new one
    record Mended(Path old, long conversations) {}

    /// Reads all of the file and changes nothing; takes seconds where it is large.
    Health check() throws StoreException;

    /// Copies what can be read into a new file and goes on with that one. Ids stay as they are.
    /// Whoever asks or saves meanwhile waits. If it fails, everything is as it was.
    Mended mend() throws StoreException;
}
