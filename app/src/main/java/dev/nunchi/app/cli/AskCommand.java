package dev.nunchi.app.cli;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Grounding;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.generate.Speculation;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.text.Role;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `nunchi ask`: pictures and a question in, an answer out.
@Command(
        name = "ask",
        customSynopsis = "nunchi ask [OPTIONS] [PICTURE...] QUESTION",
        description = "Answers a question, about pictures if any are given.",
        footer = {
            "",
            "With --json one line is printed: {\"answer\", \"finishReason\", \"promptTokens\","
                    + " \"imageTokens\", \"newTokens\", \"timing\", \"pictures\", \"memory\"}; times are in"
                    + " milliseconds, memory in bytes. With --seen it has \"words\", too: \"gain\" is the"
                    + " log-probability with the pictures (\"seen\") less that without (\"guessed\").",
            "",
            "Example: nunchi ask beach.jpg \"What is in this picture?\""
        })
final class AskCommand implements Callable<Integer> {
    private static final Optional<Grounding> NOT_ASKED = Optional.empty();
    private static final String STANDARD_INPUT = "-";
    // As much as the largest photograph a camera writes, with room to spare.
    private static final int MAX_PICTURE_BYTES = 128 << 20;

    @Parameters(
            arity = "1..*",
            paramLabel = "PICTURE... QUESTION",
            hideParamSyntax = true,
            description =
                    "Picture files, - for one on standard input; the last word is the question.")
    private List<String> words = List.of();

    @Mixin private AnswererOptions who = new AnswererOptions();

    @Option(names = "--json", description = "Print the answer and its figures as JSON.")
    private boolean json;

    @Option(
            names = "--seen",
            description =
                    "Tell for each word of the answer how much likelier the pictures made it:"
                            + " seen or guessed? Takes about as long as the answer.")
    private boolean seen;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "256",
            description = "The longest answer, in tokens (default: ${DEFAULT-VALUE}).")
    private int maxTokens;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "0 for the likeliest words, up to 2 (default: ${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Same seed, same answer, at any temperature (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--one-by-one",
            description =
                    "Write without guessing ahead what the answer repeats: slower, the same but"
                            + " for rounding.")
    private boolean oneByOne;

    @Option(names = "--verbose", description = "Say what is being done, also where nobody watches.")
    private boolean verbose;

    @Spec private CommandSpec spec;

    private final CliContext context;

    AskCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException {
        var options = answerOptions();
        String question = question();
        var answerer = who.choose(context, spec);
        var pictures = new ArrayList<Picture>();
        for (String name : words.subList(0, words.size() - 1)) {
            pictures.add(picture(name));
        }
        if (seen && pictures.isEmpty()) {
            throw usage("seenWithoutPicture");
        }
        var turn = new Turn(Role.USER, pictures, question);
        var progress = verbose ? ProgressLine.verbose(context) : ProgressLine.of(context);
        try (var _ = context.interruption().hold();
                var assistant = context.models().open(answerer, progress)) {
            var listener =
                    json
                            ? new AnswerPrinter(progress, _ -> {})
                            : new AnswerPrinter(progress, this::print);
            var answer =
                    assistant.answer(
                            List.of(turn),
                            answerer.adapterName().map(options::withAdapter).orElse(options),
                            listener,
                            context.interruption().token());
            var grounding =
                    seen ? ground(assistant, turn, answer, answerer.adapterName()) : NOT_ASKED;
            progress.clear();
            return finish(answer, grounding);
        }
    }

    /// Of an answer with words to it; an interrupted one is only printed.
    private Optional<Grounding> ground(
            Assistant assistant, Turn turn, Answer answer, Optional<String> adapter)
            throws EngineException {
        return answer.text().isBlank()
                ? Optional.empty()
                : assistant.ground(
                        List.of(turn), answer.text(), adapter, context.interruption().token());
    }

    private int finish(Answer answer, Optional<Grounding> grounding) {
        print(json ? AnswerJson.of(answer, grounding) + "\n" : "\n");
        if (!json) {
            grounding.ifPresent(found -> print(GroundingTable.of(found)));
        }
        return answer.finishReason() == FinishReason.CANCELLED ? ExitCode.INTERRUPTED : ExitCode.OK;
    }

    private void print(String text) {
        context.terminal().out().print(text);
        context.terminal().out().flush();
    }

    private AnswerOptions answerOptions() {
        if (maxTokens < 1) {
            throw usage("maxTokens", maxTokens);
        }
        if (!(temperature >= 0 && temperature <= 2)) {
            throw usage("temperature", temperature);
        }
        var sampling =
                temperature == 0
                        ? SamplingOptions.greedy()
                        : SamplingOptions.greedy().withTemperature(temperature).withSeed(seed);
        return AnswerOptions.defaults()
                .withMaxNewTokens(maxTokens)
                .withSampling(sampling)
                .withSpeculation(oneByOne ? Speculation.OFF : Speculation.PROMPT_LOOKUP);
    }

    // Forgetting the question is the commonest slip, and would ask "beach.jpg" of nothing.
    private String question() {
        String last = words.getLast();
        if (last.isBlank()) {
            throw usage("questionEmpty");
        }
        // A File, because a question is no valid Path on every system.
        if (new File(last).isFile()) {
            throw usage("questionMissing", last);
        }
        return last;
    }

    private Picture picture(String name) throws PictureException {
        return name.equals(STANDARD_INPUT)
                ? PictureReader.read(standardInput(), "standard input")
                : PictureReader.read(Path.of(name));
    }

    private byte[] standardInput() throws PictureException {
        try {
            byte[] bytes = context.terminal().in().readNBytes(MAX_PICTURE_BYTES + 1);
            if (bytes.length > MAX_PICTURE_BYTES) {
                throw new PictureException(
                        "standard input",
                        PictureException.Reason.TOO_LARGE,
                        "more than " + MAX_PICTURE_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new PictureException(
                    "standard input", PictureException.Reason.UNREADABLE, "cannot be read: " + e);
        }
    }

    private ParameterException usage(String key, Object... arguments) {
        return context.usage(spec, key, arguments);
    }
}
