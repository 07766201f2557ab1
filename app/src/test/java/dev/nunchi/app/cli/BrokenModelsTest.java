package dev.nunchi.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nunchi.app.download.ModelDownloads;
import dev.nunchi.app.l10n.ErrorMessages;
import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.engine.adapter.AdapterLibrary;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.chat.Assistant;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.finetune.TrainingFolders;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.ImportRequest;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.ModelLibrary;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.quant.Rounding;
import dev.nunchi.engine.quantize.Quantisation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person reads who imports something that is no model or a broken one. The window shows the
/// same two sentences: both ask `l10n.ErrorMessages`.
class BrokenModelsTest {
    private static final BrokenModelWords WORDS = BrokenModelWords.read();

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(BrokenModel.class)
    void refusalSaysWhatIsWrongAndWhatToDo(BrokenModel broken) throws IOException {
        var source = broken.in(folder);
        requireEffect(broken, source);
        assertEquals(WORDS.english(key(broken)), refusal(source, Locale.ENGLISH));
        assertEquals(WORDS.korean(key(broken)), refusal(source, Locale.KOREAN));
    }

    @ParameterizedTest
    @EnumSource(BrokenModel.class)
    void nothingIsWrittenBeforeTheRefusal(BrokenModel broken) throws IOException {
        var source = broken.in(folder);
        requireEffect(broken, source);
        refusal(source, Locale.ENGLISH);
        assertFalse(Files.exists(folder.resolve("models")));
    }

    @Test
    void modelWithoutATowerSaysThatItCannotSee() {
        var blind =
                new UnsupportedModelException(
                        UnsupportedModelException.Reason.BLIND, "smollm", List.of());
        assertEquals(WORDS.english("blind"), words(blind, Locale.ENGLISH));
        assertEquals(WORDS.korean("blind"), words(blind, Locale.KOREAN));
    }

    @Test
    void packedModelSaysThatItCannotBePackedAgain() {
        var packed =
                new UnsupportedModelException(
                        UnsupportedModelException.Reason.PACKED, "llava.gguf", List.of());
        assertEquals(WORDS.english("packed"), words(packed, Locale.ENGLISH));
        assertEquals(WORDS.korean("packed"), words(packed, Locale.KOREAN));
    }

    private static String words(UnsupportedModelException problem, Locale locale) {
        var told = new ErrorMessages(Messages.of(locale)).of(problem);
        return told.sentence() + " " + told.act();
    }

    private static String key(BrokenModel broken) {
        return broken.name().toLowerCase(Locale.ROOT);
    }

    private static void requireEffect(BrokenModel broken, Path source) {
        assumeTrue(
                broken != BrokenModel.UNREADABLE_WEIGHTS
                        || !Files.isReadable(source.resolve("model.safetensors")),
                "run by root, for whom nothing is unreadable");
    }

    private String refusal(Path source, Locale locale) {
        var models = new OnDisk(new ModelLibrary(folder.resolve("models"), List.of()));
        var run =
                CommandLineRun.of(
                        models, Messages.of(locale), "models", "import", source.toString());
        assertEquals(ExitCode.FAILED, run.exitCode());
        return run.err().lines().findFirst().orElse("");
    }

    private record OnDisk(ModelLibrary library) implements Models {
        @Override
        public List<InstalledModel> list() throws EngineException {
            return library.list();
        }

        @Override
        public Optional<InstalledModel> importFrom(
                ImportRequest request, Progress progress, CancelToken cancel)
                throws EngineException {
            return library.importFrom(request, progress, cancel);
        }

        @Override
        public InstalledModel measure(InstalledModel model, Path original, Progress progress) {
            throw new UnsupportedOperationException("nothing is measured here");
        }

        @Override
        public ImportPreview preview(InstalledModel model) throws EngineException {
            return ImportPreview.of(model.folder(), Quantisation.int4(Rounding.NEAREST));
        }

        @Override
        public void remove(InstalledModel model) throws EngineException {
            library.remove(model);
        }

        @Override
        public Assistant open(Answerer answerer, Progress progress) {
            throw new UnsupportedOperationException("nothing is opened here");
        }

        @Override
        public ModelDownloads downloads() {
            throw new UnsupportedOperationException("nothing is downloaded here");
        }

        @Override
        public AppFolders folders() {
            throw new UnsupportedOperationException("nothing is kept here");
        }

        @Override
        public TrainingFolders training() {
            throw new UnsupportedOperationException("nothing is trained here");
        }

        @Override
        public AdapterLibrary adapters() {
            throw new UnsupportedOperationException("nothing is adapted here");
        }

        @Override
        public BaseModel base(InstalledModel model) {
            throw new UnsupportedOperationException("nothing is adapted here");
        }
    }
}
