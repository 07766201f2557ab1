package dev.nunchi.app.cli;

import dev.nunchi.app.service.SamplePictures;
import dev.nunchi.engine.device.MemoryBandwidth;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.eval.SpeedTest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `nunchi bench`: how fast a model answers on this machine.
@Command(
        name = "bench",
        description = {
            "Times a model: opening, looking at pictures, reading a question, writing an answer.",
            "",
            "Medians of several questions after one that warms up. The share of the memory's"
                    + " bandwidth is what writing reads of the weights, against what this machine"
                    + " was measured to read at most: on a processor that is what bounds it. Run it"
                    + " alone: other work shows in every figure."
        },
        footer = {
            "",
            "With --json one line is printed: {\"model\", \"device\", \"threads\", \"promptTokens\","
                    + " \"imageTokens\", \"openMillis\", \"encodeMillis\","
                    + " \"prefillTokensPerSecond\", \"decodeTokensPerSecond\","
                    + " \"coldFirstTokenMillis\", \"firstTokenMillis\","
                    + " \"followUpFirstTokenMillis\", \"regenerateFirstTokenMillis\","
                    + " \"peakMemoryBytes\", \"memoryBandwidth\", \"bandwidthShare\"}; bandwidth"
                    + " in bytes a second.",
            "",
            "Example: nunchi bench --prompt-tokens 512 --new-tokens 64"
        })
final class BenchCommand implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;

    @Mixin private AnswererOptions who = new AnswererOptions();

    @Option(
            names = "--prompt-tokens",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Tokens of a question with its pictures, about. Default: a question of fifty"
                            + " words.")
    private int promptTokens;

    @Option(
            names = "--new-tokens",
            paramLabel = "N",
            defaultValue = "64",
            description = "Tokens of an answer, at most (default: ${DEFAULT-VALUE}).")
    private int newTokens;

    @Option(
            names = "--pictures",
            paramLabel = "N",
            defaultValue = "1",
            description = "Pictures of a question (default: ${DEFAULT-VALUE}).")
    private int pictures;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Questions that count (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    private final CliContext context;

    BenchCommand(CliContext context) {
        this.context = context;
    }

    /// What was measured.
    ///
    /// @param openMillis from asking for the model to its being open
    /// @param peak bytes that the process grew to; 0 where the system does not tell
    /// @param bandwidth of the memory, bytes a second
    /// @param share of it that decoding reads weights at
    private record Figures(
            String model,
            String device,
            int threads,
            double openMillis,
            SpeedTest.Result speed,
            long peak,
            double bandwidth,
            double share) {}

    @Override
    public Integer call() throws EngineException {
        if (promptTokens < 0 || newTokens < 1 || pictures < 0 || rounds < 1) {
            throw context.usage(spec, "bench");
        }
        var answerer = who.choose(context, spec);
        var progress = ProgressLine.of(context);
        Optional<Figures> figures;
        try (var _ = context.interruption().hold()) {
            figures = measure(answerer, progress);
        }
        progress.clear();
        figures.ifPresent(this::print);
        return figures.isPresent() ? ExitCode.OK : ExitCode.INTERRUPTED;
    }

    private Optional<Figures> measure(Answerer answerer, ProgressLine progress)
            throws EngineException {
        long decoder = context.models().preview(answerer.model()).memory().decoder();
        double bandwidth = MemoryBandwidth.measure();
        ProcessMemory.giveBack();
        var watch = ProcessMemory.watch();
        long start = System.nanoTime();
        try (var assistant = context.models().open(answerer, progress)) {
            double open = (System.nanoTime() - start) / NANOS_PER_MILLI;
            var load = new SpeedTest.Load(promptTokens, newTokens, pictures, rounds);
            var picture = SamplePictures.any();
            var cancel = context.interruption().token();
            var info = assistant.info();
            return SpeedTest.run(assistant, picture, load, progress, cancel)
                    .map(speed ->
                            new Figures(
                                    info.name(),
                                    info.device(),
                                    info.threads(),
                                    open,
                                    speed,
                                    watch.growth().orElse(0),
                                    bandwidth,
                                    speed.decode() * decoder / bandwidth));
        }
    }

    private void print(Figures figures) {
        var out = context.terminal().out();
        if (json) {
            out.println(asJson(figures));
        } else {
            printRows(figures);
        }
        out.flush();
    }

    private static String asJson(Figures figures) {
        var speed = figures.speed();
        var first = speed.firstToken();
        var mapper = JsonMapper.shared();
        return mapper.writeValueAsString(
                mapper.createObjectNode()
                        .put("model", figures.model())
                        .put("device", figures.device())
                        .put("threads", figures.threads())
                        .put("promptTokens", speed.promptTokens())
                        .put("imageTokens", speed.pictureTokens())
                        .put("openMillis", figures.openMillis())
                        .put("encodeMillis", speed.picture())
                        .put("prefillTokensPerSecond", speed.prefill())
                        .put("decodeTokensPerSecond", speed.decode())
                        .put("coldFirstTokenMillis", first.cold())
                        .put("firstTokenMillis", first.warm())
                        .put("followUpFirstTokenMillis", first.followUp())
                        .put("regenerateFirstTokenMillis", first.again())
                        .put("peakMemoryBytes", figures.peak())
                        .put("memoryBandwidth", figures.bandwidth())
                        .put("bandwidthShare", figures.share()));
    }

    private void printRows(Figures figures) {
        var speed = figures.speed();
        var first = speed.firstToken();
        var messages = context.messages();
        var formats = messages.formats();
        row("model", figures.model() + ", " + figures.device());
        row(
                "prompt",
                messages.text("cli.bench.tokens", speed.promptTokens(), speed.pictureTokens()));
        row("open", millis(figures.openMillis()));
        row("encode", millis(speed.picture()));
        row("prefill", messages.text("cli.bench.rate", formats.decimal(speed.prefill(), 1)));
        row("decode", messages.text("cli.bench.rate", formats.decimal(speed.decode(), 1)));
        row("cold", millis(first.cold()));
        row("first", millis(first.warm()));
        row("followUp", millis(first.followUp()));
        row("again", millis(first.again()));
        if (figures.peak() > 0) {
            row("memory", formats.bytes(figures.peak()));
        }
        row("bandwidth", formats.bytes((long) figures.bandwidth()));
        row("share", formats.decimal(figures.share(), 2));
    }

    private String millis(double value) {
        var messages = context.messages();
        return messages.text("cli.bench.millis", messages.formats().decimal(value, 1));
    }

    private void row(String key, String figure) {
        String words = context.messages().text("cli.bench." + key);
        context.terminal().out().printf("%-30s %s%n", words, figure);
    }
}
