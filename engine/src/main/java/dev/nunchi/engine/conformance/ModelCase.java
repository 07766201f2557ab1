package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Sampler;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.image.PixelValues;
import dev.nunchi.engine.model.ActivationMemory;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.Continuation;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Tokenizer;
import dev.nunchi.engine.train.GradientStep;
import dev.nunchi.engine.train.TrainingPlan;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A whole model: pixels, features, prompts, logits and greedy answers.
final class ModelCase implements AutoCloseable {
    private static final Set<String> KEYS =
            Set.of(
                    "case",
                    "model_kind",
                    "image_token_id",
                    "chat",
                    "images",
                    "prompts",
                    "greedy_min_margin",
                    "training",
                    "weights",
                    "tensors");
    private static final Set<String> PROMPT_KEYS =
            Set.of(
                    "messages",
                    "image_order",
                    "text",
                    "token_ids_before_expansion",
                    "length",
                    "greedy_ids",
                    "greedy_text",
                    "greedy_text_with_special",
                    "greedy_min_margin",
                    "stop_example");
    private static final Set<String> IMAGE_KEYS =
            Set.of("file", "height", "width", "tiles", "image_tokens");
    private static final Pattern FILES =
            Pattern.compile(
                    "[^/]+/(config|generation_config|preprocessor_config|processor_config"
                            + "|special_tokens_map|tokenizer_config|tokenizer|chat_template"
                            + "|(model\\.safetensors|pytorch_model\\.bin)\\.index)\\.json"
                            + "|[^/]+/(model|pytorch_model)(-\\d+-of-\\d+)?\\.(safetensors|bin)"
                            + "|[^/]+/mm_projector(_bf16)?\\.(safetensors|bin)"
                            + "|model/(tokenizer\\.model|chat_template\\.jinja)"
                            + "|images/[^/]+\\.(png|jpg)"
                            + "|adapter/adapter_(config\\.json|model\\.safetensors)"
                            + "|expected/(expected|precision)\\.(json|safetensors)");

    /// The smallest: all plans compute the same.
    private static final TrainingPlan PLAN =
            new TrainingPlan(Precision.STORED, ActivationMemory.RECOMPUTE);

    private static final int[] NO_HISTORY = {};
    private static final Pattern TRAINING = Pattern.compile("train\\..*");
    private static final Pattern KNOWN =
            Pattern.compile(
                    "image\\.\\d+\\.(pixel_values|pixel_values_pad|vision_hidden|image_features)"
                            + "|prompt\\.\\w+\\.(input_ids|logits|last_logits|greedy_ids)");

    private final Fixture fixture;
    private final Recorder recorder;
    private final Checkpoint checkpoint;
    private final Tokenizer tokenizer;
    private final ModelUnderTest model;
    private final InferenceRuntime runtime;
    private final Path scratch;
    private final List<ModelUnderTest.Seen> seen = new ArrayList<>();
    private final List<PictureLayout> layouts = new ArrayList<>();

    private ModelCase(
            Path folder,
            Recorder recorder,
            InferenceRuntime runtime,
            Lowering lowering,
            Path scratch)
            throws EngineException {
        this.recorder = recorder;
        this.runtime = runtime;
        this.scratch = scratch;
        fixture = Fixture.open(folder);
        checkpoint = Checkpoint.open(folder.resolve("model"));
        tokenizer = Tokenizer.open(checkpoint.tokenizer());
        model = new ModelUnderTest(checkpoint, runtime, BuildOptions.reference(lowering), scratch);
    }

    static boolean matches(JsonNode expected) {
        return expected.has("model_kind");
    }

    static void run(
            Path folder,
            Recorder recorder,
            InferenceRuntime runtime,
            Lowering lowering,
            Path scratch)
            throws EngineException {
        try (var runner = new ModelCase(folder, recorder, runtime, lowering, scratch)) {
            runner.run();
        }
    }

    private void run() throws EngineException {
        checkImages();
        var layout = layout();
        checkPrompts(layout);
        checkTraining(layout);
        StageOneChecks.run(fixture, recorder);
        fixture.know(KNOWN);
        fixture.reportUnknown(KEYS, recorder);
        fixture.reportUnknownFiles(FILES, recorder);
    }

    private void checkImages() throws EngineException {
        var images = fixture.json().get("images");
        if (images.isEmpty()) {
            return;
        }
        var eye = model.new Eye();
        for (int i = 0; i < images.size(); i++) {
            checkImage("image." + i + ".", images.get(i), eye);
        }
    }

