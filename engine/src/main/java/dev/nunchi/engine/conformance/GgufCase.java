package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.generate.Sampler;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.ImageSpan;
import dev.nunchi.engine.text.Segment;
import dev.nunchi.engine.text.Tokenizer;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A language model as a GGUF file, with its vision tower in another (`mmproj`), of current or
/// older names: decoded weights, pixels, features, prompts, logits and greedy answers.
final class GgufCase implements AutoCloseable {
    private static final Set<String> KEYS =
            Set.of(
                    "base_case",
                    "arch",
                    "files",
                    "image_token_id",
                    "tensor_types",
                    "images",
                    "prompts",
                    "tensors");
    private static final Set<String> PROMPT_KEYS =
            Set.of("text", "image_order", "greedy_ids", "greedy_min_margin");
    private static final Set<String> IMAGE_KEYS =
            Set.of("file", "height", "width", "tiles", "image_tokens");
    private static final Pattern FILES =
            Pattern.compile(
                    "[^/]+\\.gguf|images/[^/]+\\.(png|jpg)"
                            + "|expected/(expected|precision)\\.(json|safetensors)");
    private static final Pattern TENSORS = Pattern.compile("(decoded|image|prompt)\\..*");
    private static final Pattern DECODED = Pattern.compile("decoded\\.(text|proj)\\.(.+)");
    private static final int[] NO_HISTORY = {};

    private final Fixture fixture;
    private final Recorder recorder;
    private final Checkpoint checkpoint;
    private final Tokenizer tokenizer;
    private final ModelUnderTest model;
    private final List<float[]> features = new ArrayList<>();

    private GgufCase(Fixture fixture, Path language, Recorder recorder, Engine engine)
            throws EngineException {
        this.fixture = fixture;
        this.recorder = recorder;
        checkpoint = Checkpoint.open(language);
        tokenizer = Tokenizer.open(checkpoint.tokenizer());
        model =
                new ModelUnderTest(
                        checkpoint, engine.runtime(), engine.options(), engine.scratch());
    }

    /// What a model is run with.
    record Engine(InferenceRuntime runtime, BuildOptions options, Path scratch) {}

    static boolean matches(JsonNode expected) {
        return expected.has("base_case") && expected.path("files").has("text");
    }

    static void run(Path folder, Recorder recorder, Engine engine) throws EngineException {
        try (var fixture = Fixture.open(folder)) {
            var names = fixture.json().get("files");
            var language = fixture.path(names.get("text").asString());
            runPair(fixture, language, recorder, engine);
            if (names.has("mmproj_legacy")) {
                var older = fixture.path(names.get("mmproj_legacy").asString());
                var pair = pair(language, older, engine.scratch());
                var scratch = engine.scratch().resolve("older-graphs");
                var again = new Engine(engine.runtime(), engine.options(), scratch);
                runPair(fixture, pair, recorder, again);
            }
            fixture.know(TENSORS);
            fixture.reportUnknown(KEYS, recorder);
            fixture.reportUnknownFiles(FILES, recorder);
        }
    }

    private static void runPair(Fixture fixture, Path language, Recorder recorder, Engine engine)
            throws EngineException {
        try (var pair = new GgufCase(fixture, language, recorder, engine)) {
            pair.run();
        }
    }

    /// The two files in a folder of their own, since a language model takes the vision file beside.
    private static Path pair(Path language, Path vision, Path scratch) throws StorageException {
        var folder = scratch.resolve("older-files");
        try {
            Files.createDirectories(folder);
            Files.copy(vision, folder.resolve(vision.getFileName()));
            return Files.copy(language, folder.resolve(language.getFileName()));
        } catch (IOException e) {
            throw StorageException.of(folder, "copying a case", e);
        }
    }

    private void run() throws EngineException {
        checkpoint.verify();
        checkWeights();
        checkImages();
        for (var entry : fixture.json().get("prompts").properties()) {
            checkPrompt("prompt." + entry.getKey() + ".", entry.getValue());
        }
    }

    private void checkWeights() throws EngineException {
        if (!recorder.wants(Group.FORWARD)) {
            return;
        }
        for (String name : fixture.json().get("tensors").propertyNames()) {
            var decoded = DECODED.matcher(name);
            if (decoded.matches()) {
                var tensor = checkpoint.tensor(canonical(decoded.group(1), decoded.group(2)));
                recorder.floats(
                        name,
                        Group.FORWARD,
                        fixture.tensor(name),
                        tensor.toFloats(),
                        Tolerances.EQUAL);
            }
        }
    }

