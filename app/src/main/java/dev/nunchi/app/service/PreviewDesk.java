package dev.nunchi.app.service;

import dev.nunchi.app.service.PreviewRow.Kind;
import dev.nunchi.app.service.PreviewRow.Span;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.finetune.SampleEncoder;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.text.ChatTemplate;
import dev.nunchi.engine.text.EncodedPrompt;
import dev.nunchi.engine.text.PromptEncoder;
import dev.nunchi.engine.text.Tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A model's template and tokenizer, kept open to lay out one row after another. Not for several
/// threads at once.
final class PreviewDesk implements AutoCloseable {
    private final InstalledModel model;
    private final Tokenizer tokenizer;
    private final SampleEncoder encoder;

    private PreviewDesk(InstalledModel model, Tokenizer tokenizer, SampleEncoder encoder) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.encoder = encoder;
    }

    /// The caller closes it.
    static PreviewDesk open(InstalledModel model) throws EngineException {
        try (var checkpoint = model.open()) {
            var tokenizer = Tokenizer.open(checkpoint.tokenizer());
            var prompts = PromptEncoder.of(checkpoint, tokenizer);
            return new PreviewDesk(
                    model, tokenizer, SampleEncoder.of(prompts, checkpoint.config()));
        }
    }

    boolean isFor(InstalledModel other) {
        return model.equals(other);
    }

    PreviewRow lay(Sample sample, SampleForm form) throws EngineException {
        var prompt = encoder.encode(sample, form, Integer.MAX_VALUE).orElseThrow();
        return new PreviewRow(
                sample, spans(prompt), prompt.length(), prompt.targets().cardinality());
    }

    /// Neighbours of one kind are one span. The text of a span is what it adds to the text before
    /// it: some tokenizers write a token differently at the beginning.
    private List<Span> spans(EncodedPrompt prompt) {
        var kinds = kinds(prompt);
        var ids = prompt.ids();
        var words = new int[ids.length];
        int count = 0;
        int written = 0;
        var spans = new ArrayList<Span>();
        int at = 0;
        while (at < ids.length) {
            var kind = kinds[at];
            for (; at < ids.length && kinds[at] == kind; at++) {
                if (kind != Kind.PICTURE) {
                    words[count++] = ids[at];
                }
            }
            if (kind == Kind.PICTURE) {
                spans.add(new Span(ChatTemplate.IMAGE, kind));
            } else {
                var text = tokenizer.decodeWithSpecials(Arrays.copyOf(words, count));
                spans.add(new Span(text.substring(Math.min(written, text.length())), kind));
                written = text.length();
            }
        }
        return spans;
    }

    private static Kind[] kinds(EncodedPrompt prompt) {
        var kinds = new Kind[prompt.length()];
        Arrays.fill(kinds, Kind.GIVEN);
        prompt.targets().stream().forEach(at -> kinds[at] = Kind.LEARNT);
        for (var image : prompt.images()) {
            Arrays.fill(kinds, image.start(), image.start() + image.length(), Kind.PICTURE);
        }
        return kinds;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
