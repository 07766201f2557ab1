package dev.nunchi.engine.model;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.EfficientNetConfig;
import dev.nunchi.engine.checkpoint.LanguageConfig;
import dev.nunchi.engine.checkpoint.StoredTensor;
import dev.nunchi.engine.checkpoint.TransformerConfig;
import dev.nunchi.engine.checkpoint.VisionConfig;
import dev.nunchi.engine.quant.TensorFormat;
import dev.nunchi.engine.tensor.DType;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// What a model will take of the memory while it answers on the processor, told from its files
/// before it is opened: by how much a process grows that opens it and fills its context. In bytes.
///
/// ```
/// weights  = Σ WeightMemory, the head's own form where the table is the head; a byte more for each
///            of the decoder's weights in blocks where there is a ReaderForm
/// cache    = L · 2 · 4·G·E · M                      keys and values of a context of M tokens
/// reading  = 4·H·C·M + 4 · 4·C·(D + 2F) + 4·V       a chunk of C tokens in the decoder
/// pictures = 4·Hv·P² + 4 · 4·P·(Dv + Fv)            a tile in the tower, P rows
/// program  = ONNX Runtime, tokenizer, their code and what Java sets up for them
/// ```
///
/// The table of embeddings is read where it lies, in pages that the system takes back when it needs
/// them. `docs/benchmarks.md` has what was measured beside it (`src/bench/run fit`).
///
/// @param weights of decoder, tower and projector
/// @param decoder of the weights, what is read for each new token
/// @param cachePerToken keys and values of a token
/// @param readingPerToken what each token of the context adds to the decoder's arrays
/// @param fixed everything else
public record AnsweringMemory(
        long weights, long decoder, long cachePerToken, long readingPerToken, long fixed) {
    /// Tokens that the decoder reads in one run.
    public static final int CHUNK = 256;

    private static final long PROGRAM = 125L << 20;
    private static final int WIDE_ARRAYS = 4;
    private static final int TOWER_ARRAYS = 4;

    /// Inputs of a layer's MLP as wide as `F`: gate and up.
    private static final int GATED = 2;

    /// A vision transformer's MLP is four times as wide as its rows.
    private static final int TOWER_MLP = 4;

    /// A convolutional tower's largest arrays: a quarter of the pixels, 96 channels, in and out.
    private static final long EFFICIENT_NET_ARRAYS = 2 * 96 / 4;

    private static final String TABLE = "model.embed_tokens.weight";

    /// Of a model as it is stored. Reads no weights.
    public static AnsweringMemory of(Checkpoint checkpoint) {
        return of(checkpoint, StoredTensor::format);
    }

    /// Of a model whose tensors were stored in other formats. Reads no weights.
    public static AnsweringMemory of(
            Checkpoint checkpoint, Function<StoredTensor, TensorFormat> formats) {
        var config = checkpoint.config();
        var language = config.language();
        long fixed = PROGRAM + readingBytes(language);
        fixed += config.vision().map(AnsweringMemory::towerBytes).orElse(0L);
        long reader = ReaderForm.pays(language) ? readerBytes(checkpoint, formats) : 0;
        return new AnsweringMemory(
                weightBytes(checkpoint, formats, _ -> true)
                        + (ReaderForm.fits(reader) ? reader : 0),
                weightBytes(checkpoint, formats, AnsweringMemory::isDecoders),
                language.numLayers()
                        * 2L
                        * DType.F32.bytesFor((long) language.numKvHeads() * language.headDim()),
                DType.F32.bytesFor((long) language.numHeads() * CHUNK),
                fixed);
    }

    private static boolean isDecoders(String name) {
        return name.startsWith("model.") || name.startsWith("lm_head.");
    }

    private static long weightBytes(
            Checkpoint checkpoint,
            Function<StoredTensor, TensorFormat> formats,
            Predicate<String> wanted) {
        boolean tied = checkpoint.config().language().tiedHead();
        long bytes = 0;
        for (var tensor : checkpoint.tensors().entrySet()) {
            var stored = tensor.getValue();
            var format = formats.apply(stored);
            if (!wanted.test(tensor.getKey())) {
                continue;
            }
            if (!tensor.getKey().endsWith(TABLE)) {
                bytes += WeightMemory.bytes(stored, format);
            } else if (tied) {
                bytes += WeightMemory.ofHead(stored, format);
            }
        }
        return bytes;
    }

    private static long readerBytes(
            Checkpoint checkpoint, Function<StoredTensor, TensorFormat> formats) {
        boolean tied = checkpoint.config().language().tiedHead();
        return checkpoint.tensors().entrySet().stream()
                .filter(tensor -> isDecoders(tensor.getKey()))
                .filter(tensor -> tied || !tensor.getKey().endsWith(TABLE))
                .map(Map.Entry::getValue)
                .mapToLong(tensor -> ReaderForm.bytes(tensor.shape(), formats.apply(tensor)))
                .sum();
    }

    private static long readingBytes(LanguageConfig config) {
        long width = config.hiddenSize() + (long) GATED * config.intermediateSize();
        return WIDE_ARRAYS * DType.F32.bytesFor(CHUNK * width)
                + DType.F32.bytesFor(config.vocabSize());
    }

    private static long towerBytes(VisionConfig tower) {
        return switch (tower) {
            case EfficientNetConfig config ->
                    DType.F32.bytesFor(
                            EFFICIENT_NET_ARRAYS * config.imageSize() * config.imageSize());
            case TransformerConfig config -> {
                long rows = config.classTokens() + (long) config.numPatches();
                long wide = rows * config.hiddenSize() * (1 + TOWER_MLP);
                yield DType.F32.bytesFor(config.numHeads() * rows * rows + TOWER_ARRAYS * wide);
            }
        };
    }

    /// With a context of so many tokens.
    public long bytes(int context) {
        return weights + fixed + (cachePerToken + readingPerToken) * context;
    }

    /// The largest halving of a context that fits.
    ///
    /// @param most tokens that the model has
    /// @param least fewer are not worth it
    /// @param room bytes
    /// @return 0 if not even the shortest fits
    public int contextWithin(long room, int most, int least) {
        for (int context = most; context >= least; context /= 2) {
            if (bytes(context) <= room) {
                return context;
            }
        }
        return 0;
    }
}
