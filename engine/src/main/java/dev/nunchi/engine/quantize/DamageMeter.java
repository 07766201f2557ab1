package dev.nunchi.engine.quantize;

import dev.nunchi.engine.checkpoint.Checkpoint;
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
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.text.Tokenizer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Runs a model before and after packing over the same texts and compares what they predict.
///
/// Both are in memory at once, the original in float32: this is for models that fit twice. Only a
/// few positions' logits are held at a time, as vocabularies are large.
public final class DamageMeter {
    /// Tokens of each text that are read.
    private static final int LONGEST = 320;

    /// Tokens that are read at once.
    private static final int STEP = 32;

    private final InferenceRuntime runtime;
    private final Path scratch;

    /// @param scratch an existing folder for both compiled models; the caller empties it
    public DamageMeter(InferenceRuntime runtime, Path scratch) {
        this.runtime = runtime;
        this.scratch = scratch;
    }

    /// @param options how the packed model is run: as it answers, or in float32 to measure the
    ///   packing alone. Of the fused lowering
    /// @throws EngineException if a model cannot be built or the device failed
    public Damage measure(Checkpoint original, Checkpoint packed, BuildOptions options)
            throws EngineException {
        try (var tokenizer = Tokenizer.open(original.tokenizer());
                var before = open(original, BuildOptions.reference(Lowering.FUSED), "original");
                var after = open(packed, options, "packed")) {
            var sums = new DamageSums();
            for (var text : SampleTexts.measured()) {
                before.decoder().truncate(0);
                after.decoder().truncate(0);
                int most = Math.min(LONGEST, before.decoder().contextLength());
                compare(before, after, SampleTexts.ids(tokenizer, text, most), sums);
            }
            return sums.result();
        }
    }

    private static void compare(Running before, Running after, int[] ids, DamageSums sums)
            throws EngineException {
        for (int at = 0; at < ids.length; at += STEP) {
            var part = Arrays.copyOfRange(ids, at, Math.min(ids.length, at + STEP));
            float[] original = before.logits(part);
            float[] packed = after.logits(part);
            int vocabulary = original.length / part.length;
            for (int i = 0; i < part.length; i++) {
                var p = new DamageSums.Row(original, i * vocabulary, vocabulary);
                var q = new DamageSums.Row(packed, i * vocabulary, vocabulary);
                sums.add(p, q);
                if (at + i + 1 < ids.length) {
                    sums.addTarget(p, q, ids[at + i + 1]);
                }
            }
        }
    }

    private Running open(Checkpoint checkpoint, BuildOptions options, String name)
            throws EngineException {
        var folder = scratch.resolve(name);
        Storage.createFolder(folder);
        OnnxWriter.write(LanguageModel.build(checkpoint, options), folder);
        var session = runtime.open(folder.resolve(OnnxWriter.MODEL), Threads.forSingleRuns());
        boolean whole = false;
        try {
            var decoder =
                    new Decoder(
                            runtime, session, checkpoint.config().language(), options.lowering());
            whole = true;
            return new Running(session, decoder, new TokenEmbedding(checkpoint));
        } finally {
            if (!whole) {
                session.close();
            }
        }
    }

    /// A model that is read through; owns session and decoder.
    private record Running(Session session, Decoder decoder, TokenEmbedding embedding)
            implements AutoCloseable {
        /// `[ids.length, V]`.
        float[] logits(int[] ids) throws EngineException {
            var rows = new float[ids.length * embedding.hiddenSize()];
            embedding.lookup(ids, rows);
            return decoder.read(rows, IntStream.range(0, ids.length).toArray());
        }

        @Override
        public void close() {
            decoder.close();
            session.close();
        }
    }
}
