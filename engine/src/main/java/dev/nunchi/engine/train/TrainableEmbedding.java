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

    private TrainableEmbedding(RowTable table, Optional<Parameter> parameter) {
        this.table = table;
        this.parameter = parameter;
    }

    static TrainableEmbedding frozen(Checkpoint checkpoint) throws EngineException {
        return new TrainableEmbedding(RowTable.of(checkpoint.tensor(NAME)), Optional.empty());
    }

    static TrainableEmbedding learning(Parameter parameter) {
        return new TrainableEmbedding(
                RowTable.of(parameter.value().host()), Optional.of(parameter));
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
                boolean isWord = t < ids.length && ids[t] != TrainingExample.PICTURE;
                table.read(isWord ? ids[t] : 0, row);
                hidden.write((long) (b * batch.length() + t) * row.length, row, 0, row.length);
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
                if (ids[t] != TrainingExample.PICTURE) {
                    int row = b * batch.length() + t;
                    sum.add(ids[t], hiddenGradient, row, 1 / GradientScale.FACTOR);
                }
            }
        }
    }
}
