package dev.nunchi.engine.finetune;

import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.Sampler;
import dev.nunchi.engine.generate.SamplingOptions;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.train.TrainingBatch;
import dev.nunchi.engine.train.TrainingExample;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// What the model in training says about a few fixed validation pictures.
///
/// Reads everything again for every token: these few words are not worth a second copy of the
/// weights with a KV cache.
///
/// @param parts of the run
record SampleAnswers(Run.Parts parts, RunSettings settings) {
    /// Of an answer, at most.
    static final int TOKENS = 24;

    private static final int[] NO_HISTORY = {};

    /// Samples about the first different pictures of the validation set.
    List<Sample> chosen() {
        var corpus = parts.lessons().validation();
        var seen = new HashSet<>();
        return IntStream.range(0, corpus.size())
                .mapToObj(corpus::sample)
                .filter(sample -> sample.picture().isPresent() && seen.add(sample.picture()))
                .limit(settings.validation().pictures())
                .toList();
    }

    /// @param sample with a picture
    SampleReport answer(long step, Sample sample) throws EngineException {
        var model = parts.model();
        var prompt = model.encoder().question(sample, settings.form());
        var picture = sample.picture().orElseThrow();
        var seen = parts.seen(picture);
        var greedy = new Sampler(SamplingOptions.greedy());
        var stops = stopIds();
        int start = prompt.length();
        int[] ids = prompt.ids();
        while (ids.length < start + TOKENS) {
            var pictures = SampleEncoder.example(prompt, _ -> seen).pictures();
            var logits = parts.learner().lastLogits(batch(ids, pictures));
            int next = greedy.sample(logits, NO_HISTORY);
            if (stops.contains(next)) {
                break;
            }
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = next;
        }
        String answer = model.tokenizer().decode(Arrays.copyOfRange(ids, start, ids.length));
        return new SampleReport(
                step,
                picture,
                SampleEncoder.questionOf(sample),
                answer.strip(),
                sample.firstAnswer());
    }

    /// A batch has a target; this one's is of no consequence.
    private static TrainingBatch batch(int[] ids, List<TrainingExample.PlacedPicture> pictures) {
        var labels = new int[ids.length];
        Arrays.fill(labels, EncodedPrompt.IGNORED);
        labels[labels.length - 1] = 0;
        return new TrainingBatch(List.of(new TrainingExample(ids.clone(), labels, pictures)));
    }

    private Set<Integer> stopIds() {
        var checkpoint = parts.model().checkpoint();
        var ids = new HashSet<>(checkpoint.generation().eosTokenIds());
        checkpoint
                .specialTokens()
                .eos()
                .ifPresent(eos -> parts.model().tokenizer().idOf(eos).ifPresent(ids::add));
        return ids;
    }
}
