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
import java.util.Optional;
import java.util.stream.IntStream;

/// A language model that reads rows of embeddings and remembers them in its KV cache: of one
/// sequence, or, in the fused form, of several side by side, each in a row of the cache.
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
        return length(0);
    }

    /// Tokens read so far into a row of the cache; 0 if there is none of that number yet.
    int length(int row) {
        return cache.length(row);
    }

    /// Bytes of the keys and values of all tokens that a row holds.
    long cacheBytes(int row) {
        return tokenBytes() * length(row);
    }

    private long tokenBytes() {
        return 2L
                * config.numLayers()
                * DType.F32.bytesFor((long) config.numKvHeads() * config.headDim());
    }

    /// The rows that several sequences can be read into, where they lie in place: there [#truncate]
    /// copies nothing, either. Empty for the plain form.
    Optional<InPlaceKvCache> rows() {
        return cache instanceof InPlaceKvCache rows ? Optional.of(rows) : Optional.empty();
    }

    /// By how many bytes the cache would have to grow for so many tokens in a row.
    long growth(int row, int tokens) {
        return rows().map(rows -> tokenBytes() * rows.growth(row, tokens)).orElse(0L);
    }

    /// Forgets all tokens but the first `length`.
    public void truncate(int length) throws DeviceException {
        truncate(0, length);
    }

    /// Forgets all tokens of a row but the first `length`.
    void truncate(int row, int length) throws DeviceException {
        if (length < 0 || length > length(row)) {
            throw new IllegalArgumentException(
                    "cannot keep %d of %d tokens".formatted(length, length(row)));
        }
        cache.truncate(row, length);
    }

    /// Reads tokens in one run. On an error none of them counts as read, and earlier ones may be
    /// forgotten: see [#length()].
    ///
    /// @param rows `[S, D]` embeddings or picture features, row-major
    /// @param logitPositions which of the new tokens' logits are wanted, `0..S`; at least one
    /// @return `[L, V]` logits, row-major
    /// @throws IllegalArgumentException if they do not fit the context
    public float[] read(float[] rows, int... logitPositions) throws DeviceException {
        return read(0, rows, logitPositions);
    }

    /// Reads tokens of one of several sequences, as [#read(float[], int...)] does.
    ///
    /// @param row of the cache; it and those before it are made if need be
    float[] read(int row, float[] embeddings, int... logitPositions) throws DeviceException {
        return run(Rows.one(row), embeddings, logitPositions);
    }

    /// Reads one token of each of several sequences in one run: those of the cache's first rows.
    ///
    /// @param embeddings `[B, D]`
    /// @return `[B, V]` logits
    /// @throws IllegalArgumentException if one of them does not fit the context
    float[] step(float[] embeddings) throws DeviceException {
        return run(new Rows(0, embeddings.length / config.hiddenSize()), embeddings, 0);
    }

    private float[] run(Rows rows, float[] embeddings, int... logitPositions)
            throws DeviceException {
        int count = embeddings.length / config.hiddenSize() / rows.count();
        for (int row = rows.first(); row < rows.end(); row++) {
            if (length(row) + count > contextLength()) {
                throw new IllegalArgumentException(
                        "%d and %d tokens in a context of %d"
                                .formatted(length(row), count, contextLength()));
            }
        }
        var inputs = new HashMap<String, DeviceTensor>();
        var outputs = new HashMap<String, DeviceTensor>();
        try (var run = new Run(rows, count)) {
            inputs.putAll(run.inputs(embeddings, logitPositions));
            var logits = run.logits(logitPositions.length);
            outputs.put(DecoderNames.LOGITS, logits);
            cache.bind(rows, count, inputs, outputs);
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
        private final Rows rows;
        private final int count;
        private final Map<String, DeviceTensor> owned = new HashMap<>();

        /// @param count of new tokens, of each row
        Run(Rows rows, int count) {
            this.rows = rows;
            this.count = count;
        }

        Map<String, DeviceTensor> inputs(float[] embeddings, int... logitPositions)
                throws DeviceException {
            add(
                    DecoderNames.INPUTS_EMBEDS,
                    Tensor.ofFloats(
                            Shape.of(rows.count(), count, config.hiddenSize()), embeddings));
            add(
                    DecoderNames.LOGIT_POSITIONS,
                    longs(Shape.of(logitPositions.length), IntStream.of(logitPositions)));
            if (LanguageModel.takesPositions(config, lowering)) {
                add(DecoderNames.POSITION_IDS, longs(Shape.of(rows.count(), count), positions()));
            }
            switch (lowering) {
                case PLAIN -> addBiases(length());
                case FUSED -> {
                    int[] totals = lengths().map(length -> length + count).toArray();
                    int longest = IntStream.of(totals).max().orElseThrow();
                    add(
                            DecoderNames.SEQLENS_K,
                            ints(IntStream.of(totals).map(total -> total - 1).toArray()));
                    add(DecoderNames.TOTAL_SEQUENCE_LENGTH, ints(longest));
                }
            }
            return Map.copyOf(owned);
        }

        private IntStream lengths() {
            return IntStream.range(rows.first(), rows.end()).map(Decoder.this::length);
        }

        private IntStream positions() {
            return lengths().flatMap(length -> IntStream.range(length, length + count));
        }

        /// One for every kind of layer that there is.
        private void addBiases(int past) throws DeviceException {
            for (int i = 0; i < config.numLayers(); i++) {
                var window = CausalBias.window(config, i);
                String name =
                        window.isPresent() ? DecoderNames.WINDOW_BIAS : DecoderNames.ATTENTION_BIAS;
                if (!owned.containsKey(name)) {
                    add(name, CausalBias.of(past, count, window));
                }
            }
        }

        DeviceTensor logits(int wanted) throws DeviceException {
            var logits =
                    runtime.stage(DType.F32, Shape.of(rows.count(), wanted, config.vocabSize()));
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

    private static Tensor longs(Shape shape, IntStream values) {
        return Tensor.ofLongs(shape, values.asLongStream().toArray());
    }

    private static Tensor ints(int... values) {
        return Tensor.ofInts(Shape.of(values.length), values);
    }
}
