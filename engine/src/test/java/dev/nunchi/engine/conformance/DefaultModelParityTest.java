package dev.nunchi.engine.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.generate.Sampler;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.image.PictureProcessor;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.Continuation;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.Message;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Role;
import dev.nunchi.engine.text.Tokenizer;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The default model against what PyTorch made of the same pictures, in float32 and as shipped.
class DefaultModelParityTest {
    private static final String QUESTION = "What is in this picture?";
    private static final List<String> PICTURES =
            List.of("scene_640x427.decoded.png", "portrait_83x150.png");

    /// Ten convolutions deep, the reference's own float64 check moves features by as much.
    private static final float FEATURE_TOLERANCE = 2e-4f;

    private static final float LOGIT_TOLERANCE = 5e-4f;

    /// Stored blocks are multiplied with activations rounded to int8, which moves logits by up to 2
    /// but hardly the probabilities: measured 0.004 on average over 65 positions of a text.
    private static final double STORED_DIVERGENCE = 0.02;

    private static final SamplingOptions EVERY_TOKEN = SamplingOptions.greedy().withTemperature(1);

    @TempDir Path folder;

    static Stream<BuildOptions> forms() {
        return Stream.of(
                BuildOptions.reference(Lowering.PLAIN),
                BuildOptions.reference(Lowering.FUSED),
                BuildOptions.answering());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void answersAsTheReferenceDoes(BuildOptions options) throws Exception {
        var assets = Golden.repository().resolve("assets/models/nunchi-default");
        var values = Golden.repository().resolve("src/conformance/default-model");
        try (var expected = SafetensorsFile.open(values.resolve("expected.safetensors"));
                var checkpoint = Checkpoint.open(assets);
                var tokenizer = Tokenizer.open(checkpoint.tokenizer());
                var runtime = OrtRuntime.cpu();
                var model = new ModelUnderTest(checkpoint, runtime, options, folder)) {
            var encoder =
                    new PromptEncoder(
                            ChatTemplate.parse(
                                    checkpoint.chatTemplate().orElseThrow(),
                                    checkpoint.specialTokens()),
                            tokenizer,
                            checkpoint.config().imageTokenId());
            var eye = model.new Eye();
            for (int i = 0; i < PICTURES.size(); i++) {
                var reference = new Reference(expected, i);
                var picture = PictureReader.read(Golden.path("llava15/images/" + PICTURES.get(i)));
                var pixels =
                        new PictureProcessor(checkpoint.pictures().orElseThrow())
                                .process(picture)
                                .tensor();
                reference.assertClose("image", "pixel_values", pixels.toFloats(), 1e-6f);
                var seen = eye.see(pixels);
                reference.assertClose("image", "vision_features", seen.hidden(), FEATURE_TOLERANCE);
                reference.assertClose(
                        "image", "image_features", seen.features(), FEATURE_TOLERANCE);

                var prompt =
                        encoder.encode(
                                List.of(new Message(Role.USER, 1, QUESTION)),
                                Continuation.GENERATION_PROMPT,
                                checkpoint.config().imageTokens());
                reference.assertIds("input_ids", TokenizerCase.widen(prompt.ids()));
                answer(model, prompt, seen.features(), reference, options);
            }
        }
    }

    private static void answer(
            ModelUnderTest model,
            EncodedPrompt prompt,
            float[] features,
            Reference reference,
            BuildOptions options)
            throws Exception {
        try (var decoder = model.newDecoder()) {
            var rows = model.embed(prompt, List.of(features));
            var logits = decoder.read(rows, prompt.ids().length - 1);
            if (options.precision() == Precision.STORED) {
                double divergence = divergence(reference.floats("prompt", "last_logits"), logits);
                assertTrue(divergence < STORED_DIVERGENCE, "KL " + divergence);
                return;
            }
            reference.assertClose("prompt", "last_logits", logits, LOGIT_TOLERANCE);
            var ids = new long[reference.ids("greedy_ids").length];
            var greedy = new Sampler(SamplingOptions.greedy());
            for (int i = 0; i < ids.length; i++) {
                ids[i] = greedy.sample(logits, new int[0]);
                logits = decoder.read(model.embed((int) ids[i]), 0);
            }
            reference.assertIds("greedy_ids", ids);
        }
    }

    /// `Σ p · ln(p / q)` of the next token's probabilities.
    private static double divergence(float[] expected, float[] actual) {
        var p = new Sampler(EVERY_TOKEN).probabilities(expected, new int[0]);
        var q = new Sampler(EVERY_TOKEN).probabilities(actual, new int[0]);
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += p[i] > 0 ? p[i] * Math.log(p[i] / (double) q[i]) : 0;
        }
        return sum;
    }

    private record Reference(SafetensorsFile file, int index) {
        private ExpectedTensor tensor(String kind, String name) {
            return new ExpectedTensor(file.tensors().get(kind + "." + index + "." + name));
        }

        long[] ids(String name) {
            return tensor("prompt", name).longs();
        }

        void assertIds(String name, long[] actual) {
            assertArrayEquals(ids(name), actual, name);
        }

        float[] floats(String kind, String name) {
            return tensor(kind, name).floats();
        }

        void assertClose(String kind, String name, float[] actual, float tolerance) {
            assertArrayEquals(floats(kind, name), actual, tolerance, name);
        }
    }
}
