package dev.nunchi.engine.quantize;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.model.Precision;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.model.TrainingGraphs;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.quantize.DecoderInputs.Place;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.text.Tokenizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Reads two short texts through a decoder's layers and measures what their matrices are given.
///
/// One layer at a time is in memory, in float32. The texts are others than those that the damage is
/// measured on ([DamageMeter]).
///
/// Source: the "importance matrix" of llama.cpp (Kawrakow, 2024) weighs errors alike.
public record InputMeter(InferenceRuntime runtime) {
    /// Tokens of each text that are read.
    private static final int LONGEST = 512;

    /// @param scratch an existing folder; the caller removes it
    /// @return empty if cancelled
    /// @throws EngineException if a layer cannot be built or run
    public Optional<DecoderInputs> measure(
            Checkpoint checkpoint, Path scratch, Progress progress, CancelToken cancel)
            throws EngineException {
        var graphs = new TrainingGraphs(checkpoint, Precision.FLOAT32, Optional.empty());
        int layers = checkpoint.config().language().numLayers();
        var sums = new HashMap<Place, float[]>();
        try (var bench = new LayerBench(runtime, graphs, scratch)) {
            var texts = texts(checkpoint);
            for (int layer = 0; layer < layers; layer++) {
                if (cancel.isCancelled()) {
                    return Optional.empty();
                }
                bench.load(layer);
                for (int t = 0; t < texts.size(); t++) {
                    texts.set(t, bench.run(texts.get(t), sums));
                }
                progress.report(Stage.CHECKING_MODEL, layer + 1, layers);
            }
        }
        return Optional.of(new DecoderInputs(sums));
    }

    /// Embeddings of each text's tokens.
    private static List<float[]> texts(Checkpoint checkpoint) throws EngineException {
        var embedding = new TokenEmbedding(checkpoint);
        int most = Math.min(LONGEST, checkpoint.config().language().contextLength());
        var texts = new ArrayList<float[]>();
        try (var tokenizer = Tokenizer.open(checkpoint.tokenizer())) {
            for (var text : SampleTexts.read()) {
                int[] ids = SampleTexts.ids(tokenizer, text, most);
                var rows = new float[ids.length * embedding.hiddenSize()];
                embedding.lookup(ids, rows);
                texts.add(rows);
            }
        }
        return texts;
    }
}
