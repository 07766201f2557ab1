package dev.nunchi.app.testing;

import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerBatch;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerMemory;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.AnswerRequest;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Grounding;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.chat.PictureLook;
import dev.nunchi.engine.chat.PictureUse;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.checkpoint.PictureConfig;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.image.Cut;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.image.Region;
import dev.nunchi.engine.image.TowerView;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// An assistant that says what a test tells it to, word by word, and remembers what it was asked.
///
/// ```java
/// var assistant = new ScriptedAssistant().says("A cat ", "on a mat.").fails(error);
/// ```
///
/// Each answer uses up one line of the script; an unscripted answer is `OK`.
public final class ScriptedAssistant implements Assistant {
    public static final int CONTEXT_LENGTH = 1000;
    public static final int TOKENS_PER_PICTURE = 49;
    public static final long MEMORY = 400_000_000;
    public static final AnswerTiming TIMING = new AnswerTiming(10, 20, 35, 100, 135);

    private static final int SEEN_SIDE = 224;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final String name;
    private final Map<String, Double> seen = new ConcurrentHashMap<>();
    private final Queue<Line> script = new ArrayDeque<>();
    private final List<List<Turn>> asked = new ArrayList<>();
    private final List<AnswerOptions> options = new ArrayList<>();
    private final List<Picture> prepared = new ArrayList<>();
    private volatile List<String> adapters = List.of();
    private volatile boolean closed;
    private volatile boolean atOnce;

    private record Line(List<String> deltas, Optional<EngineException> end, Runnable beforeEach) {}

    public ScriptedAssistant() {
        this("scripted");
    }

    public ScriptedAssistant(String name) {
        this.name = name;
    }

    /// Says that it was opened with adapters.
    public ScriptedAssistant withAdapters(List<String> names) {
        adapters = List.copyOf(names);
        return this;
    }

    /// Is opened again, with the rest of its script.
    public ScriptedAssistant reopened() {
        closed = false;
        return this;
    }

    /// Scripts an answer.
    public ScriptedAssistant says(String... deltas) {
        script.add(new Line(List.of(deltas), Optional.empty(), () -> {}));
        return this;
    }

    /// Scripts an answer before each delta of which `beforeEach` runs, on the answering thread.
    public ScriptedAssistant says(Runnable beforeEach, String... deltas) {
        script.add(new Line(List.of(deltas), Optional.empty(), beforeEach));
        return this;
    }

    /// Scripts an answer that breaks off after its deltas.
    public ScriptedAssistant fails(EngineException error, String... deltas) {
        script.add(new Line(List.of(deltas), Optional.of(error), () -> {}));
        return this;
    }

    /// Makes answers of a batch at once from now on: a delta of each a step.
    public ScriptedAssistant answeringAtOnce() {
        atOnce = true;
        return this;
    }

    @Override
    public AnswerBatch batch(int most) {
        return atOnce ? new Batch(most) : Assistant.super.batch(most);
    }

    private final class Batch implements AnswerBatch {
        private final int most;
        private final List<Seat> seats = new ArrayList<>();

        Batch(int most) {
            this.most = most;
        }

        @Override
        public int size() {
            return seats.size();
        }

        @Override
        public boolean isFull() {
            return seats.size() >= most;
        }

        @Override
        public CompletableFuture<Answer> join(AnswerRequest request) {
            var seat = new Seat(request, line(request.conversation(), request.options()));
            seats.add(seat);
            return seat.result;
        }

        @Override
        public void step() {
            seats.forEach(Seat::step);
            seats.removeIf(seat -> seat.result.isDone());
        }
    }

    private final class Seat {
        private final AnswerRequest request;
        private final Line line;
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<Answer> result = new CompletableFuture<>();
        private int said;

        Seat(AnswerRequest request, Line line) {
            this.request = request;
            this.line = line;
        }

        void step() {
            if (request.cancel().isCancelled()) {
                result.complete(answer(text, FinishReason.CANCELLED, request.conversation()));
            } else if (said < line.deltas().size()) {
                line.beforeEach().run();
                String delta = line.deltas().get(said++);
                text.append(delta);
                request.listener().onText(delta);
            } else if (line.end().isPresent()) {
                result.completeExceptionally(line.end().get());
            } else {
                result.complete(answer(text, FinishReason.STOP, request.conversation()));
            }
        }
    }

    private synchronized Line line(List<Turn> conversation, AnswerOptions answerOptions) {
        requireOpen();
        asked.add(List.copyOf(conversation));
        options.add(answerOptions);
        return Optional.ofNullable(script.poll())
                .orElse(new Line(List.of("OK"), Optional.empty(), () -> {}));
    }

