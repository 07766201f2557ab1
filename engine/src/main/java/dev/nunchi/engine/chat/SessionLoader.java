package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.runtime.Constants;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Opens several models of one runtime.
///
/// @param order whether side by side
record SessionLoader(InferenceRuntime runtime, Order order) {
    /// When the next model is opened.
    enum Order {
        /// As soon as a core is free: ONNX Runtime lays weights out for the processor with one
        /// thread a session, a minute's work of one core for tens of gigabytes.
        SIDE_BY_SIDE,
        /// When the one before it is open.
        ONE_BY_ONE
    }

    /// A model on the disk.
    record Model(Path file, Threads threads, Constants constants) {}

    /// What became of one.
    private sealed interface Attempt {
        record Opened(Session session) implements Attempt {}

        record Failed(DeviceException problem) implements Attempt {}
    }

    /// All of them in their order, or none.
    List<Session> open(List<Model> models) throws DeviceException {
        var sessions = new ArrayList<Session>();
        DeviceException problem = null;
        for (var attempt : stream(models).map(this::attempt).toList()) {
            switch (attempt) {
                case Attempt.Opened(Session session) -> sessions.add(session);
                case Attempt.Failed(DeviceException failure) -> problem = failure;
            }
        }
        if (problem != null) {
            sessions.forEach(Session::close);
            throw problem;
        }
        return sessions;
    }

    private Stream<Model> stream(List<Model> models) {
        return switch (order) {
            case SIDE_BY_SIDE -> models.parallelStream();
            case ONE_BY_ONE -> models.stream();
        };
    }

    private Attempt attempt(Model model) {
        try {
            return new Attempt.Opened(
                    runtime.open(model.file(), model.threads(), model.constants()));
        } catch (DeviceException e) {
            return new Attempt.Failed(e);
        }
    }
}
