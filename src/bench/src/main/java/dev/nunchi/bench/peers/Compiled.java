package dev.nunchi.bench.peers;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.library.CompiledCache;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.ByteSums;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.runtime.ort.OrtRuntime;

import java.nio.file.Path;
import java.util.List;

/// A model and its graphs as the program runs them for answers, on the CPU.
///
/// @param cache where compiled graphs are kept
record Compiled(Checkpoint checkpoint, OrtRuntime runtime, Path cache) implements AutoCloseable {
    static final BuildOptions OPTIONS = BuildOptions.answering();

    /// @param model a folder or a `.gguf` file
    static Compiled open(Path model, Path cache) throws EngineException {
        return new Compiled(Checkpoint.open(model), OrtRuntime.cpu(), cache);
    }

    /// Loads a graph of this model; the caller closes it.
    Session load(Graph graph, Threads threads) throws EngineException {
        var entry =
                checkpoint.reading(() ->
                        new CompiledCache(cache, runtime)
                                .get(List.of(graph), checkpoint.files(), Progress.NONE));
        return runtime.open(entry.models().getFirst(), threads, ByteSums.constants(graph));
    }

    /// How the program computes pictures, and prompts of many tokens.
    BuildOptions manyRows() throws EngineException {
        try (var question = load(ByteSums.question(), Threads.forSingleRuns(1))) {
            return ByteSums.areExact(runtime, question) ? OPTIONS.perToken() : OPTIONS;
        }
    }

    @Override
    public void close() {
        checkpoint.close();
        runtime.close();
    }
}
