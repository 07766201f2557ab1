package dev.nunchi.app.teach;

import dev.nunchi.engine.progress.CancelToken;

/// Says something about pictures of which nothing is known.
public interface Captioner {
    /// As provenance has it, after the teacher's name.
    String name();

    /// @param scene without captions and boxes
    /// @return the same picture with captions of a model; as it was when cancelled
    Scene complete(Scene scene, CancelToken cancel) throws TeacherException;
}
