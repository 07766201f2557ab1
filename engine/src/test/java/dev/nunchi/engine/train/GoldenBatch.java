package dev.nunchi.engine.train;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.checkpoint.SafetensorsFile;
import dev.nunchi.engine.checkpoint.SelectFeature;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A reference fixture's training batch, made from its recorded ids, labels and vision features.
record GoldenBatch(Checkpoint checkpoint, SafetensorsFile expected, String name) {
    Tensor tensor(String key) {
        return Optional.ofNullable(expected.tensors().get(key)).orElseThrow().view();
    }

    float[] floats(String key) {
        return tensor(name + "." + key).toFloats();
    }

    TrainingBatch batch() {
        var ids = tensor(name + ".input_ids");
        int size = (int) ids.shape().dim(0);
        var examples = new ArrayList<TrainingExample>();
        for (int b = 0; b < size; b++) {
            examples.add(example(b, (int) ids.shape().dim(1)));
        }
        return new TrainingBatch(examples);
    }

    private TrainingExample example(int index, int padded) {
        var mask = row("attention_mask", index, padded);
        int length = Arrays.stream(mask).sum();
        var ids = Arrays.copyOf(row("input_ids", index, padded), length);
        var labels = Arrays.copyOf(row("labels", index, padded), length);
        return new TrainingExample(ids, labels, pictures(index, ids));
    }

    private int[] row(String key, int index, int length) {
        var all = tensor(name + "." + key).toLongs();
        return Arrays.stream(all, index * length, (index + 1) * length)
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /// Sample `n` of every fixture shows picture `n`.
    private List<TrainingExample.PlacedPicture> pictures(int image, int[] ids) {
        var config = checkpoint.config();
        if (config.vision().isEmpty()) {
            return List.of();
        }
        int start = 0;
        while (ids[start] != config.imageTokenId().orElseThrow()) {
            start++;
        }
        var hidden = tensor("image." + image + ".vision_hidden");
        int skipped =
                config.selectFeature() == SelectFeature.FULL
                        ? 0
                        : config.vision().get().classTokens();
        int width = (int) hidden.shape().dim(2);
        var rows = new float[config.imageTokens() * width];
        hidden.read((long) skipped * width, rows, 0, rows.length);
        var tensor = Tensor.ofFloats(Shape.of(config.imageTokens(), width), rows);
        return List.of(new TrainingExample.PlacedPicture(start, SeenPicture.whole(tensor)));
    }
}
