package dev.nunchi.engine.train;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.tensor.Tensor;

import java.util.Optional;

/// The embeddings of a batch's words, from a frozen table or one that learns.
final class TrainableEmbedding {
    static final String NAME = "model.embed_tokens.weight";

    private final RowTable table;
    private final Optional<Parameter> parameter;
    private final float scale;

    private TrainableEmbedding(
            Checkpoint checkpoint, RowTable table, Optional<Parameter> parameter) {
        this.table = table;
        this.parameter = parameter;
        scale = (float) checkpoint.config().language().form().embeddingScale();
    }

    static TrainableEmbedding frozen(Checkpoint checkpoint) throws EngineException {
        var table = RowTable.of(checkpoint.tensor(NAME));
        return new TrainableEmbedding(checkpoint, table, Optional.empty());
    }

    static TrainableEmbedding learning(Checkpoint checkpoint, Parameter parameter) {
        var table = RowTable.of(parameter.value().host());
        return new TrainableEmbedding(checkpoint, table, Optional.of(parameter));
    }

    /// `D`.
    int width() {
        return table.width();
    }

    boolean learns() {
        return parameter.isPresent();
    }

    /// Before a step: the table's gradient may be added to by the head, if it is tied, as well.
    void clearGradient() {
        parameter.ifPresent(Parameter::clearGradient);
    }

    /// @param hidden `[B, S, D]`
    void forward(TrainingBatch batch, Tensor hidden) {
        var row = new float[width()];
        for (int b = 0; b < batch.size(); b++) {
            var ids = batch.examples().get(b).words();
            for (int t = 0; t < batch.length(); t++) {
                // Padding may be any word: no target sees it. A picture's rows come later.
                int id = t < ids.length ? ids[t] : 0;
                readWord(Math.max(id, 0), row);
                hidden.write((long) (b * batch.length() + t) * row.length, row, 0, row.length);
            }
        }
    }

    private void readWord(int id, float[] row) {
        table.read(id, row);
        if (scale != 1) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= scale;
            }
        }
    }

    /// Adds the gradients of the words' rows to the table's.
    ///
    /// @param hiddenGradient `[B, S, D]`, scaled by [GradientScale]
    void backward(TrainingBatch batch, Tensor hiddenGradient) {
        if (parameter.isEmpty()) {
            return;
        }
        var sum = new RowSum(parameter.get().gradient().host());
        for (int b = 0; b < batch.size(); b++) {
            var ids = batch.examples().get(b).words();
            for (int t = 0; t < ids.length; t++) {
                if (ids[t] >= 0) {
                    int row = b * batch.length() + t;
                    sum.add(ids[t], hiddenGradient, row, scale / GradientScale.FACTOR);
                }
            }
        }
    }
}
