package dev.nunchi.app.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/// The options of `nunchi evaluate` that belong to benchmarks.
final class BenchmarkOptions {
    @Option(
            names = "--benchmark",
            paramLabel = "PATH",
            description =
                    "Questions about pictures in LLaVA-Bench's layouts (docs/evaluation.md): a file"
                            + " with its references and symbols beside it, or a folder.")
    @Nullable Path benchmark;

    @Option(
            names = "--build",
            paramLabel = "SOURCE",
            description =
                    "First make the benchmark's folder, as the paper made its own: 30 pictures (or"
                            + " --limit) of the source, which needs boxes, and three questions on"
                            + " each with the symbolic teacher's answers, and questions whether and"
                            + " how many things are there.")
    @Nullable Path build;

    @Option(
            names = "--balanced",
            paramLabel = "N",
            description =
                    "With --build: of questions whether and how many alone, N a picture at most, each"
                            + " thing there as often as not. The source needs boxes or several"
                            + " captions a picture; all its pictures are used (or --limit).")
    @Nullable Integer balanced;

    @Option(
            names = "--pictures",
            paramLabel = "FOLDER",
            description = "Where the benchmark's pictures lie. Default: with its files.")
    @Nullable Path pictures;

    @Option(
            names = "--candidate",
            paramLabel = "WHO",
            description = {
                "Who answers; may be given more than once: a model of 'nunchi models list',"
                        + " MODEL+ADAPTER, MODEL@bare for its weights alone, URL#MODEL for a server"
                        + " that speaks OpenAI's chat API, which then gets the pictures, or a file"
                        + " of answers given before (.jsonl with question_id and text). Default:"
                        + " as --model and --adapter say."
            })
    List<String> candidates = List.of();

    @Option(
            names = "--judge",
            paramLabel = "WHO",
            description =
                    "Who compares answers with references: a model or a URL#MODEL. It needs no"
                            + " eyes. Default: nobody.")
    @Nullable String judge;

    @Option(
            names = "--references-by",
            paramLabel = "WHO",
            description =
                    "Who writes references where the benchmark has none, from captions and boxes:"
                            + " a model or a URL#MODEL. Default: nobody.")
    @Nullable String teacher;

    @Option(
            names = "--key-variable",
            paramLabel = "NAME",
            description = "The environment variable that holds the servers' key.")
    @Nullable String keyVariable;

    @Option(
            names = "--blind",
            paramLabel = "HOW",
            defaultValue = "shuffled",
            description =
                    "The blind baseline: shuffled shows another picture, withheld none (default:"
                            + " ${DEFAULT-VALUE}).")
    String blind = "";

    @Option(
            names = "--bootstrap-seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Of intervals, trust test and built benchmarks (default: 0).")
    long seed;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of the bootstrap (default: ${DEFAULT-VALUE}).")
    int resamples;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Where answers, reviews and reports go. The same command goes on there after it"
                            + " was ended; nothing is asked twice.")
    @Nullable Path out;
}
