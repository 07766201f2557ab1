package dev.nunchi.engine.finetune;

import dev.nunchi.engine.data.DataOptions;
import dev.nunchi.engine.data.Dataset;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.Split;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.train.SeenPicture;
import dev.nunchi.engine.train.TrainingBatch;
import dev.nunchi.engine.train.TrainingExample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/// A run's samples, in those that are learnt from and those that are kept for validation.
///
/// @param data as it was read
/// @param order of the batches to learn from
record Lessons(Corpus training, Corpus validation, Dataset data, DataOrder order) {
    /// So many validation samples are enough to tell losses apart that differ by a hundredth.
    private static final int MOST_VALIDATION = 256;

    /// Reads and encodes the data of a request.
    ///
    /// @return of the rows so far when cancelled
    /// @throws TrainingException `NO_SAMPLES`
    static Lessons read(
            RunRequest request, SampleEncoder encoder, Progress progress, CancelToken cancel)
            throws EngineException {
        var settings = request.settings();
        var options = DataOptions.defaults().withSeed(settings.seed());
        var data = Datasets.read(request.data(), options, progress, cancel);
        var split = Split.byName(data.samples(), settings.validation().share());
        var training = new Corpus(learnt(split.training(), request), encoder, settings);
        var validation = new Corpus(spread(split.validation()), encoder, settings);
        if (training.size() == 0) {
            throw nothing(request, data, training);
        }
        return new Lessons(training, validation, data, order(training, request));
    }

    private static List<Sample> learnt(List<Sample> samples, RunRequest request) {
        return request.mix()
                .map(mix -> samples.stream().filter(sample -> mix.has(sample.type())).toList())
                .orElse(samples);
    }

    private static DataOrder order(Corpus training, RunRequest request) {
        int size = request.settings().batches().size();
        long seed = request.settings().seed();
        if (request.mix().isEmpty()) {
            return new DataOrder(training.lengths(), size, seed);
        }
        var mix = request.mix().get();
        var types =
                IntStream.range(0, training.size())
                        .mapToObj(i -> training.sample(i).type())
                        .toList();
        return new DataOrder(training.lengths(), size, seed, ofEpoch -> mix.draw(types, ofEpoch));
    }

    private static TrainingException nothing(RunRequest request, Dataset data, Corpus training) {
        return new TrainingException(
                request.name(),
                TrainingException.Reason.NO_SAMPLES,
                "of %d samples %d are too long or hold nothing to learn; %d rows have problems"
                        .formatted(
                                data.samples().size(),
                                training.skipped().size(),
                                data.problems().size()));
    }

    /// At most [#MOST_VALIDATION], from all over the set.
    private static List<Sample> spread(List<Sample> samples) {
        int count = Math.min(MOST_VALIDATION, samples.size());
        return IntStream.range(0, count)
                .mapToObj(i -> samples.get((int) ((long) i * samples.size() / count)))
                .toList();
    }

    /// The pictures of all samples, each once.
    List<Path> pictures() {
        var pictures = new LinkedHashSet<Path>(training.pictures());
        pictures.addAll(validation.pictures());
        return List.copyOf(pictures);
    }

    /// Positions of the longest sample.
    int longest() {
        return IntStream.concat(
                        IntStream.of(training.lengths()), IntStream.of(validation.lengths()))
                .max()
                .orElse(0);
    }

    /// Where what the tower makes of a picture comes from.
    interface Eye {
        SeenPicture of(Path picture) throws EngineException;
    }

    /// The batch at a position.
    TrainingBatch batch(long position, Eye eye) throws EngineException {
        return batch(training, order.batch(position), eye);
    }

    static TrainingBatch batch(Corpus corpus, int[] samples, Eye eye) throws EngineException {
        var examples = new ArrayList<TrainingExample>();
        for (int index : samples) {
            var picture = corpus.sample(index).picture();
            if (picture.isPresent()) {
                var seen = eye.of(picture.get());
                examples.add(SampleEncoder.example(corpus.encode(index), _ -> seen));
            } else {
                examples.add(SampleEncoder.example(corpus.encode(index), Lessons::noPicture));
            }
        }
        return new TrainingBatch(examples);
    }

    private static SeenPicture noPicture(int number) {
        throw new IllegalStateException("a prompt without pictures shows picture " + number);
    }

    /// The validation samples' batches, the longest samples first.
    List<int[]> validationBatches(int size) {
        var lengths = validation.lengths();
        var order =
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted((a, b) -> Integer.compare(lengths[b], lengths[a]))
                        .mapToInt(i -> i)
                        .toArray();
        var batches = new ArrayList<int[]>();
        for (int at = 0; at < order.length; at += size) {
            batches.add(Arrays.copyOfRange(order, at, Math.min(at + size, order.length)));
        }
        return batches;
    }
}
