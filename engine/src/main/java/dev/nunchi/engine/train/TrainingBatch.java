package dev.nunchi.engine.train;

import java.util.ArrayList;
import java.util.List;

/// Examples that make one step together, padded on the right to the longest.
///
/// @param examples at least one, with at least one target among them
public record TrainingBatch(List<TrainingExample> examples) {
    /// What the model has to say after a row.
    ///
    /// @param row the index among all `B·S` rows of the position before the target
    /// @param id the target
    record Target(int row, int id) {}

    /// A picture's place among all `B·S` rows.
    record Place(int row, SeenPicture picture) {}

    public TrainingBatch {
        examples = List.copyOf(examples);
        if (targets(examples).isEmpty()) {
            throw new IllegalArgumentException("no targets in a batch of " + examples.size());
        }
    }

    /// `B`.
    public int size() {
        return examples.size();
    }

    /// `S`.
    public int length() {
        return length(examples);
    }

    private static int length(List<TrainingExample> examples) {
        return examples.stream().mapToInt(TrainingExample::length).max().orElse(0);
    }

    List<Target> targets() {
        return targets(examples);
    }

    /// Labels shifted by one: a position learns the label of the next. A label at the very start
    /// has nothing before it.
    private static List<Target> targets(List<TrainingExample> examples) {
        var targets = new ArrayList<Target>();
        int length = length(examples);
        for (int b = 0; b < examples.size(); b++) {
            var labels = examples.get(b).labels();
            for (int t = 1; t < labels.length; t++) {
                if (labels[t] != TrainingExample.IGNORED) {
                    targets.add(new Target(b * length + t - 1, labels[t]));
                }
            }
        }
        return targets;
    }

    List<Place> pictures() {
        var places = new ArrayList<Place>();
        for (int b = 0; b < size(); b++) {
            for (var picture : examples.get(b).pictures()) {
                places.add(new Place(b * length() + picture.start(), picture.picture()));
            }
        }
        return places;
    }
}