    private void checkImage(String name, JsonNode image, ModelUnderTest.Eye eye)
            throws EngineException {
        Fixture.reportUnknownKeys(name, image, IMAGE_KEYS, recorder);
        var picture = PictureReader.read(exactPixels(image.get("file").asString()));
        var layout = PictureLayout.of(checkpoint.config(), picture.width(), picture.height(), 1);
        layouts.add(layout);
        int tokens = image.get("image_tokens").asInt();
        recorder.equal(name + "image_tokens", Group.FORWARD, tokens, layout.rows());
        recorder.equal(name + "tiles", Group.FORWARD, image.get("tiles").asInt(), layout.tiles());
        var config =
                checkpoint
                        .pictures()
                        .orElseThrow(() ->
                                new CheckpointException(
                                        fixture.path("model"), "no preprocessor_config.json"));
        var pixels = new PictureProcessor(config).process(picture);
        comparePixels(name + "pixel_values", pixels);
        if (fixture.has(name + "pixel_values_pad")) {
            var padded = new PictureProcessor(config.padded()).process(picture);
            comparePixels(name + "pixel_values_pad", padded);
        }
        var view = eye.see(pixels, layout);
        seen.add(view);
        compare(name + "vision_hidden", Group.FORWARD, view.hidden(), Tolerances.FEATURES);
        compare(name + "image_features", Group.FORWARD, view.features(), Tolerances.FEATURES);
    }

    private void comparePixels(String name, PixelValues pixels) throws EngineException {
        compare(name, Group.PREPROCESS, pixels.tensor().toFloats(), Tolerances.PIXELS);
    }

    /// JPEG decoders differ by a level, so the pixels that the reference used lie beside.
    private Path exactPixels(String file) {
        var decoded = fixture.path(file.replaceFirst("\\.jpg$", ".decoded.png"));
        return Files.exists(decoded) ? decoded : fixture.path(file);
    }

    private void compare(String name, Group group, float[] actual, double limit)
            throws EngineException {
        if (recorder.wants(group)) {
            recorder.floats(name, group, fixture.tensor(name), actual, limit);
        }
    }

    private TrainingChecks.Layout layout() throws EngineException {
        var source =
                checkpoint
                        .chatTemplate()
                        .orElseThrow(() ->
                                new CheckpointException(fixture.path("model"), "no chat template"));
        var template = ChatTemplate.parse(source, checkpoint.specialTokens());
        return new TrainingChecks.Layout(
                template,
                new PromptEncoder(template, tokenizer, checkpoint.config().imageTokenId()));
    }

    private void checkTraining(TrainingChecks.Layout layout) throws EngineException {
        if (!recorder.wants(Group.TRAIN) || !fixture.json().has("training")) {
            fixture.know(TRAINING);
            return;
        }
        var pictures = new ArrayList<TrainingChecks.Picture>();
        for (int i = 0; i < seen.size(); i++) {
            pictures.add(new TrainingChecks.Picture(layouts.get(i), seen.get(i).hidden()));
        }
        var checks = new TrainingChecks(fixture, recorder, checkpoint, layout, pictures);
        checks.run(parts -> {
            var folder = scratch.resolve(parts.lora().isPresent() ? "lora" : "training");
            return GradientStep.open(checkpoint, runtime, PLAN, parts, folder);
        });
    }

    private void checkPrompts(TrainingChecks.Layout layout) throws EngineException {
        for (var entry : fixture.json().get("prompts").properties()) {
            checkPrompt(entry.getKey(), entry.getValue(), layout);
        }
    }