    /// The conversations that were answered, in order.
    public List<List<Turn>> asked() {
        return List.copyOf(asked);
    }

    /// The options of the answers, in order.
    public List<AnswerOptions> options() {
        return List.copyOf(options);
    }

    public List<Picture> prepared() {
        return List.copyOf(prepared);
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public ModelInfo info() {
        return new ModelInfo(name, CONTEXT_LENGTH, TOKENS_PER_PICTURE, "cpu", adapters);
    }

    @Override
    public synchronized void prepare(Picture picture, Progress progress, CancelToken cancel) {
        requireOpen();
        prepared.add(picture);
        progress.report(Stage.ENCODING_PICTURE, 1, 1);
    }

    /// The middle of the picture, small and square.
    @Override
    public PictureLook look(Picture picture, int pictures) {
        requireOpen();
        int side = Math.min(picture.width(), picture.height());
        var region =
                new Region(
                        (picture.width() - side) / 2.0,
                        (picture.height() - side) / 2.0,
                        side,
                        side);
        var size = new PictureConfig.Size(SEEN_SIDE, SEEN_SIDE);
        var cut = Cut.of(picture, region);
        var pixels = PictureEncoder.resized(cut, size, PictureConfig.Resample.BICUBIC);
        return new PictureLook(
                new TowerView(List.of(new TowerView.Tile(pixels, region))), TOKENS_PER_PICTURE);
    }

    /// Scripts what a picture did for each word of an answer.
    ///
    /// @param gains by word; others gained nothing
    public ScriptedAssistant sees(Map<String, Double> gains) {
        seen.putAll(gains);
        return this;
    }

    @Override
    public synchronized Optional<Grounding> ground(
            List<Turn> conversation, String answer, Optional<String> adapter, CancelToken cancel) {
        requireOpen();
        var words = new ArrayList<Grounding.Word>();
        int at = 0;
        for (var found : WORD.matcher(answer).results().toList()) {
            double gain = seen.getOrDefault(found.group(), 0.0);
            String before = answer.substring(at, found.start());
            words.add(new Grounding.Word(before, found.group(), -0.1, -0.1 - gain));
            at = found.end();
        }
        return cancel.isCancelled()
                ? Optional.empty()
                : Optional.of(new Grounding(words, answer.substring(at)));
    }

    /// Counts words as tokens.
    @Override
    public synchronized TokenUsage count(List<Turn> conversation) {
        requireOpen();
        int pictures = conversation.stream().mapToInt(t -> t.pictures().size()).sum();
        int words = conversation.stream().mapToInt(t -> t.text().split("\\s+").length).sum();
        int image = pictures * TOKENS_PER_PICTURE;
        return new TokenUsage(image + words, image, 0);
    }

    @Override
    public synchronized Answer answer(
            List<Turn> conversation,
            AnswerOptions answerOptions,
            AnswerListener listener,
            CancelToken cancel)
            throws EngineException {
        var line = line(conversation, answerOptions);
        listener.report(Stage.READING_PROMPT, 1, 1);
        var text = new StringBuilder();
        for (String delta : line.deltas()) {
            line.beforeEach().run();
            if (cancel.isCancelled()) {
                return answer(text, FinishReason.CANCELLED, conversation);
            }
            text.append(delta);
            listener.onText(delta);
        }
        if (line.end().isPresent()) {
            throw line.end().get();
        }
        return answer(text, FinishReason.STOP, conversation);
    }

    /// Finds longer answers less likely: one nat a word.
    @Override
    public synchronized Score score(
            List<Turn> conversation, String answer, Optional<String> adapter) {
        requireOpen();
        int words = answer.split("\\s+").length;
        return new Score(-words, words);
    }

    /// Waits for a running answer, as the contract says.
    @Override
    public synchronized void close() {
        closed = true;
    }

    private Answer answer(StringBuilder text, FinishReason reason, List<Turn> conversation) {
        var prompt = count(conversation);
        int words = text.isEmpty() ? 0 : text.toString().split("\\s+").length;
        return new Answer(
                text.toString(),
                reason,
                new TokenUsage(prompt.promptTokens(), prompt.imageTokens(), words),
                TIMING,
                conversation.stream()
                        .flatMap(turn -> turn.pictures().stream())
                        .map(p -> new PictureUse(p.contentHash(), TOKENS_PER_PICTURE, 2, 8, false))
                        .toList(),
                new AnswerMemory(MEMORY, MEMORY / 100));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the assistant is closed");
        }
    }
}
