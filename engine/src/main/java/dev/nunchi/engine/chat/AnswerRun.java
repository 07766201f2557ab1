package dev.nunchi.engine.chat;

import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.Generation;
import dev.nunchi.engine.generate.GenerationListener;
import dev.nunchi.engine.generate.GenerationOptions;
import dev.nunchi.engine.generate.GenerationRequest;
import dev.nunchi.engine.generate.Generator;
import dev.nunchi.engine.generate.Prompt;
import dev.nunchi.engine.generate.TokenChoice;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// One answer in the making: prompt, pictures, tokens; its clock starts when it is made. Made whole
/// by [#answer(List)], or step by step: [#lay], [#lookAtNext] as often as it takes, [#request].
final class AnswerRun implements GenerationListener {
    private static final double NANOS_PER_MILLI = 1e6;

    private final LocalModel model;
    private final Variant variant;
    private final AnswerOptions options;
    private final AnswerListener listener;
    private final CancelToken cancel;
    private final long start = System.nanoTime();
    private final List<VisionEncoder.Looked> looked = new ArrayList<>();
    private PromptLayout.@Nullable Layout layout;
    private @Nullable Prompt prompt;
    private double pictureTime;
    private double asked;

    AnswerRun(
            LocalModel model, AnswerOptions options, AnswerListener listener, CancelToken cancel) {
        this.model = model;
        this.variant = model.variants().get(options.adapter());
        this.options = options;
        this.listener = listener;
        this.cancel = cancel;
    }

    Answer answer(List<Turn> conversation) throws EngineException {
        var early = lay(conversation);
        while (early.isEmpty() && !hasLooked()) {
            early = lookAtNext();
        }
        if (early.isPresent()) {
            return early.get();
        }
        var request = request();
        return answer(
                variant.generator()
                        .generate(request.prompt(), request.options(), this, request.cancel()));
    }

    Generator generator() {
        return variant.generator();
    }

    /// Lays the conversation out as a prompt; comes first.
    ///
    /// @return an empty answer if it does not fit the context
    Optional<Answer> lay(List<Turn> conversation) throws EngineException {
        layout = variant.layout().fitting(conversation, options.maxNewTokens());
        return layout.length() >= model.info().contextLength()
                ? Optional.of(empty(FinishReason.CONTEXT_FULL))
                : Optional.empty();
    }

    boolean isLaid() {
        return layout != null;
    }

    /// Most tokens of prompt and answer.
    int tokens() {
        return Math.min(layout().length() + options.maxNewTokens(), model.info().contextLength());
    }

    /// Whether all pictures have features: [#request] may follow.
    boolean hasLooked() {
        return looked.size() == layout().pictures().size();
    }

    /// Makes the features of the next picture, if there is one.
    ///
    /// @return an empty answer if cancelled
    Optional<Answer> lookAtNext() throws EngineException {
        if (hasLooked()) {
            return Optional.empty();
        }
        var shown = layout().pictures();
        double before = elapsed();
        listener.report(Stage.ENCODING_PICTURE, looked.size(), shown.size());
        var made =
                cancel.isCancelled()
                        ? Optional.<VisionEncoder.Looked>empty()
                        : variant.vision()
                                .orElseThrow()
                                .features(
                                        shown.get(looked.size()),
                                        shown.size(),
                                        new TowerEncoder.Watch(Progress.NONE, cancel));
        pictureTime += elapsed() - before;
        made.ifPresent(looked::add);
        return made.isPresent() ? Optional.empty() : Optional.of(empty(FinishReason.CANCELLED));
    }

    /// What is to be generated.
    GenerationRequest request() throws EngineException {
        asked = elapsed();
        prompt = PicturePrompt.of(layout(), looked);
        return new GenerationRequest(prompt, generationOptions(), this, cancel);
    }

    /// The answer with what was generated.
    Answer answer(Generation generation) {
        return new Answer(
                generation.text(),
                generation.finishReason(),
                layout().usage(generation.ids().size()),
                timing(generation.timing()),
                PicturePrompt.uses(layout(), Objects.requireNonNull(prompt), looked),
                new AnswerMemory(ProcessMemory.resident(), generation.cacheBytes()));
    }

    private PromptLayout.Layout layout() {
        return Objects.requireNonNull(layout);
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

    private Answer empty(FinishReason reason) {
        var timing = new AnswerTiming(pictureTime, 0, 0, 0, elapsed());
        return new Answer("", reason, layout().usage(0), timing);
    }

    private AnswerTiming timing(Generation.Timing generation) {
        double firstToken = generation.firstToken() > 0 ? asked + generation.firstToken() : 0;
        return new AnswerTiming(
                pictureTime, generation.prefill(), firstToken, generation.decode(), elapsed());
    }

    private double elapsed() {
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
