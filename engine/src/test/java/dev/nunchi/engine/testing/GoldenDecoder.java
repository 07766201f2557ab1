package dev.nunchi.engine.testing;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Decoder;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;
import dev.nunchi.engine.runtime.ort.OrtRuntime;
import dev.nunchi.engine.text.Tokenizer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The language model of a reference fixture in float32, opened for a test.
public final class GoldenDecoder implements AutoCloseable {
    private static final Threads ONE_THREAD = new Threads(1, Threads.Waiting.SPIN_IN_RUN);

    private final Path model;
    private final Lowering lowering;
    private final Checkpoint checkpoint;
    private final SafetensorsFile expected;
    private final Tokenizer tokenizer;
    private final OrtRuntime runtime = OrtRuntime.cpu();
    private final Session session;

    /// @param name a folder of `src/conformance/golden`
    /// @param folder an empty folder for the compiled model
    public GoldenDecoder(String name, Lowering lowering, Path folder) throws EngineException {
        this.model = folder.resolve(OnnxWriter.MODEL);
        this.lowering = lowering;
        checkpoint = Checkpoint.open(Golden.path(name + "/model"));
        expected = SafetensorsFile.open(Golden.path(name + "/expected/expected.safetensors"));
        tokenizer = Tokenizer.open(checkpoint.tokenizer());
        OnnxWriter.write(LanguageModel.build(checkpoint, BuildOptions.reference(lowering)), folder);
        session = runtime.open(model, ONE_THREAD);
    }

    /// A decoder that has read nothing; the caller closes it.
    public Decoder open() throws EngineException {
        return open(runtime);
    }

    /// A decoder with the memory of another runtime; the caller closes it.
    public Decoder open(InferenceRuntime runtime) throws EngineException {
        return new Decoder(runtime, session, checkpoint.config().language(), lowering);
    }

    public InferenceRuntime runtime() {
        return runtime;
    }

    public TokenEmbedding embedding() throws EngineException {
        return new TokenEmbedding(checkpoint);
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// The embeddings of ids, `[ids.length, D]`.
    public float[] rows(int... ids) throws EngineException {
        var rows = new float[ids.length * embedding().hiddenSize()];
        embedding().lookup(ids, rows);
        return rows;
    }

    public int[] expectedIds(String tensor) {
        var ids = expected(tensor).view().toLongs();
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    public float[] expectedFloats(String tensor) {
        return expected(tensor).toFloats();
    }

    private StoredTensor expected(String name) {
        return Optional.ofNullable(expected.tensors().get(name)).orElseThrow();
    }

    @Override
    public void close() {
        session.close();
        tokenizer.close();
        expected.close();
        checkpoint.close();
    }
}
