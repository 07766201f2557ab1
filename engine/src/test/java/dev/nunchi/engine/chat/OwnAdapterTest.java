package dev.nunchi.engine.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterFolder;
import dev.nunchi.engine.adapter.AdapterInfo;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.adapter.Provenance;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.CheckpointException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;
import dev.nunchi.engine.testing.TaughtModel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model that has learnt something itself, and a copy of it that has not.
class OwnAdapterTest {
    private static final String FIXTURE = "llava_smollm";
    private static final String QUESTION = "What is shown in the picture?";
    private static final AnswerOptions OPTIONS = AnswerOptions.defaults().withMaxNewTokens(16);

    @TempDir private Path folder;
    private TaughtModel own;
    private InstalledModel taught;
    private final InstalledModel untaught =
            new InstalledModel(FIXTURE, Golden.path(FIXTURE + "/model"), Origin.BUNDLED, 0, "");

    @BeforeEach
    void teach() throws EngineException, IOException {
        own = TaughtModel.copy(FIXTURE, folder.resolve("model"));
        taught = new InstalledModel("taught", own.folder(), Origin.BUNDLED, 0, "");
    }

    @Test
    void modelAnswersWithWhatItHasLearnt() throws EngineException {
        String expected;
        try (var adapted = open(untaught, options().withAdapters(List.of(own.adapter())))) {
            expected = answer(adapted, OPTIONS.withAdapter("lora"));
        }
        try (var assistant = open(taught, options())) {
            assertEquals(expected, answer(assistant, OPTIONS));
            assertEquals(List.of(), assistant.info().adapters());
        }
    }

    @Test
    void bareModelAnswersAsIfItHadNotLearnt() throws EngineException {
        String expected = answer(untaught, options());
        assertEquals(expected, answer(taught, options().withForm(ModelForm.BARE)));
        assertNotEquals(expected, answer(taught, options()));
    }

    @Test
    void chosenAdapterTakesTheOwnOnesPlace() throws EngineException {
        var none = projectorAlone("eyes");
        String bare = answer(untaught, options());
        try (var assistant = open(taught, options().withAdapters(List.of(none)))) {
            assertEquals(bare, answer(assistant, OPTIONS.withAdapter("eyes")));
            assertNotEquals(bare, answer(assistant, OPTIONS));
        }
    }

    @Test
    void oneDecoderIsCompiled() throws EngineException, IOException {
        answer(taught, options());
        assertEquals(List.of("adapted_decoder"), compiledDecoders());
    }

    private List<String> compiledDecoders() throws IOException {
        try (var files = Files.walk(folder.resolve("cache"))) {
            return files.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith("decoder"))
                    .toList();
        }
    }

    @Test
    void halvesAreReadAsFloats() throws EngineException {
        OwnAdapter.install(own.adapter(), taught.folder(), own.base(), DType.F16);
        var read = OwnAdapter.read(taught.folder(), own.base()).orElseThrow();
        var written = own.adapter().tensors();
        read.tensors()
                .forEach((name, tensor) -> {
                    var expected = written.get(name).toFloats();
                    for (int i = 0; i < expected.length; i++) {
                        float half = Float.float16ToFloat(Float.floatToFloat16(expected[i]));
                        assertEquals(half, tensor.floatAt(i));
                    }
                });
        assertEquals(written.keySet(), read.tensors().keySet());
        assertTrue(answer(taught, options()).length() > 0);
    }

    @Test
    void baseHashDoesNotKnowOfIt() throws EngineException {
        assertEquals(hash(untaught), hash(taught));
    }

    @Test
    void damagedOneIsNamedBeforeAnythingIsCompiled() throws EngineException, IOException {
        var tensors = OwnAdapter.files(taught.folder()).getLast();
        Files.write(tensors, new byte[] {1, 2, 3});
        assertEquals(Reason.OWN_ADAPTER, refusal().reason());
        Files.delete(tensors);
        assertEquals(Reason.OWN_ADAPTER, refusal().reason());
        assertEquals(List.of(), compiledDecoders());
    }

    @Test
    void documentThatIsMissingIsNamed() throws EngineException, IOException {
        Files.delete(OwnAdapter.files(taught.folder()).getFirst());
        assertEquals(Reason.OWN_ADAPTER, refusal().reason());
    }

    @Test
    void oneOfAnotherModelIsNamed() throws EngineException {
        var info = own.adapter().info();
        var stranger =
                new Adapter(
                        new AdapterInfo(
                                info.name(),
                                "0".repeat(64),
                                info.lora(),
                                info.chatTemplate(),
                                info.provenance()),
                        own.adapter().projector(),
                        own.adapter().lora());
        AdapterFolder.write(OwnAdapter.folder(taught.folder()), stranger);
        assertEquals(Reason.OWN_ADAPTER, refusal().reason());
    }

    private CheckpointException refusal() {
        return assertThrows(CheckpointException.class, () -> open(taught, options()).close());
    }

    private OpenOptions options() {
        return OpenOptions.of(folder.resolve("cache"));
    }

    private static Assistant open(InstalledModel model, OpenOptions options)
            throws EngineException {
        return Assistants.open(model, options, Progress.NONE);
    }

    private static String answer(InstalledModel model, OpenOptions options) throws EngineException {
        try (var assistant = open(model, options)) {
            return answer(assistant, OPTIONS);
        }
    }

    private static String answer(Assistant assistant, AnswerOptions options)
            throws EngineException {
        var picture = PictureReader.read(Golden.path(FIXTURE + "/images/gradient_97x61.png"));
        var question = List.of(Turn.user(QUESTION, picture));
        return assistant.answer(question, options, NOBODY, CancelToken.none()).text();
    }

    private static final AnswerListener NOBODY =
            new AnswerListener() {
                @Override
                public void onText(String delta) {}

                @Override
                public void report(Stage stage, long done, long total) {}
            };

    private String hash(InstalledModel model) throws EngineException {
        try (var checkpoint = model.open()) {
            return BaseHash.of(checkpoint, folder.resolve("cache"));
        }
    }

    /// The base's projector as an adapter.
    private Adapter projectorAlone(String name) throws EngineException {
        var projector = new LinkedHashMap<String, Tensor>();
        try (var checkpoint = untaught.open()) {
            for (var tensor : checkpoint.tensors().entrySet()) {
                if (tensor.getKey().startsWith("multi_modal_projector.")) {
                    var stored = tensor.getValue();
                    projector.put(
                            tensor.getKey(), Tensor.ofFloats(stored.shape(), stored.toFloats()));
                }
            }
        }
        var info =
                new AdapterInfo(
                        name,
                        own.base().hash(),
                        Optional.empty(),
                        Optional.empty(),
                        Provenance.imported(FIXTURE, Map.of()));
        return new Adapter(info, projector, new LinkedHashMap<>());
    }
}
