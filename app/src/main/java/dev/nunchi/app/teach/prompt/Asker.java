package dev.nunchi.app.teach.prompt;

import dev.nunchi.app.teach.Taught.Why;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.data.SampleTurn;
import dev.nunchi.engine.progress.CancelToken;

import java.util.List;
import java.util.Optional;

/// A language model that continues conversations of words. Thread-safe.
public interface Asker extends AutoCloseable {
    /// What came of asking.
    sealed interface Heard {
        /// @param key of the request in the ledger, if it was one
        record Words(String text, Optional<String> key) implements Heard {}

        /// @param why in English, for the log
        record Nothing(Why why, String detail) implements Heard {}
    }

    /// How many can be asked at once, 1 or more.
    int concurrency();

    /// @param conversation may begin with a system turn; ends with the user's
    /// @param seed of an answer that is drawn by chance
    Heard ask(List<SampleTurn> conversation, long seed, CancelToken cancel) throws TeacherException;

    @Override
    void close();
}
