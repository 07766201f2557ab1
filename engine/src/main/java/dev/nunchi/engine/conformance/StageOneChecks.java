package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.PickleFile;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Files;
import java.util.Map;

/// Projectors in PyTorch's own files, as the first training stage leaves them beside a case's
/// model: whatever the format, their values are the recorded ones.
final class StageOneChecks {
    /// Files by what their tensors are recorded under.
    private static final Map<String, String> FILES =
            Map.of(
                    "stage1.", "stage1/mm_projector.bin",
                    "stage1_bf16.", "stage1/mm_projector_bf16.bin");

    private StageOneChecks() {}

    static void run(Fixture fixture, Recorder recorder) throws EngineException {
        for (var entry : FILES.entrySet()) {
            var path = fixture.path(entry.getValue());
            if (Files.exists(path)) {
                try (var file = PickleFile.open(path)) {
                    for (var tensor : file.tensors().values()) {
                        check(entry.getKey() + tensor.name(), tensor, fixture, recorder);
                    }
                }
            }
        }
    }

    private static void check(String name, StoredTensor actual, Fixture fixture, Recorder recorder)
            throws EngineException {
        if (!fixture.has(name)) {
            return;
        }
        var expected = fixture.tensor(name);
        if (recorder.wants(Group.FORWARD)) {
            recorder.floats(name, Group.FORWARD, expected, actual.toFloats(), Tolerances.EQUAL);
        }
    }
}