    private void checkPrompt(String key, JsonNode entry, TrainingChecks.Layout layout)
            throws EngineException {
        var encoder = layout.encoder();
        String name = "prompt." + key + ".";
        Fixture.reportUnknownKeys(name, entry, PROMPT_KEYS, recorder);
        var messages = FixtureMessages.read(entry.get("messages"), name);
        var order = TokenizerCase.longs(entry.get("image_order"));
        var counts = Arrays.stream(order).mapToInt(i -> layouts.get((int) i).rows()).toArray();
        var prompt = encoder.encode(messages, Continuation.GENERATION_PROMPT, counts);
        if (recorder.wants(Group.TOKENIZE)) {
            Arrays.fill(counts, 1);
            var unexpanded = encoder.encode(messages, Continuation.GENERATION_PROMPT, counts);
            var segments = layout.template().render(messages, Continuation.GENERATION_PROMPT);
            checkTokens(name, entry, prompt, unexpanded);
            String text = ChatTemplateCase.text(segments);
            recorder.equal(name + "text", Group.TOKENIZE, entry.get("text").asString(), text);
        }
        var pictures = Arrays.stream(order).mapToObj(i -> seen.get((int) i).features()).toList();
        if (recorder.wants(Group.FORWARD)) {
            checkLogits(name, model.embed(prompt, pictures));
        }
        if (recorder.wants(Group.GENERATE) && entry.has("greedy_ids")) {
            checkGreedy(name, entry, model.embed(prompt, pictures));
        }
    }

    private void checkTokens(
            String name, JsonNode entry, EncodedPrompt prompt, EncodedPrompt unexpanded)
            throws EngineException {
        var imageTokenId = fixture.json().get("image_token_id");
        var ids = TokenizerCase.widen(spelt(prompt, imageTokenId));
        String inputIds = name + "input_ids";
        recorder.ids(inputIds, Group.TOKENIZE, fixture.tensor(inputIds).longs(), ids);
        recorder.ids(
                name + "token_ids_before_expansion",
                Group.TOKENIZE,
                TokenizerCase.longs(entry.get("token_ids_before_expansion")),
                TokenizerCase.widen(spelt(unexpanded, imageTokenId)));
        recorder.equal(name + "length", Group.TOKENIZE, entry.get("length").asInt(), ids.length);
    }

    /// A prompt's ids with the fixture's id at pictures: the original LLaVA has one that is not in
    /// the vocabulary.
    static int[] spelt(EncodedPrompt prompt, JsonNode imageTokenId) {
        var ids = prompt.ids();
        for (var span : prompt.images()) {
            Arrays.fill(ids, span.start(), span.start() + span.length(), imageTokenId.asInt());
        }
        return ids;
    }

    private void checkLogits(String name, float[] rows) throws EngineException {
        int count = rows.length / checkpoint.config().language().hiddenSize();
        try (var decoder = model.newDecoder()) {
            if (fixture.has(name + "logits")) {
                var all = IntStream.range(0, count).toArray();
                compare(name + "logits", Group.FORWARD, decoder.read(rows, all), Tolerances.LOGITS);
            } else {
                var last = decoder.read(rows, count - 1);
                compare(name + "last_logits", Group.FORWARD, last, Tolerances.LOGITS);
            }
        }
    }

    private void checkGreedy(String name, JsonNode entry, float[] rows) throws EngineException {
        String idsName = name + "greedy_ids";
        var expected = fixture.tensor(idsName).longs();
        int[] ids = greedy(rows, expected.length);
        recorder.ids(idsName, Group.GENERATE, expected, TokenizerCase.widen(ids));
        recorder.ids(
                idsName + " (json)",
                Group.GENERATE,
                TokenizerCase.longs(entry.get("greedy_ids")),
                TokenizerCase.widen(ids));
        text(name, "greedy_text", entry, tokenizer.decode(ids));
        text(name, "greedy_text_with_special", entry, tokenizer.decodeWithSpecials(ids));
        var stop = entry.get("stop_example");
        var before =
                Arrays.stream(ids)
                        .takeWhile(id -> id != stop.get("stop_token_id").asInt())
                        .toArray();
        recorder.ids(
                name + "stop_example",
                Group.GENERATE,
                TokenizerCase.longs(stop.get("ids_without_stop")),
                TokenizerCase.widen(before));
    }

    private void text(String prefix, String key, JsonNode entry, String actual) {
        recorder.equal(prefix + key, Group.GENERATE, entry.get(key).asString(), actual);
    }

    private int[] greedy(float[] rows, int count) throws EngineException {
        var greedy = new Sampler(SamplingOptions.greedy());
        var ids = new int[count];
        try (var decoder = model.newDecoder()) {
            int prompt = rows.length / checkpoint.config().language().hiddenSize();
            var logits = decoder.read(rows, prompt - 1);
            for (int i = 0; i < count; i++) {
                ids[i] = greedy.sample(logits, NO_HISTORY);
                logits = decoder.read(model.embed(ids[i]), 0);
            }
        }
        return ids;
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
        checkpoint.close();
        fixture.close();
    }
}
