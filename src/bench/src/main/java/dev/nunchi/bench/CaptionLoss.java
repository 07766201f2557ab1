package dev.nunchi.bench;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.conformance.ModelUnderTest;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.Continuation;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.Message;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Role;
import dev.nunchi.engine.text.Tokenizer;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Mean cross-entropy of the first caption's tokens, given the right picture and another one.
///
/// The figure that `reference/caption_loss.py` computes in PyTorch on the same photographs.
record CaptionLoss(CaptionedPictures photographs) {
    private static final String QUESTION = "Describe the image briefly.";

    void run(Path assets, Path scratch, PrintStream out) throws EngineException {
        var forms =
                Map.of(
                        "float32", BuildOptions.reference(Lowering.FUSED),
                        "as shipped", BuildOptions.answering());
        for (var form : forms.entrySet()) {
            try (var checkpoint = Checkpoint.open(DefaultModel.folder(assets));
                    var tokenizer = Tokenizer.open(checkpoint.tokenizer());
                    var runtime = OrtRuntime.cpu();
                    var model = new ModelUnderTest(checkpoint, runtime, form.getValue(), scratch)) {
                measure(form.getKey(), checkpoint, tokenizer, model, out);
            }
        }
    }

    private void measure(
            String form,
            Checkpoint checkpoint,
            Tokenizer tokenizer,
            ModelUnderTest model,
            PrintStream out)
            throws EngineException {
        var features = features(checkpoint, model);
        var template =
                ChatTemplate.parse(
                        checkpoint.chatTemplate().orElseThrow(), checkpoint.specialTokens());
        var encoder = new PromptEncoder(template, tokenizer, checkpoint.config().imageTokenId());
        var right = new Mean();
        var wrong = new Mean();
        for (int i = 0; i < features.size(); i++) {
            var caption = photographs.pictures().get(i).captions().getFirst();
            var prompt =
                    encoder.encode(
                            List.of(
                                    new Message(Role.USER, 1, QUESTION),
                                    new Message(Role.ASSISTANT, caption)),
                            Continuation.NONE,
                            checkpoint.config().imageTokens());
            int other = (i + features.size() / 2) % features.size();
            addLosses(model, prompt, features.get(i), right);
            addLosses(model, prompt, features.get(other), wrong);
        }
        out.printf(
                "%-10s right picture %.4f, another %.4f (%d tokens)%n",
                form, right.value(), wrong.value(), right.count);
    }

    private List<float[]> features(Checkpoint checkpoint, ModelUnderTest model)
            throws EngineException {
        var eye = model.new Eye();
        var processor = new PictureProcessor(checkpoint.pictures().orElseThrow());
        var features = new ArrayList<float[]>();
        for (var photograph : photographs.pictures()) {
            var picture = PictureReader.read(photograph.file());
            features.add(eye.see(processor.process(picture).tensor()).features());
        }
        return features;
    }

    private static void addLosses(
            ModelUnderTest model, EncodedPrompt prompt, float[] picture, Mean mean)
            throws EngineException {
        var targets = prompt.targets().stream().toArray();
        var before = new int[targets.length];
        for (int i = 0; i < targets.length; i++) {
            before[i] = targets[i] - 1;
        }
        try (var decoder = model.newDecoder()) {
            var logits = decoder.read(model.embed(prompt, List.of(picture)), before);
            int width = logits.length / targets.length;
            for (int i = 0; i < targets.length; i++) {
                mean.add(crossEntropy(logits, i * width, width, prompt.ids()[targets[i]]));
            }
        }
    }

    /// `ln Σ e^x − x[target]` of one row.
    private static double crossEntropy(float[] logits, int offset, int width, int target) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < width; i++) {
            greatest = Math.max(greatest, logits[offset + i]);
        }
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += Math.exp(logits[offset + i] - greatest);
        }
        return greatest + Math.log(sum) - logits[offset + target];
    }

    private static final class Mean {
        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        double value() {
            return sum / count;
        }
    }
}
