package dev.nunchi.app.cli;

import dev.nunchi.app.store.RequestLedger.Spent;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.Generation;
import dev.nunchi.app.teach.GenerationState;
import dev.nunchi.app.teach.InstructionWriter;
import dev.nunchi.app.teach.Scene;
import dev.nunchi.app.teach.Scenes;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeachingLanguage;
import dev.nunchi.engine.data.CaptionFilter;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `nunchi generate`: pictures with captions and boxes in, conversations to learn from out.
@Command(
        name = "generate",
        description = {
            "Writes instruction data about pictures, as the LLaVA paper made its own: a teacher that"
                    + " knows captions and boxes writes conversations, detailed descriptions and"
                    + " questions that take reasoning.",
            "",
            "Ctrl+C pauses; the same command goes on where it was, also after a failure. What was"
                    + " paid for is never asked again."
        },
        footer = {
            "",
            "With --json one line is printed: {\"pictures\", \"lessons\", \"rows\", \"kept\","
                    + " \"nothing\", \"whole\", \"out\", \"spent\"}.",
            "",
            "Example: nunchi generate --source photos/captions.jsonl --out photos/rows.json"
        })
final class GenerateCommand implements Callable<Integer> {
    /// Answers under way are paid for: they are waited for this long when the process is to end.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--source",
            required = true,
            paramLabel = "PATH",
            description =
                    "COCO's captions or instances, rows with captions and objects, any layout of"
                            + " docs/training-data.md, a folder of pictures.")
    private Path source = Path.of("");

    @Option(
            names = "--kinds",
            paramLabel = "K,…",
            split = ",",
            defaultValue = "conversation,detail,complex",
            description = "Of caption, conversation, detail, complex (default: ${DEFAULT-VALUE}).")
    private List<String> kinds = List.of();

    @Option(
            names = "--language",
            paramLabel = "L",
            defaultValue = "en",
            description = "en or ko (default: ${DEFAULT-VALUE}).")
    private String language = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many pictures. Default: all.")
    private @Nullable Integer limit;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Same seed, same rows (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--filter",
            description = "First thin the captions as the paper thinned CC3M; see 'nunchi filter'.")
    private boolean filter;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description =
                    "The rows to write, in a folder above the pictures: a JSON list if it ends in"
                            + " .json, else JSON lines.")
    private Path out = Path.of("");

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Mixin private TeacherOptions teachers = new TeacherOptions();

    @Spec private CommandSpec spec;

    private final CliContext context;

    GenerateCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException, TeacherException, StoreException {
        if (limit != null && limit < 1) {
            throw context.usage(spec, "generateLimit", limit);
        }
        var wanted = kinds();
        var written =
                TeachingLanguage.parse(language)
                        .orElseThrow(() -> context.usage(spec, "teachingLanguage", language));
        var progress = ProgressLine.of(context);
        var cancel = context.interruption().token();
        try (var _ = context.interruption().hold(PATIENCE)) {
            var read = Scenes.read(source, options(), new DataRows.Watch(progress, cancel));
            progress.clear();
            new ProblemLines(context.messages(), context.terminal().err()).print(read.problems());
            if (cancel.isCancelled()) {
                return ExitCode.INTERRUPTED;
            }
            var scenes = chosen(read.scenes());
            var plan = new Generation.Plan(scenes, wanted, written, seed, out);
            var setup = new TeacherSetup(context, spec, teachers, plan, read.scenes());
            try (var opened = setup.open(progress)) {
                return generate(plan, opened, progress);
            }
        }
    }

    private int generate(Generation.Plan plan, TeacherSetup.Opened opened, ProgressLine progress)
            throws EngineException, TeacherException, StoreException {
        var printer = new GenerationPrinter(context, progress);
        var generation =
                new Generation(plan, opened.teacher(), opened.captioner(), InstantSource.system());
        boolean ended = false;
        try {
            var state = generation.run(printer, context.interruption().token());
            ended = true;
            return finish(plan, state, opened.spent(), printer);
        } finally {
            progress.clear();
            if (!ended) {
                printer.kept();
            }
        }
    }

    private int finish(
            Generation.Plan plan,
            GenerationState state,
            Optional<Spent> spent,
            GenerationPrinter printer) {
        printer.clear();
        if (json) {
            printer.json(plan, state, spent);
        } else {
            printer.report(plan, state, spent);
        }
        if (context.interruption().token().isCancelled() && !state.isWhole()) {
            printer.kept();
            return ExitCode.INTERRUPTED;
        }
        return state.isWhole() ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<SampleType> kinds() {
        if (teachers.balanced().isPresent()) {
            return List.of(SampleType.CONVERSATION);
        }
        var wanted = new ArrayList<SampleType>();
        for (String word : kinds) {
            var kind =
                    SampleType.parse(word)
                            .orElseThrow(() -> context.usage(spec, "generateKind", word));
            if (!wanted.contains(kind)) {
                wanted.add(kind);
            }
        }
        return wanted;
    }

    private Scenes.Options options() {
        var options = Scenes.Options.defaults();
        return filter ? options.withFilter(CaptionFilter.ofPaper(seed)) : options;
    }

    private List<Scene> chosen(List<Scene> scenes) {
        if (scenes.isEmpty()) {
            throw context.usage(spec, "generateNothing", source);
        }
        if (!scenes.stream().allMatch(scene -> InstructionWriter.canName(out, scene.picture()))) {
            throw context.usage(spec, "filterOut", out);
        }
        return limit == null ? scenes : scenes.subList(0, Math.min(limit, scenes.size()));
    }
}
