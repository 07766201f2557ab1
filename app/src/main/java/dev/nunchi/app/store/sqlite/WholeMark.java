package dev.nunchi.app.store.sqlite;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// A small file beside a database which says that the database was whole when it was closed, so
/// that the next start need not read all of it: with ten thousand conversations that takes most of
/// a second.
///
/// The mark is taken away at opening and left again at closing: after a kill there is none. It
/// counts only for a file of the same size and time of change.
final class WholeMark {
    private static final Logger LOG = LoggerFactory.getLogger(WholeMark.class);

    private WholeMark() {}

    /// @return when the database was last read whole; empty if that is not known or something has
    ///   touched it since
    static Optional<Instant> take(Path database) {
        Path mark = markOf(database);
        try {
            if (!Files.exists(mark)) {
                return Optional.empty();
            }
            String[] words = Files.readString(mark).strip().split(" ", 2);
            Files.delete(mark);
            return words.length == 2 && words[1].equals(stateOf(database))
                    ? Optional.of(Instant.parse(words[0]))
                    : Optional.empty();
        } catch (IOException | DateTimeException e) {
            LOG.debug("The mark of the database cannot be read", e);
            return Optional.empty();
        }
    }

    /// @param checkedAt when the database was last read whole
    static void leave(Path database, Instant checkedAt) {
        try {
            Files.writeString(markOf(database), checkedAt + " " + stateOf(database));
        } catch (IOException e) {
            // Then it is checked at the next start.
            LOG.debug("The mark of the database cannot be written", e);
        }
    }

    private static String stateOf(Path database) throws IOException {
        return Files.size(database) + " " + Files.getLastModifiedTime(database);
    }

    private static Path markOf(Path database) {
        return database.resolveSibling(database.getFileName() + ".whole");
    }
}
