package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.generate.Decoder;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.image.PixelValues;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.PictureLayout;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.text.EncodedPrompt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A case's model, compiled into a scratch folder; sessions open on first use.
///
/// Owns its sessions, not the checkpoint. Confined to one thread.
public final class ModelUnderTest implements AutoCloseable {
    private final Checkpoint checkpoint;
    private final InferenceRuntime runtime;
    private final BuildOptions options;
    private final Path scratch;
    private final List<Session> sessions = new ArrayList<>();
    private final TokenEmbedding embedding;
    private final Session decoder;

    public ModelUnderTest(
            Checkpoint checkpoint, InferenceRuntime runtime, BuildOptions options, Path scratch)
            throws EngineException {
        this.checkpoint = checkpoint;
        this.runtime = runtime;
        this.options = options;
        this.scratch = scratch;
        embedding = new TokenEmbedding(checkpoint);
        decoder = compile(LanguageModel.build(checkpoint, options));
    }

    private Session compile(Graph graph) throws EngineException {
        var folder = scratch.resolve(graph.name());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw StorageException.of(folder, "compiling", e);
        }
        OnnxWriter.write(graph, folder);
        var session = runtime.open(folder.resolve(OnnxWriter.MODEL), Threads.forSingleRuns());
        sessions.add(session);
        return session;
    }

    private static float[] joined(List<float[]> parts) {
        var all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /// What the model makes of one picture.
    ///
    /// @param hidden `[tiles, rows, Dv]`
    /// @param features `[I, D]`
    public record Seen(float[] hidden, float[] features) {}

    /// Tower and projector; compiled anew for each call's model, loaded once.
    public final class Eye {
        private final Session tower = compile(VisionTower.build(checkpoint, options));
        private final Session projector = compile(Projector.build(checkpoint, options));

        public Eye() throws EngineException {}

        /// @param layout of the picture
        public Seen see(PixelValues pixels, PictureLayout layout) throws EngineException {
            var tiles = new ArrayList<Seen>();
            for (int i = 0; i < layout.tiles(); i++) {
                tiles.add(see(pixels.tile(i)));
            }
            var features = joined(tiles.stream().map(Seen::features).toList());
            return new Seen(
                    joined(tiles.stream().map(Seen::hidden).toList()),
                    layout.arrange(features, PictureLayout.newline(checkpoint)));
        }

        /// @param pixels `[1, 3, H, W]`
        public Seen see(Tensor pixels) throws EngineException {
            var config = checkpoint.config();
            var hiddenShape =
                    Shape.of(
                            1,
                            VisionTower.hiddenRows(config),
                            config.projector().orElseThrow().inputSize());
            var featureShape = Shape.of(1, config.imageTokens(), config.language().hiddenSize());
            try (var input = runtime.stage(DType.F32, pixels.shape());
                    var hidden = runtime.allocate(DType.F32, hiddenShape);
                    var features = runtime.allocate(DType.F32, featureShape)) {
                input.fill(pixels);
                tower.run(
                        Map.of(VisionTower.PIXEL_VALUES, input),
                        Map.of(VisionTower.VISION_HIDDEN, hidden));
                projector.run(
                        Map.of(VisionTower.VISION_HIDDEN, hidden),
                        Map.of(Projector.IMAGE_FEATURES, features));
                return new Seen(hidden.read().toFloats(), features.read().toFloats());
            }
        }
    }

    /// Embeddings of a prompt with pictures' features in their places, `[S, D]`.
    public float[] embed(EncodedPrompt prompt, List<float[]> features) {
        int width = embedding.hiddenSize();
        var rows = new float[prompt.ids().length * width];
        var ids = prompt.ids().clone();
        embedding.lookup(ids, rows);
        for (var span : prompt.images()) {
            float[] picture = features.get(span.image());
            System.arraycopy(picture, 0, rows, span.start() * width, picture.length);
        }
        return rows;
    }

    /// The embedding of one id, `[1, D]`.
    public float[] embed(int id) {
        var row = new float[embedding.hiddenSize()];
        embedding.lookup(new int[] {id}, row);
        return row;
    }

    /// A decoder that has read nothing; the caller closes it.
    public Decoder newDecoder() throws EngineException {
        return new Decoder(runtime, decoder, checkpoint.config().language(), options.lowering());
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
    }
}
