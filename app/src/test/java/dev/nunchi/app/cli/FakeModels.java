package dev.nunchi.app.cli;

import dev.nunchi.app.download.ModelDownloads;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.service.DownloadService;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.AnswerTiming;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.chat.Grounding;
import dev.nunchi.engine.chat.ModelInfo;
import dev.nunchi.engine.chat.PictureLook;
import dev.nunchi.engine.chat.TokenUsage;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.finetune.TrainingFolders;
import dev.nunchi.engine.generate.FinishReason;
import dev.nunchi.engine.generate.Score;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One bundled and one imported model; both say how many pictures they saw and what they were
/// asked.
final class FakeModels implements Models {
    static final InstalledModel BUNDLED =
            new InstalledModel(
                    "small", Path.of("small"), Origin.BUNDLED, 107_000_000, "tower + 30 layers");
    static final InstalledModel IMPORTED =
            new InstalledModel("large", Path.of("large"), Origin.IMPORTED, 4_000_000_000L, "llava");

    /// Below it, nothing is there unless a test puts it there.
    Path home = Path.of("nowhere");

    /// A fixture, from the module's folder.
    static final Path GOLDEN = Path.of("..", "src", "conformance", "golden", "llava15");

    /// From no server unless a test has one.
    ModelDownloads downloads = DownloadService.models(AppFolders.under(home), Settings::defaults);

    List<InstalledModel> installed = List.of(BUNDLED, IMPORTED);

    final List<String> removed = new ArrayList<>();
    final List<AnswerOptions> asked = new ArrayList<>();
    final List<Answerer> answerers = new ArrayList<>();

    @Override
    public List<InstalledModel> list() {
        return installed;
    }

    @Override
    public Optional<InstalledModel> importFrom(
            ImportRequest request, Progress progress, CancelToken cancel) throws EngineException {
        if (request.source().endsWith("mamba")) {
            throw new UnsupportedModelException("architecture 'mamba'", List.of("llama"));
        }
        return cancel.isCancelled() ? Optional.empty() : Optional.of(IMPORTED);
    }

    @Override
    public InstalledModel measure(InstalledModel model, Path original, Progress progress) {
        return model;
    }

    @Override
    public ImportPreview preview(InstalledModel model) {
        var memory = new AnsweringMemory(3_000_000_000L, 2_000_000_000L, 100_000, 0, 0);
        return new ImportPreview(memory, memory, 4096);
    }

    @Override
    public void remove(InstalledModel model) {
        removed.add(model.name());
    }

    @Override
    public ModelDownloads downloads() {
        return downloads;
    }

    @Override
    public AppFolders folders() {
        return AppFolders.under(home);
    }

    @Override
    public TrainingFolders training() {
        return AppFolders.under(home).training();
    }

    @Override
    public Assistant open(Answerer answerer, Progress progress) {
        answerers.add(answerer);
        progress.report(Stage.LOADING_MODEL, 1, 2);
        return new Echo(answerer.model().name());
    }

    @Override
    public AdapterLibrary adapters() {
        return new AdapterLibrary(AppFolders.under(home).adapters());
    }

    /// The base that all adapters fit whose shapes are the fixture's.
    @Override
    public BaseModel base(InstalledModel model) throws EngineException {
        try (var checkpoint = Checkpoint.open(GOLDEN.resolve("model"))) {
            return new BaseModel(model.name(), "5eed", checkpoint.config());
        }
    }

    private final class Echo implements Assistant {
        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        public ModelInfo info() {
            return new ModelInfo(name, 2048, 49, "cpu", List.of());
        }

        @Override
        public void prepare(Picture picture, Progress progress, CancelToken cancel) {}

        @Override
        public PictureLook look(Picture picture, int pictures) {
            throw new UnsupportedOperationException("the command line does not look");
        }

        /// Every word twice as likely with the picture.
        @Override
        public Optional<Grounding> ground(
                List<Turn> conversation,
                String answer,
                Optional<String> adapter,
                CancelToken cancel) {
            var words = new ArrayList<Grounding.Word>();
            for (String word : answer.split(" ")) {
                String before = words.isEmpty() ? "" : " ";
                words.add(new Grounding.Word(before, word, -0.5, -0.5 - Math.log(2)));
            }
            return Optional.of(new Grounding(words, "."));
        }

        @Override
        public TokenUsage count(List<Turn> conversation) {
            return new TokenUsage(7, 0, 0);
        }

        @Override
        public Answer answer(
                List<Turn> conversation,
                AnswerOptions options,
                AnswerListener listener,
                CancelToken cancel) {
            asked.add(options);
            var turn = conversation.getLast();
            String text = "%s saw %d: %s".formatted(name, turn.pictures().size(), turn.text());
            listener.report(Stage.READING_PROMPT, 0, 0);
            listener.onText(text.substring(0, 5));
            listener.onText(text.substring(5));
            return new Answer(
                    text,
                    cancel.isCancelled() ? FinishReason.CANCELLED : FinishReason.STOP,
                    new TokenUsage(7, 0, 3),
                    new AnswerTiming(1.04, 2, 3, 4, 5));
        }

        @Override
        public Score score(List<Turn> conversation, String answer, Optional<String> adapter) {
            return new Score(-answer.length(), 1);
        }

        @Override
        public void close() {}
    }
}
