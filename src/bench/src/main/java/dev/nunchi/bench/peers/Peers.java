package dev.nunchi.bench.peers;

import dev.nunchi.engine.chat.Assistants;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.SpeedTest;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The verb `peers` of `src/bench/run`: rows of a Markdown table.
///
/// @param rounds that count
/// @param cache where compiled graphs are kept
public record Peers(int rounds, Path cache, PrintStream out) {
    private static final String USAGE =
            """
            usage: decoder ROUNDS CACHE NAME MODEL.gguf PROGRAMS [SCRIPT...]
                   tower ROUNDS CACHE NAME LANGUAGE.gguf VISION.gguf PICTURE PROGRAMS SCRIPT...
                   questions ROUNDS CACHE NAME MODEL PICTURE
                   guesses ROUNDS CACHE NAME MODEL
                     PROGRAMS is the folder of llama.cpp's; SCRIPT a command that PythonPeer understands
            """;

    private static final List<Work> READING_AND_WRITING =
            List.of(
                    new Work.Decode(64),
                    new Work.Decode(512),
                    new Work.Prefill(256),
                    new Work.Prefill(512));

    public static void main(String[] arguments) throws EngineException, IOException {
        if (arguments.length < 5) {
            System.err.print(USAGE);
            System.exit(2);
        }
        int rounds = Integer.parseInt(arguments[1]);
        var peers = new Peers(rounds, Path.of(arguments[2]), System.out);
        var rest = List.of(arguments).subList(3, arguments.length);
        switch (arguments[0]) {
            case "decoder" -> peers.decoder(rest);
            case "tower" -> peers.tower(rest);
            case "questions" -> peers.questions(rest);
            case "guesses" -> peers.guesses(rest);
            default -> throw new IllegalArgumentException(arguments[0] + "\n" + USAGE);
        }
    }

    private void decoder(List<String> arguments) throws EngineException, IOException {
        var file = Path.of(arguments.get(1));
        var others = new ArrayList<Contender>();
        others.add(new LlamaCpp(Path.of(arguments.get(2))).decoder(file));
        addScript(arguments.subList(3, arguments.size()), others);
        try (var model = Compiled.open(file, cache);
                var ours = new OurDecoder(model)) {
            new Contest(arguments.getFirst(), ours, others, rounds).print(READING_AND_WRITING, out);
        } finally {
            others.forEach(Contender::close);
        }
    }

    private void tower(List<String> arguments) throws EngineException, IOException {
        var language = Path.of(arguments.get(1));
        var vision = Path.of(arguments.get(2));
        var picture = Path.of(arguments.get(3));
        var others = new ArrayList<Contender>();
        others.add(new LlamaCpp(Path.of(arguments.get(4))).tower(language, vision, picture));
        addScript(arguments.subList(5, arguments.size()), others);
        try (var model = Compiled.open(language, cache);
                var ours = new OurTower(model)) {
            new Contest(arguments.getFirst(), ours, others, rounds)
                    .print(List.of(new Work.Encode()), out);
        } finally {
            others.forEach(Contender::close);
        }
    }

    private static void addScript(List<String> command, List<Contender> contenders)
            throws IOException {
        if (!command.isEmpty()) {
            contenders.add(new PythonPeer(command));
        }
    }

    /// What a first question costs that later ones do not.
    private void questions(List<String> arguments) throws EngineException {
        var installed = ModelLibrary.at(Path.of(arguments.get(1)));
        var picture = PictureReader.read(Path.of(arguments.get(2)));
        var load = new SpeedTest.Load(0, 2, 1, rounds);
        try (var assistant = Assistants.open(installed, cache, Progress.NONE)) {
            var first =
                    SpeedTest.run(assistant, picture, load, Progress.NONE, new CancelToken())
                            .orElseThrow()
                            .firstToken();
            share(
                    arguments.getFirst(),
                    "further question about the picture",
                    first.followUp(),
                    first);
            share(arguments.getFirst(), "the question again", first.again(), first);
        }
    }

    private void guesses(List<String> arguments) throws EngineException {
        var installed = ModelLibrary.at(Path.of(arguments.get(1)));
        try (var assistant = Assistants.open(installed, cache, Progress.NONE)) {
            new Guesses(arguments.getFirst(), assistant, rounds).print(out);
        }
    }

    private void share(String model, String question, double millis, SpeedTest.FirstToken first) {
        out.printf(
                Locale.ROOT,
                "| %s | first token, %s | %.1f ms | a new question and picture | %.1f ms | **%.1f %%** |%n",
                model,
                question,
                millis,
                first.warm(),
                100 * millis / first.warm());
    }
}
