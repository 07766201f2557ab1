package dev.nunchi.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Decoder;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphCut;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ChainedSessionTest {
    private static final Path FIXTURE = Golden.path("text_only_llama/model");
    private static final Threads ONE_THREAD = new Threads(1, Threads.Waiting.SPIN_IN_RUN);

    /// Bytes that make several parts of the fixture.
    private static final long PART = 1 << 18;

    /// Float32 noise: ONNX Runtime may join other nodes in a part than in the whole.
    private static final float NOISE = 1e-5f;

    private final OrtRuntime runtime = OrtRuntime.cpu();

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void decoderInPartsPredictsWhatTheWholeOneDoes(Lowering lowering)
            throws EngineException, IOException {
        try (var checkpoint = Checkpoint.open(FIXTURE)) {
            var graph = LanguageModel.build(checkpoint, BuildOptions.reference(lowering));
            var parts = GraphCut.parts(graph, PART);
            assertTrue(parts.size() > 2, () -> "parts: " + parts.size());
            try (var whole = chain(List.of(graph));
                    var chained = chain(parts)) {
                assertArrayEquals(
                        predictions(whole, checkpoint, lowering),
                        predictions(chained, checkpoint, lowering),
                        NOISE);
            }
        }
    }

    /// Of a prompt and of a token after it: two shapes.
    private float[] predictions(Session session, Checkpoint checkpoint, Lowering lowering)
            throws EngineException {
        var config = checkpoint.config().language();
        var embedding = new TokenEmbedding(checkpoint);
        try (var decoder = new Decoder(runtime, session, config, lowering)) {
            var rows = new float[3 * config.hiddenSize()];
            embedding.lookup(new int[] {1, 7, 11}, rows);
            decoder.read(rows, 2);
            var row = new float[config.hiddenSize()];
            embedding.lookup(new int[] {5}, row);
            return decoder.read(row, 0);
        }
    }

    private ChainedSession chain(List<Graph> graphs) throws EngineException, IOException {
        var parts = new ArrayList<ChainedSession.Part>();
        for (var graph : graphs) {
            var place = Files.createDirectories(folder.resolve(graph.name()));
            OnnxWriter.write(graph, place);
            parts.add(
                    new ChainedSession.Part(
                            graph, runtime.open(place.resolve(OnnxWriter.MODEL), ONE_THREAD)));
        }
        return new ChainedSession(runtime, parts);
    }
}