    /// Activations count as layers of the projector here, `0` and `2`.
    private static String canonical(String part, String name) {
        if (part.equals("text")) {
            return "model." + name;
        }
        int dot = name.indexOf('.');
        int layer = Integer.parseInt(name.substring(0, dot)) / 2 + 1;
        return "multi_modal_projector.linear_" + layer + name.substring(dot);
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
        int tokens = image.get("image_tokens").asInt();
        recorder.equal(name + "image_tokens", Group.FORWARD, tokens, layout.rows());
        var config =
                checkpoint
                        .pictures()
                        .orElseThrow(() ->
                                new CheckpointException(fixture.path("model"), "sees nothing"));
        var pixels = new PictureProcessor(config).process(picture);
        compare(
                name + "pixel_values",
                Group.PREPROCESS,
                pixels.tensor().toFloats(),
                Tolerances.PIXELS);
        var rows = eye.see(pixels, layout).features();
        features.add(rows);
        compare(name + "image_features", Group.FORWARD, rows, Tolerances.FEATURES);
    }

    /// JPEG decoders differ by a level, so the pixels that the reference used lie beside.
    private Path exactPixels(String file) {
        var decoded = fixture.path(file.replaceFirst("\\.jpg$", ".decoded.png"));
        return Files.exists(decoded) ? decoded : fixture.path(file);
    }

    /// Some pictures have no expected values of their own.
    private void compare(String name, Group group, float[] actual, double limit)
            throws EngineException {
        if (recorder.wants(group) && fixture.has(name)) {
            recorder.floats(name, group, fixture.tensor(name), actual, limit);
        }
    }

    private void checkPrompt(String name, JsonNode entry) throws EngineException {
        Fixture.reportUnknownKeys(name, entry, PROMPT_KEYS, recorder);
        var pictures = new ArrayList<float[]>();
        for (var index : entry.get("image_order")) {
            pictures.add(features.get(index.asInt()));
        }
        var prompt = prompt(entry.get("text").asString(), pictures);
        if (recorder.wants(Group.TOKENIZE)) {
            recorder.ids(
                    name + "input_ids",
                    Group.TOKENIZE,
                    fixture.tensor(name + "input_ids").longs(),
                    TokenizerCase.widen(prompt.ids()));
        }
        var rows = model.embed(prompt, pictures);
        if (recorder.wants(Group.FORWARD)) {
            checkLogits(name, rows, prompt.length());
        }
        if (recorder.wants(Group.GENERATE)) {
            checkGreedy(name, rows, prompt.length());
        }
    }

    /// The text as the chat layout wrote it, with room for pictures at their tokens.
    private EncodedPrompt prompt(String text, List<float[]> pictures) {
        var ids = new ArrayList<Integer>();
        tokenizer.beginToken().ifPresent(ids::add);
        var spans = new ArrayList<ImageSpan>();
        int imageToken = fixture.json().get("image_token_id").asInt();
        int width = checkpoint.config().language().hiddenSize();
        for (int id : tokenizer.encode(List.of(Segment.layout(text)))) {
            if (id == imageToken) {
                int room = pictures.get(spans.size()).length / width;
                spans.add(new ImageSpan(ids.size(), room, spans.size()));
                IntStream.range(0, room).forEach(_ -> ids.add(imageToken));
            } else {
                ids.add(id);
            }
        }
        var array = ids.stream().mapToInt(Integer::intValue).toArray();
        return new EncodedPrompt(array, spans, new BitSet());
    }

    private void checkLogits(String name, float[] rows, int length) throws EngineException {
        try (var decoder = model.newDecoder()) {
            var all = IntStream.range(0, length).toArray();
            compare(name + "logits", Group.FORWARD, decoder.read(rows, all), Tolerances.LOGITS);
        }
    }

    private void checkGreedy(String name, float[] rows, int length) throws EngineException {
        var expected = fixture.tensor(name + "greedy_ids").longs();
        var greedy = new Sampler(SamplingOptions.greedy());
        var ids = new int[expected.length];
        try (var decoder = model.newDecoder()) {
            var logits = decoder.read(rows, length - 1);
            for (int i = 0; i < ids.length; i++) {
                ids[i] = greedy.sample(logits, NO_HISTORY);
                logits = decoder.read(model.embed(ids[i]), 0);
            }
        }
        recorder.ids(name + "greedy_ids", Group.GENERATE, expected, TokenizerCase.widen(ids));
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
        checkpoint.close();
    }
}
