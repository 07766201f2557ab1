package dev.nunchi.engine.conformance;

import dev.nunchi.engine.autodiff.Backward;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.SampleEncoder;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.optim.AdamW;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.Continuation;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.train.GradientStep;
import dev.nunchi.engine.train.SeenPicture;
import dev.nunchi.engine.train.TrainableParts;
import dev.nunchi.engine.train.TrainingBatch;
import dev.nunchi.engine.train.TrainingExample;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A model case's training values: ids, labels, losses and projector gradients of three batches,
/// and those of low-rank updates for one of them.
///
/// @param pictures of the case
record TrainingChecks(
        Fixture fixture,
        Recorder recorder,
        Checkpoint checkpoint,
        Layout layout,
        List<Picture> pictures) {
    /// A picture of the case.
    ///
    /// @param hidden `[tiles, rows, Dv]`, what the tower made of it
    record Picture(PictureLayout layout, float[] hidden) {}

    /// How conversations become ids.
    record Layout(ChatTemplate template, PromptEncoder encoder) {}

    /// A sample as it is learnt from, with its pictures by number.
    private record Sample(EncodedPrompt prompt, long[] pictures) {}

    private static final Set<String> KEYS =
            Set.of(
                    "samples",
                    "pad_token_id",
                    "single_loss",
                    "batch_loss",
                    "plain",
                    "lora",
                    "adamw");
    private static final Set<String> LORA_KEYS = Set.of("r", "alpha", "scale", "loss", "batch");
    private static final Set<String> PLAIN_KEYS = Set.of("samples", "loss");
    private static final Set<String> SAMPLE_KEYS =
            Set.of("messages", "text", "image_order", "length", "target_tokens");

    private static final Set<String> ADAMW_KEYS =
            Set.of("steps", "lr", "betas", "eps", "weight_decay", "losses", "trained", "batch");

    /// Loads the model for training.
    interface Steps {
        GradientStep open(TrainableParts parts) throws EngineException;
    }

    void run(Steps steps) throws EngineException {
        var training = fixture.json().get("training");
        Fixture.reportUnknownKeys("training", training, KEYS, recorder);
        var samples = new ArrayList<Sample>();
        for (var entry : training.get("samples")) {
            samples.add(conversation("training.samples." + samples.size() + ".", entry));
        }
        try (var step = steps.open(TrainableParts.projector())) {
            check("single", samples.subList(0, 1), training.get("single_loss"), step);
            check("batch", samples, training.get("batch_loss"), step);
            if (training.has("plain")) {
                checkPlain(training.get("plain"), step);
            }
        }
        if (training.has("lora")) {
            checkLora(training.get("lora"), samples, steps);
        }
        if (training.has("adamw")) {
            checkAdamW(training.get("adamw"), samples, steps);
        }
    }

    private void checkPlain(JsonNode plain, GradientStep step) throws EngineException {
        Fixture.reportUnknownKeys("training.plain", plain, PLAIN_KEYS, recorder);
        var samples = new ArrayList<Sample>();
        for (var entry : plain.get("samples")) {
            samples.add(caption("training.plain.samples." + samples.size() + ".", entry));
        }
        check("plain", samples, plain.get("loss"), step);
    }

    /// Updates of all linear layers, with the fixture's factors, on the padded batch.
    private void checkLora(JsonNode lora, List<Sample> samples, Steps steps)
            throws EngineException {
        Fixture.reportUnknownKeys("training.lora", lora, LORA_KEYS, recorder);
        recorder.number(
                "training.lora.scale",
                Group.TRAIN,
                lora.get("scale").asDouble(),
                config(lora).scale(),
                Tolerances.EQUAL);
        try (var step = steps.open(TrainableParts.projectorAndLora(config(lora)))) {
            fillFactors(step);
            var batch = batch(samples);
            var result = step.run(batch);
            checkResult("train.lora.", result, lora.get("loss"));
            var logits = step.lastLogits(batch, 0);
            floats("train.lora.last_logits_sample0", logits, Tolerances.LOGITS);
        }
    }

    private static LoraConfig config(JsonNode lora) {
        return LoraConfig.ofAll(lora.get("r").asInt(), lora.get("alpha").asDouble());
    }

    private void fillFactors(GradientStep step) throws EngineException {
        for (var parameter : step.parameters().entrySet()) {
            if (!isProjector(parameter.getKey())) {
                String name = "train.lora.param." + fixtureName(parameter.getKey());
                var values = fixture.tensor(name).floats();
                parameter.getValue().write(0, values, 0, values.length);
                floats(name, parameter.getValue().toFloats(), Tolerances.EQUAL);
            }
        }
    }

    /// Steps of the optimiser on the padded batch: of the projector, or of the fixture's factors
    /// where there is none.
    private void checkAdamW(JsonNode adamw, List<Sample> samples, Steps steps)
            throws EngineException {
        Fixture.reportUnknownKeys("training.adamw", adamw, ADAMW_KEYS, recorder);
        boolean sees = checkpoint.config().projector().isPresent();
        var lora = fixture.json().get("training").get("lora");
        var parts =
                sees ? TrainableParts.projector() : TrainableParts.projectorAndLora(config(lora));
        var batch = batch(samples);
        try (var step = steps.open(parts)) {
            if (!sees) {
                fillFactors(step);
            }
            var losses = learn(step, batch, adamw);
            floats("train.adamw.losses", losses, Tolerances.LOSS);
            for (int i = 0; i < losses.length; i++) {
                recorder.number(
                        "train.adamw.losses (json) " + i,
                        Group.TRAIN,
                        adamw.get("losses").get(i).asDouble(),
                        losses[i],
                        Tolerances.LOSS);
            }
            for (var parameter : step.parameters().entrySet()) {
                floats(
                        "train.adamw.param." + fixtureName(parameter.getKey()),
                        parameter.getValue().toFloats(),
                        Tolerances.PARAMETERS);
            }
        }
    }

    /// @return the loss before each step, and after the last
    private static float[] learn(GradientStep step, TrainingBatch batch, JsonNode adamw)
            throws EngineException {
        var options =
                new AdamW.Options(
                        adamw.get("betas").get(0).asDouble(),
                        adamw.get("betas").get(1).asDouble(),
                        adamw.get("eps").asDouble(),
                        adamw.get("weight_decay").asDouble());
        var optimizer =
                new AdamW(
                        step.parameters(),
                        options,
                        shape -> Tensor.ofFloats(shape, new float[Math.toIntExact(shape.count())]));
        var losses = new float[adamw.get("steps").asInt() + 1];
        for (int i = 0; i < losses.length - 1; i++) {
            var result = step.run(batch);
            losses[i] = (float) result.loss();
            optimizer.step(result.gradients(), _ -> adamw.get("lr").asDouble());
        }
        losses[losses.length - 1] = (float) step.evaluate(batch).loss();
        return losses;
    }

    private static boolean isProjector(String parameter) {
        return parameter.startsWith("multi_modal_projector.");
    }

    /// The fixture's name: the checkpoint's own where it is not ours.
    private String fixtureName(String parameter) {
        if (!isProjector(parameter)) {
            // `model.layers.0.….lora_A.weight` without its ends
            return parameter.substring("model.".length(), parameter.lastIndexOf('.'));
        }
        boolean original = fixture.json().get("model_kind").asString().equals("orig");
        return original
                ? parameter.replace("multi_modal_projector.linear_1", "model.mm_projector")
                : parameter;
    }

    private TrainingBatch batch(List<Sample> samples) {
        return new TrainingBatch(samples.stream().map(this::example).toList());
    }

    private Sample conversation(String name, JsonNode entry) throws EngineException {
        var messages = FixtureMessages.read(entry.get("messages"), name);
        var segments = layout.template().render(messages, Continuation.NONE);
        recorder.equal(
                name + "text",
                Group.TRAIN,
                entry.get("text").asString(),
                ChatTemplateCase.text(segments));
        return sample(name, entry, encoder().chat(messages, counts(entry)));
    }

    /// The first stage's form: a picture and its caption, all of which is learnt.
    private Sample caption(String name, JsonNode entry) throws EngineException {
        String text = entry.get("text").asString();
        String caption = text.substring(ChatTemplate.IMAGE.length());
        return sample(name, entry, encoder().plain(caption, counts(entry)));
    }

    private int[] counts(JsonNode entry) {
        return Arrays.stream(TokenizerCase.longs(entry.get("image_order")))
                .mapToInt(i -> pictures.get((int) i).layout().rows())
                .toArray();
    }

    private SampleEncoder encoder() {
        return SampleEncoder.of(layout.encoder(), checkpoint.config());
    }

    private Sample sample(String name, JsonNode entry, EncodedPrompt prompt) {
        Fixture.reportUnknownKeys(name, entry, SAMPLE_KEYS, recorder);
        int length = prompt.ids().length;
        recorder.equal(name + "length", Group.TRAIN, entry.get("length").asInt(), length);
        if (entry.has("target_tokens")) {
            int targets = prompt.targets().cardinality();
            int expected = entry.get("target_tokens").asInt();
            recorder.equal(name + "target_tokens", Group.TRAIN, expected, targets);
        }
        return new Sample(prompt, TokenizerCase.longs(entry.get("image_order")));
    }

    private void check(String key, List<Sample> samples, JsonNode jsonLoss, GradientStep step)
            throws EngineException {
        String name = "train." + key + ".";
        checkIds(name, samples);
        checkResult(name, step.run(batch(samples)), jsonLoss);
    }

    private void checkResult(String name, GradientStep.Result result, JsonNode jsonLoss)
            throws EngineException {
        floats(name + "loss", new float[] {(float) result.loss()}, Tolerances.LOSS);
        recorder.number(
                name + "loss (json)",
                Group.TRAIN,
                jsonLoss.asDouble(),
                result.loss(),
                Tolerances.LOSS);
        for (var gradient : result.gradients().entrySet()) {
            String tensor = name + Backward.gradientOf(fixtureName(gradient.getKey()));
            var largest = largest(fixture.tensor(tensor).floats());
            double limit = Math.max(Tolerances.GRADIENT, Tolerances.GRADIENT_RELATIVE * largest);
            floats(tensor, gradient.getValue().toFloats(), limit);
        }
    }

    private void floats(String name, float[] actual, double limit) throws EngineException {
        recorder.floats(name, Group.TRAIN, fixture.tensor(name), actual, limit);
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private void checkIds(String name, List<Sample> samples) throws EngineException {
        int length = samples.stream().mapToInt(s -> s.prompt().ids().length).max().orElseThrow();
        int pad = fixture.json().get("training").get("pad_token_id").asInt();
        int ignored = EncodedPrompt.IGNORED;
        ids(name + "input_ids", samples, s -> padded(spelt(s.prompt()), length, pad));
        ids(name + "labels", samples, s -> padded(s.prompt().labels(), length, ignored));
        ids(name + "attention_mask", samples, s -> mask(s.prompt().ids().length, length));
    }

    /// The ids as the fixture spells them: with its own id at pictures.
    private int[] spelt(EncodedPrompt prompt) {
        return ModelCase.spelt(prompt, fixture.json().get("image_token_id"));
    }

    private interface Row {
        IntStream of(Sample sample);
    }

    private void ids(String name, List<Sample> samples, Row row) throws EngineException {
        var actual = samples.stream().flatMapToInt(row::of).asLongStream().toArray();
        recorder.ids(name, Group.TRAIN, fixture.tensor(name).longs(), actual);
    }

    private static IntStream padded(int[] values, int length, int pad) {
        return IntStream.range(0, length).map(i -> i < values.length ? values[i] : pad);
    }

    private static IntStream mask(int filled, int length) {
        return IntStream.range(0, length).map(i -> i < filled ? 1 : 0);
    }

    private TrainingExample example(Sample sample) {
        return SampleEncoder.example(sample.prompt(), image -> seen(sample.pictures()[image]));
    }

    private SeenPicture seen(long number) {
        var picture = pictures.get(Math.toIntExact(number));
        return SeenPicture.of(checkpoint.config(), picture.layout(), picture.hidden());
    }
}
