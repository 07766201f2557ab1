package dev.nunchi.bench;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.chat.OpenOptions;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// How much a process grows by a model that is opened and fills its context once.
///
/// @param cache where compiled models are kept
record Fit(Path model, Path cache, Picture picture) {
    private static final int NEW_TOKENS = 8;
    private static final String WORD = "and ";

    /// `MODEL CACHE PICTURE CONTEXT compile|measure`, each in a process of its own: compiling
    /// leaves a larger Java heap.
    public static void main(String[] arguments) throws EngineException {
        var fit =
                new Fit(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        PictureReader.read(Path.of(arguments[2])));
        int context = Integer.parseInt(arguments[3]);
        switch (arguments[4]) {
            case "compile" -> fit.open(context).close();
            case "measure" -> fit.measure(context, System.out);
            default -> throw new IllegalArgumentException(arguments[4]);
        }
    }

    private Assistant open(int context) throws EngineException {
        var options = OpenOptions.of(cache).withContext(OptionalInt.of(context));
        return Assistants.open(ModelLibrary.at(model), options, Progress.NONE);
    }

    private void measure(int context, PrintStream out) throws EngineException {
        var installed = ModelLibrary.at(model);
        var memory = memory(installed);
        int tokens;
        var watch = ProcessMemory.watch();
        long opened;
        try (var assistant = open(context)) {
            tokens = assistant.info().contextLength();
            opened = ProcessMemory.resident() - watch.resident();
            answer(assistant);
        }
        long peak = watch.growth().orElseThrow();
        long estimate = memory.bytes(tokens);
        out.printf(
                "%-20s context %5d  estimated %s  measured %s  ratio %.2f  (open %s, closed %s)%n",
                installed.name(),
                tokens,
                megabytes(estimate),
                megabytes(peak),
                (double) estimate / peak,
                megabytes(opened),
                megabytes(ProcessMemory.resident() - watch.resident()));
        out.printf(
                "  weights %s, cache %s, reading %s, fixed %s%n",
                megabytes(memory.weights()),
                megabytes(memory.cachePerToken() * tokens),
                megabytes(memory.readingPerToken() * tokens),
                megabytes(memory.fixed()));
    }

    private static AnsweringMemory memory(InstalledModel model) throws EngineException {
        try (var checkpoint = model.open()) {
            return AnsweringMemory.of(checkpoint);
        }
    }

    private static String megabytes(long bytes) {
        return "%.0f MB".formatted(bytes / 1e6);
    }

    /// Fills the context but for some tokens.
    private void answer(Assistant assistant) throws EngineException {
        int room = assistant.info().contextLength() - NEW_TOKENS;
        int few = room / 2;
        int count = few + (room - tokens(assistant, few)) * few / tokens(assistant, few);
        while (tokens(assistant, count) > room) {
            count = count * 9 / 10;
        }
        assistant.answer(
                conversation(count),
                AnswerOptions.defaults().withMaxNewTokens(NEW_TOKENS),
                AnswerListener.NONE,
                CancelToken.none());
    }

    private int tokens(Assistant assistant, int words) throws EngineException {
        return assistant.count(conversation(words)).promptTokens();
    }

    private List<Turn> conversation(int words) {
        return List.of(Turn.user("What is this? " + WORD.repeat(words), picture));
    }
}
