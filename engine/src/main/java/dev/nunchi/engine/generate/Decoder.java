package dev.nunchi.engine.generate;

import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.model.CausalBias;
import dev.nunchi.engine.model.DecoderNames;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.Lowering;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.HashMap;
import java.util.Map;

/// A language model that reads rows of embeddings and remembers them in its KV cache.
///
/// Owns the cache, not the session. Confined to one thread at a time.
public final class Decoder implements AutoCloseable {
    private final InferenceRuntime runtime;
    private final Session session;
    private final LanguageConfig config;
    private final Lowering lowering;
    private final int contextLength;
    private final KvCache cache;

    /// How a decoder is used.
    ///
    /// @param lowering the form that its graph was asked to be built in
    /// @param contextLength most tokens that it is to hold; as many as the model has if that is
    ///   fewer
    public record Use(Lowering lowering, int contextLength) {}

    /// With the model's whole context.
    ///
    /// @param session of a graph that [LanguageModel] built from a model of this configuration
    /// @param lowering the form that it was asked to be built in
    public Decoder(
            InferenceRuntime runtime, Session session, LanguageConfig config, Lowering lowering)
            throws DeviceException {
        this(runtime, session, config, new Use(lowering, LanguageModel.contextLength(config)));
    }

    /// @param session of a graph that [LanguageModel] built from a model of this configuration
    public Decoder(InferenceRuntime runtime, Session session, LanguageConfig config, Use use)
            throws DeviceException {
        this.runtime = runtime;
        this.session = session;
        this.config = config;
        this.lowering = LanguageModel.lowering(config, use.lowering());
        this.contextLength = Math.min(use.contextLength(), LanguageModel.contextLength(config));
        this.cache = KvCache.open(runtime, config, new Use(lowering, contextLength));
    }

    /// `D`.
    public int hiddenSize() {
        return config.hiddenSize();
    }

    /// Most tokens that it can hold.
    public int contextLength() {
        return contextLength;
    }

    /// Tokens read so far: `P`.
    public int length() {
        return cache.length();
    }

    /// Bytes of the keys and values of all tokens read so far.
    public long cacheBytes() {
        long row = DType.F32.bytesFor((long) config.numKvHeads() * config.headDim());
        return 2L * config.numLayers() * row * length();
    }

    /// Whether [#truncate] copies nothing.
    boolean truncatesInPlace() {
        return cache instanceof InPlaceKvCache;
    }

    /// Forgets all tokens but the first `length`.
    public void truncate(int length) throws DeviceException {
        if (length < 0 || length > cache.length()) {
            throw new IllegalArgumentException(
                    "cannot keep %d of %d tokens".formatted(length, cache.length()));
        }
        cache.truncate(length);
    }

    /// Reads tokens in one run. On an error none of them counts as read, and earlier ones may be
    /// forgotten: see [#length()].
    ///
    /// @param rows `[S, D]` embeddings or picture features, row-major
    /// @param logitPositions which of the new tokens' logits are wanted, `0..S`; at least one
    /// @return `[L, V]` logits, row-major
    /// @throws IllegalArgumentException if they do not fit the context
    public float[] read(float[] rows, int... logitPositions) throws DeviceException {
        int count = rows.length / config.hiddenSize();
        if (length() + count > contextLength()) {
            throw new IllegalArgumentException(
                    "%d and %d tokens in a context of %d"
                            .formatted(length(), count, contextLength()));
        }
        var inputs = new HashMap<String, DeviceTensor>();
        var outputs = new HashMap<String, DeviceTensor>();
        try (var run = new Run()) {
            inputs.putAll(run.inputs(rows, count, logitPositions));
            var logits = run.logits(logitPositions.length);
            outputs.put(DecoderNames.LOGITS, logits);
            cache.bind(count, inputs, outputs);
            session.run(inputs, outputs);
            cache.commit();
            return logits.host().toFloats();
        }
    }

    @Override
    public void close() {
        cache.close();
    }

    /// The tensors of one run that are not the cache's; frees them.
    private final class Run implements AutoCloseable {
        private final Map<String, DeviceTensor> owned = new HashMap<>();

        Map<String, DeviceTensor> inputs(float[] rows, int count, int[] logitPositions)
                throws DeviceException {
            int past = length();
            add(
                    DecoderNames.INPUTS_EMBEDS,
                    Tensor.ofFloats(Shape.of(1, count, config.hiddenSize()), rows));
            add(
                    DecoderNames.LOGIT_POSITIONS,
                    longs(Shape.of(logitPositions.length), logitPositions));
            if (LanguageModel.takesPositions(config, lowering)) {
                add(DecoderNames.POSITION_IDS, longs(Shape.of(1, count), range(past, count)));
            }
            switch (lowering) {
                case PLAIN -> addBiases(past, count);
                case FUSED -> {
                    add(DecoderNames.SEQLENS_K, scalar(past + count - 1));
                    add(DecoderNames.TOTAL_SEQUENCE_LENGTH, scalar(past + count));
                }
            }
            return Map.copyOf(owned);
        }

        /// One for every kind of layer that there is.
        private void addBiases(int past, int count) throws DeviceException {
            for (int i = 0; i < config.numLayers(); i++) {
                var window = CausalBias.window(config, i);
                String name =
                        window.isPresent() ? DecoderNames.WINDOW_BIAS : DecoderNames.ATTENTION_BIAS;
                if (!owned.containsKey(name)) {
                    add(name, CausalBias.of(past, count, window));
                }
            }
        }

        DeviceTensor logits(int count) throws DeviceException {
            var logits = runtime.stage(DType.F32, Shape.of(1, count, config.vocabSize()));
            owned.put(DecoderNames.LOGITS, logits);
            return logits;
        }

        private void add(String name, Tensor values) throws DeviceException {
            var tensor = runtime.stage(values.dtype(), values.shape());
            owned.put(name, tensor);
            tensor.fill(values);
        }

        @Override
        public void close() {
            owned.values().forEach(DeviceTensor::close);
        }
    }

    private static int[] range(int start, int count) {
        var values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = start + i;
        }
        return values;
    }

    private static Tensor longs(Shape shape, int... values) {
        var longs = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            longs[i] = values[i];
        }
        return Tensor.ofLongs(shape, longs);
    }

    private static Tensor scalar(int value) {
        return Tensor.ofInts(Shape.of(1), new int[] {value});
    }
}
