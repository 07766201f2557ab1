package dev.nunchi.bench;

import dev.nunchi.engine.error.EngineException;

import java.nio.file.Path;

/// The verbs of `src/bench/run` that run in Java.
public final class Benchmarks {
    private static final String USAGE =
            """
            usage: sees DATA ASSETS CACHE [COUNT]       does the default model see? DATA has captions.jsonl
                   answering DATA ASSETS CACHE [COUNT]  time to the first token, tokens a second
            """;

    private Benchmarks() {}

    public static void main(String[] arguments) throws EngineException {
        if (arguments.length < 4) {
            System.err.print(USAGE);
            System.exit(2);
        }
        int count = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 200;
        var photographs = CaptionedPictures.read(Path.of(arguments[1]), count);
        var assets = Path.of(arguments[2]);
        var folder = Path.of(arguments[3]);
        switch (arguments[0]) {
            case "sees" -> new Sees(photographs).run(assets, folder, System.out);
            case "answering" -> new Answering(photographs).run(assets, folder, System.out);
            default -> {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
    }
}
