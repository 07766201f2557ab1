package dev.nunchi.app.service;

import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.engine.library.InstalledModel;

/// Who is to write about pictures.
public sealed interface TeacherChoice {
    /// Exact sentences from counted boxes; needs no model.
    record Symbolic() implements TeacherChoice {}

    /// The language model of an installed model.
    record Local(InstalledModel model) implements TeacherChoice {}

    /// A server that the person has agreed to.
    record Server(Endpoint endpoint) implements TeacherChoice {}
}
