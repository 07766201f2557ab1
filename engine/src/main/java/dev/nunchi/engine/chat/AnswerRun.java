package dev.nunchi.engine.chat;

import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.Generation;
import dev.nunchi.engine.generate.GenerationListener;
import dev.nunchi.engine.generate.GenerationOptions;
import dev.nunchi.engine.generate.TokenChoice;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.util.ArrayList;
import java.util.List;

/// One answer in the making: pictures, prompt, tokens; its clock starts when it is made.
final class AnswerRun implements GenerationListener {
    private static final double NANOS_PER_MILLI = 1e6;

    private final LocalModel model;
    private final Variant variant;
    private final AnswerOptions options;
    private final AnswerListener listener;
    private final CancelToken cancel;
    private final long start = System.nanoTime();

    AnswerRun(
            LocalModel model, AnswerOptions options, AnswerListener listener, CancelToken cancel) {
        this.model = model;
        this.variant = model.variants().get(options.adapter());
        this.options = options;
        this.listener = listener;
        this.cancel = cancel;
    }

    Answer answer(List<Turn> conversation) throws EngineException {
        var layout = variant.layout().fitting(conversation, options.maxNewTokens());
        if (layout.length() >= model.info().contextLength()) {
            return empty(layout, FinishReason.CONTEXT_FULL, 0);
        }
        double before = elapsed();
        var looked = looked(layout.pictures());
        double pictures = layout.pictures().isEmpty() ? 0 : elapsed() - before;
        if (looked.size() < layout.pictures().size()) {
            return empty(layout, FinishReason.CANCELLED, pictures);
        }
        double asked = elapsed();
        var prompt = PicturePrompt.of(layout, looked);
        var generation = variant.generator().generate(prompt, generationOptions(), this, cancel);
        return new Answer(
                generation.text(),
                generation.finishReason(),
                layout.usage(generation.ids().size()),
                timing(generation.timing(), pictures, asked),
                PicturePrompt.uses(layout, prompt, looked),
                memory());
    }

    private AnswerMemory memory() {
        return new AnswerMemory(ProcessMemory.resident(), variant.generator().cacheBytes());
    }

    /// @return fewer than there are pictures if cancelled
    private List<VisionEncoder.Looked> looked(List<Picture> pictures) throws EngineException {
        var looked = new ArrayList<VisionEncoder.Looked>();
        var watch = new TowerEncoder.Watch(Progress.NONE, cancel);
        for (var picture : pictures) {
            if (cancel.isCancelled()) {
                break;
            }
            listener.report(Stage.ENCODING_PICTURE, looked.size(), pictures.size());
            variant.vision()
                    .orElseThrow()
                    .features(picture, pictures.size(), watch)
                    .ifPresent(looked::add);
        }
        return looked;
    }

    private GenerationOptions generationOptions() {
        return new GenerationOptions(
                options.maxNewTokens(),
                options.sampling(),
                model.stopIds(),
                options.stopStrings(),
                options.rule(),
                options.alternatives(),
                options.speculation());
    }

    @Override
    public void onPrefill(int done, int total) {
        listener.report(Stage.READING_PROMPT, done, total);
        if (done == total) {
            listener.report(Stage.ANSWERING, 0, options.maxNewTokens());
        }
    }

    @Override
    public void onToken(TokenChoice choice) {
        listener.onToken(choice);
    }

    @Override
    public void onText(String delta) {
        listener.onText(delta);
    }

    private Answer empty(PromptLayout.Layout layout, FinishReason reason, double pictures) {
        var timing = new AnswerTiming(pictures, 0, 0, 0, elapsed());
        return new Answer("", reason, layout.usage(0), timing);
    }

    private AnswerTiming timing(Generation.Timing generation, double pictures, double asked) {
        double firstToken = generation.firstToken() > 0 ? asked + generation.firstToken() : 0;
        return new AnswerTiming(
                pictures, generation.prefill(), firstToken, generation.decode(), elapsed());
    }

    private double elapsed() {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
