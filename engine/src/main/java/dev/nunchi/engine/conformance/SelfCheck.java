package dev.nunchi.engine.conformance;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.device.Devices;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Decoder;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.Unrecognisable;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.model.ActivationPrecision;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.quantize.DamageSums;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.storage.Scratch;
import dev.nunchi.engine.text.Tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What an installed model can show of itself on this machine, where nobody has recorded what it
/// should compute.
///
/// @param assistant the open model; stays the caller's
/// @param picture any picture
public record SelfCheck(InstalledModel model, Assistant assistant, Picture picture, Room room) {
    /// What another form of the model may take.
    ///
    /// @param memory bytes besides the open model's
    /// @param folder where it is compiled; removed afterwards
    public record Room(long memory, Path folder) {}

    /// Words that become tokens and come back, in several scripts.
    private static final List<String> TEXTS =
            List.of(
                    "What is in this picture?",
                    "사진 속 강아지가 무엇을 하고 있나요?",
                    "for (int i = 0; i < 3; i++) { x[i] += 0.5; }",
                    "A red boat, 12 m long; two people & a dog.");

    private static final String QUESTION = "What is in this picture?";
    private static final String ANSWER = "A photograph of something.";
    private static final int ANSWER_TOKENS = 8;

    /// Nats; a picture that is not looked at changes nothing at all.
    private static final double LEAST_INFLUENCE = 1e-4;

    /// Nats; activations rounded to int8 cost the default model 0.004.
    private static final double MOST_DIVERGENCE = 0.05;

    private static final int COMPARED_TOKENS = 48;

    /// Graphs and arrays beside the weights of another form.
    private static final double OVER_WEIGHTS = 1.3;

    /// What is looked at, in this order.
    public enum Kind {
        /// Texts come back from the tokenizer unchanged; measured is how many do not.
        WORDS,
        /// Another picture changes how likely an answer is; measured in nats.
        PICTURE,
        /// The same question has the same answer; measured is 1 if it has not.
        AGAIN,
        /// The quick form that answers and the plain, exact one predict the same next words;
        /// measured is their mean Kullback–Leibler divergence in nats.
        FORMS
    }

    /// What came of it.
    public enum Outcome {
        PASSED,
        FAILED,
        /// It does not apply, or the memory does not take another form of the model now.
        SKIPPED
    }

    /// @param measured see [Kind]
    /// @param limit that it had to keep: the least influence of a picture, else the most
    public record Finding(Kind kind, Outcome outcome, double measured, double limit) {
        private static Finding atMost(Kind kind, double measured, double limit) {
            return new Finding(
                    kind, measured <= limit ? Outcome.PASSED : Outcome.FAILED, measured, limit);
        }

        private static Finding skipped(Kind kind) {
            return new Finding(kind, Outcome.SKIPPED, 0, 0);
        }
    }

    /// Takes seconds with a small model, minutes with a large one.
    ///
    /// @return fewer than there are kinds if cancelled
    /// @throws EngineException if the model cannot be read or the device failed
    public List<Finding> run(Progress progress, CancelToken cancel) throws EngineException {
        var findings = new ArrayList<Finding>();
        try (var checkpoint = model.open()) {
            for (var kind : Kind.values()) {
                if (cancel.isCancelled()) {
                    break;
                }
                progress.report(Stage.EVALUATING, findings.size(), Kind.values().length);
                findings.add(
                        checkpoint.reading(() ->
                                switch (kind) {
                                    case WORDS -> words(checkpoint);
                                    case PICTURE -> picture(cancel);
                                    case AGAIN -> again(cancel);
                                    case FORMS -> forms(checkpoint);
                                }));
            }
        }
        return cancel.isCancelled() ? List.of() : List.copyOf(findings);
    }

    private static Finding words(Checkpoint checkpoint) throws EngineException {
        try (var tokenizer = Tokenizer.open(checkpoint.tokenizer())) {
            long changed =
                    TEXTS.stream()
                            .filter(text ->
                                    !tokenizer
                                            .decode(tokenizer.encodePlain(text))
                                            .strip()
                                            .equals(text))
                            .count();
            return Finding.atMost(Kind.WORDS, changed, 0);
        }
    }

    private Finding picture(CancelToken cancel) throws EngineException {
        if (!assistant.info().acceptsPictures() || cancel.isCancelled()) {
            return Finding.skipped(Kind.PICTURE);
        }
        double difference = Math.abs(likelihood(picture) - likelihood(Unrecognisable.of(picture)));
        var outcome = difference >= LEAST_INFLUENCE ? Outcome.PASSED : Outcome.FAILED;
        return new Finding(Kind.PICTURE, outcome, difference, LEAST_INFLUENCE);
    }

    private double likelihood(Picture seen) throws EngineException {
        return assistant.score(List.of(Turn.user(QUESTION, seen)), ANSWER).logProbability();
    }

    private Finding again(CancelToken cancel) throws EngineException {
        boolean same = answer(cancel).equals(answer(cancel));
        return Finding.atMost(Kind.AGAIN, same ? 0 : 1, 0);
    }

    private String answer(CancelToken cancel) throws EngineException {
        var question =
                assistant.info().acceptsPictures()
                        ? Turn.user(QUESTION, picture)
                        : Turn.user(QUESTION);
        var options = AnswerOptions.defaults().withMaxNewTokens(ANSWER_TOKENS);
        return assistant.answer(List.of(question), options, AnswerListener.NONE, cancel).text();
    }

    private Finding forms(Checkpoint checkpoint) throws EngineException {
        if (AnsweringMemory.of(checkpoint).weights() * OVER_WEIGHTS > room.memory()) {
            return Finding.skipped(Kind.FORMS);
        }
        int[] ids = ids(checkpoint);
        var exact =
                logits(
                        checkpoint,
                        ids,
                        new BuildOptions(
                                Lowering.PLAIN, Precision.STORED, ActivationPrecision.FLOAT32));
        var quick = logits(checkpoint, ids, BuildOptions.answering());
        var sums = new DamageSums();
        int vocabulary = exact.length / ids.length;
        for (int i = 0; i < ids.length; i++) {
            sums.add(
                    new DamageSums.Row(exact, i * vocabulary, vocabulary),
                    new DamageSums.Row(quick, i * vocabulary, vocabulary));
        }
        return Finding.atMost(Kind.FORMS, sums.result().divergence(), MOST_DIVERGENCE);
    }

    private static int[] ids(Checkpoint checkpoint) throws EngineException {
        try (var tokenizer = Tokenizer.open(checkpoint.tokenizer())) {
            var text = Arrays.stream(tokenizer.encodePlain(String.join("\n", TEXTS)));
            return IntStream.concat(tokenizer.beginToken().stream(), text)
                    .limit(COMPARED_TOKENS)
                    .toArray();
        }
    }

    /// Compiles a form of the decoder into a folder of its own: one form at a time is in memory and
    /// on the disk.
    ///
    /// @return `[ids.length, V]`
    private float[] logits(Checkpoint checkpoint, int[] ids, BuildOptions options)
            throws EngineException {
        var embedding = new TokenEmbedding(checkpoint);
        var rows = new float[ids.length * embedding.hiddenSize()];
        embedding.lookup(ids.clone(), rows);
        try (var scratch = Scratch.make(room.folder(), "checking");
                var runtime = Devices.open(Device.CPU);
                var compiled = new ModelUnderTest(checkpoint, runtime, options, scratch.folder());
                Decoder decoder = compiled.newDecoder()) {
            return decoder.read(rows, IntStream.range(0, ids.length).toArray());
        }
    }
}
