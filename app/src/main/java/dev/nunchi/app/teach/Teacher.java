package dev.nunchi.app.teach;

import dev.nunchi.engine.progress.CancelToken;

/// Writes conversations about pictures that it knows from captions and boxes only.
///
/// Thread-safe: a [Generation] asks it for several lessons at once if it says that it can.
public interface Teacher extends AutoCloseable {
    /// As provenance has it: `symbolic`, a local model's name, or `URL model`.
    String name();

    /// How many lessons it can work at together, 1 or more.
    int concurrency();

    /// Writes the turns of one lesson.
    ///
    /// @param cancel makes it return early, with [Taught.Nothing]
    /// @throws TeacherException if it cannot go on; see its reasons
    Taught teach(Lesson lesson, CancelToken cancel) throws TeacherException;

    /// Lets what it holds go.
    @Override
    default void close() throws TeacherException {}
}
