package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.TinyRun.Ear;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Runs that change the language model's own weights.
class FullRunTest {
    private static final int STEPS = 4;

    @TempDir private Path home;

    @Test
    void newModelIsWhatTheRunHasLearnt() throws Exception {
        var ear = new Ear();
        var result = run("full", ear);

        var written = installed(result);
        assertTrue(Files.exists(written.folder().resolve("nunchi-provenance.json")));
        assertEquals(Optional.empty(), result.adapter());
        var best =
                Snapshot.find(ear.folder.orElseThrow().snapshots(), Snapshot.Pointer.BEST)
                        .orElseThrow();
        try (var checkpoint = written.open();
                var learnt =
                        SafetensorsFile.open(best.folder().resolve("parameters.safetensors"))) {
            checkpoint.verify();
            assertTrue(learnt.tensors().containsKey("model.embed_tokens.weight"));
            for (var tensor : learnt.tensors().entrySet()) {
                assertArrayEquals(
                        tensor.getValue().toFloats(),
                        checkpoint.tensor(tensor.getKey()).toFloats(),
                        tensor.getKey());
            }
        }
    }

    @Test
    void runNotesWhatItMade() throws Exception {
        var ear = new Ear();
        var result = run("full", ear);
        assertEquals(
                Optional.of(installed(result).name()), ear.folder.orElseThrow().summary().made());
    }

    @Test
    void floatModelCanLearnWhole() throws Exception {
        assertTrue(FineTuning.canLearnWhole(TinyRun.model()));
    }

    @Test
    void newModelHasTheLossOfTheLiveParameters() throws Exception {
        var result = run("full", new Ear());
        var tiny = new TinyRun(home);
        var reopened = new Ear(1);
        tiny.training()
                .start(
                        installed(result),
                        tiny.request("again", full()),
                        reopened,
                        reopened.control());

        double live = result.bestLoss().orElseThrow();
        assertEquals(live, reopened.evaluations.getFirst().loss());
    }

    @Test
    void resumedRunMakesTheModelOfAnUninterruptedOne() throws Exception {
        var straight = new Ear();
        var whole = installed(run("whole", straight));
        var first = new Ear(2);
        assertEquals(RunEnd.CANCELLED, run("parts", first).end());
        var second = new Ear();
        var resumed =
                new TinyRun(home)
                        .training()
                        .resume(
                                TinyRun.model(),
                                first.folder.orElseThrow(),
                                second,
                                second.control());

        assertEquals(straight.losses().subList(2, STEPS), second.losses());
        try (var expected = whole.open();
                var found = installed(resumed).open()) {
            assertEquals(expected.tensors().keySet(), found.tensors().keySet());
            for (String name : expected.tensors().keySet()) {
                assertArrayEquals(values(expected, name), values(found, name), name);
            }
        }
    }

    private static float[] values(Checkpoint checkpoint, String name) throws EngineException {
        return checkpoint.tensor(name).toFloats();
    }

    private RunResult run(String name, Ear ear) throws EngineException, IOException {
        var tiny = new TinyRun(home);
        return tiny.training()
                .start(TinyRun.model(), tiny.request(name, full()), ear, ear.control());
    }

    /// As the library lists it.
    private InstalledModel installed(RunResult result) throws EngineException {
        String name = result.model().orElseThrow().getFileName().toString();
        var folders = new TinyRun(home).folders();
        return new ModelLibrary(folders.models(), List.of()).find(name).orElseThrow();
    }

    private static RunSettings full() {
        return TinyRun.settings(TrainingStage.END_TO_END, STEPS)
                .withFullWeights()
                .withValidation(new RunSettings.Validation(0.2, STEPS, 0, 0))
                .withRates(new RunSettings.Rates(1e-3, OptionalDouble.empty(), 0, 1));
    }
}
