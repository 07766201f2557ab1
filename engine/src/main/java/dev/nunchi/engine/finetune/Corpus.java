package dev.nunchi.engine.finetune;

import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.text.EncodedPrompt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Samples that can be learnt from with a run's settings, and how long they are.
///
/// Keeps their texts, not their ids: those are cheap to make again and a large set's would fill the
/// heap.
final class Corpus {
    private final SampleEncoder encoder;
    private final RunSettings settings;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Sample> skipped = new ArrayList<>();
    private final int[] lengths;
    private long targets;

    /// @throws TemplateException if the template refuses a conversation
    /// @throws PictureException if a picture's size is needed and cannot be read
    Corpus(List<Sample> all, SampleEncoder encoder, RunSettings settings)
            throws TemplateException, PictureException {
        this.encoder = encoder;
        this.settings = settings;
        var found = IntStream.builder();
        for (var sample : all) {
            var prompt =
                    encoder.encode(sample, settings.form(), settings.batches().maxLength())
                            .filter(encoded -> !encoded.targets().isEmpty());
            if (prompt.isPresent()) {
                samples.add(sample);
                found.add(prompt.get().length());
                targets += prompt.get().targets().cardinality();
            } else {
                skipped.add(sample);
            }
        }
        lengths = found.build().toArray();
    }

    int size() {
        return samples.size();
    }

    /// Positions of each sample.
    int[] lengths() {
        return lengths.clone();
    }

    /// Targets of all samples together.
    long targets() {
        return targets;
    }

    /// Those that are too long or have nothing to learn.
    List<Sample> skipped() {
        return skipped;
    }

    Sample sample(int index) {
        return samples.get(index);
    }

    EncodedPrompt encode(int index) throws TemplateException, PictureException {
        return encoder.encode(samples.get(index), settings.form(), settings.batches().maxLength())
                .orElseThrow();
    }

    /// The pictures of all samples, each once.
    List<Path> pictures() {
        return samples.stream().flatMap(sample -> sample.picture().stream()).distinct().toList();
    }
}
