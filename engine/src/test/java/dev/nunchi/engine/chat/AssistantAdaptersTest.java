package dev.nunchi.engine.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterImport;
import dev.nunchi.engine.adapter.AdapterInfo;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.adapter.Provenance;
import dev.nunchi.engine.checkpoint.ExpectedTensors;
import dev.nunchi.engine.error.AdapterException;
import dev.nunchi.engine.error.AdapterException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.library.BaseHash;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.Golden;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An assistant that was opened with adapters, beside one that was not.
class AssistantAdaptersTest {
    private static final String SMOLLM = "llava_smollm";
    private static final AnswerOptions BASE = AnswerOptions.defaults().withMaxNewTokens(16);
    private static final AnswerOptions LORA = BASE.withAdapter("lora");
    private static final AnswerOptions SAME = BASE.withAdapter("same projector");
    private static final AnswerOptions OTHER = BASE.withAdapter("other projector");

    /// Scores in nats of some ten tokens; the product's and the adapter's graph differ in order.
    private static final double TOLERANCE = 1e-3;

    @TempDir static Path cache;
    private static Assistant plain;
    private static Assistant adapted;

    @BeforeAll
    static void open() throws EngineException {
        plain = Assistants.open(model(SMOLLM), cache, Progress.NONE);
        adapted =
                open(
                        SMOLLM,
                        lora(SMOLLM),
                        projector("same projector", 1),
                        projector("other projector", -1));
    }

    @AfterAll
    static void close() {
        plain.close();
        adapted.close();
    }

    @Test
    void baseAnswersAsWithoutAdapters() throws EngineException {
        assertEquals(answer(plain, BASE), answer(adapted, BASE));
    }

    @Test
    void everyAdapterAnswersInItsOwnWay() throws EngineException {
        assertNotEquals(answer(adapted, BASE), answer(adapted, LORA));
        assertNotEquals(answer(adapted, BASE), answer(adapted, OTHER));
        assertNotEquals(answer(adapted, LORA), answer(adapted, OTHER));
    }

    @Test
    void projectorEqualToTheBasesChangesNothing() throws EngineException {
        assertEquals(answer(adapted, BASE), answer(adapted, SAME));
        assertEquals(score(Optional.empty()), score(SAME.adapter()), TOLERANCE);
    }

    @Test
    void answersDoNotDependOnWhoAnsweredBefore() throws EngineException {
        String lora = answer(adapted, LORA);
        String other = answer(adapted, OTHER);
        answer(adapted, BASE);
        assertEquals(other, answer(adapted, OTHER));
        assertEquals(lora, answer(adapted, LORA));
    }

    @Test
    void answersOfDifferentAdaptersMadeAtOnceReadAsAlone() throws EngineException {
        var options = List.of(BASE, LORA, OTHER, LORA, BASE);
        var expected = new ArrayList<String>();
        for (var one : options) {
            expected.add(answer(adapted, one));
        }
        var batch = adapted.batch(options.size());
        var question = question();
        var results =
                options.stream()
                        .map(one -> new AnswerRequest(question, one, NOBODY, CancelToken.none()))
                        .map(batch::join)
                        .toList();
        while (batch.size() > 0) {
            batch.step();
        }
        assertEquals(expected, results.stream().map(result -> result.join().text()).toList());
    }

    @Test
    void adaptersAreNamed() {
        assertEquals(
                List.of("lora", "same projector", "other projector"), adapted.info().adapters());
        assertEquals(List.of(), plain.info().adapters());
    }

    @Test
    void adapterThatWasNotOpenedIsTheCallersMistake() {
        assertThrows(IllegalArgumentException.class, () -> answer(plain, LORA));
        var twice = List.of(projectorOf("a", 1), projectorOf("a", 2));
        assertThrows(
                IllegalArgumentException.class, () -> OpenOptions.of(cache).withAdapters(twice));
    }

    @Test
    void adapterOfAnotherBaseIsRefused() throws EngineException {
        var other = lora("llava15");
        var problem = assertThrows(AdapterException.class, () -> open(SMOLLM, other));
        assertEquals(Reason.OTHER_BASE, problem.reason());
    }

    @Test
    void projectorForAModelWithoutEyesIsRefused() throws EngineException {
        var blind = base("text_only_llama");
        var info = projector("eyes", 1).info();
        var eyes =
                new Adapter(
                        new AdapterInfo(
                                info.name(),
                                blind.hash(),
                                info.lora(),
                                info.chatTemplate(),
                                info.provenance()),
                        projector("eyes", 1).projector(),
                        new LinkedHashMap<>());
        var problem = assertThrows(AdapterException.class, () -> open("text_only_llama", eyes));
        assertEquals(Reason.DOES_NOT_FIT, problem.reason());
    }

    @Test
    void adaptersOwnTemplateIsUsed() throws EngineException {
        var info = projector("formal", 1).info();
        var formal =
                new Adapter(
                        new AdapterInfo(
                                info.name(),
                                info.baseHash(),
                                info.lora(),
                                Optional.of(
                                        "{% for m in messages %}{{ m['content'] }}{% endfor %}"),
                                info.provenance()),
                        projector("formal", 1).projector(),
                        new LinkedHashMap<>());
        try (var assistant = open(SMOLLM, formal)) {
            var question = List.of(Turn.user("Which color is the boat?"));
            int tokens = assistant.count(question).promptTokens();
            var answer =
                    assistant.answer(
                            question, BASE.withAdapter("formal"), NOBODY, CancelToken.none());
            assertEquals(6, answer.usage().promptTokens());
            assertNotEquals(6, tokens);
        }
    }

    private static final AnswerListener NOBODY =
            new AnswerListener() {
                @Override
                public void onText(String delta) {}

                @Override
                public void report(Stage stage, long done, long total) {}
            };

    private static Assistant open(String name, Adapter... adapters) throws EngineException {
        var options = OpenOptions.of(cache).withAdapters(List.of(adapters));
        return Assistants.open(model(name), options, Progress.NONE);
    }

    private static InstalledModel model(String name) {
        return new InstalledModel(name, Golden.path(name + "/model"), Origin.BUNDLED, 0, "");
    }

    private static BaseModel base(String name) throws EngineException {
        try (var checkpoint = model(name).open()) {
            return new BaseModel(name, BaseHash.of(checkpoint, cache), checkpoint.config());
        }
    }

    private static Adapter lora(String name) throws EngineException {
        return new AdapterImport(base(name), "lora").read(Golden.path(name + "/adapter"));
    }

    private static Adapter projectorOf(String name, float factor) {
        try {
            return projector(name, factor);
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
    }

    /// The base's projector times a factor.
    private static Adapter projector(String name, float factor) throws EngineException {
        var base = base(SMOLLM);
        var projector = new LinkedHashMap<String, Tensor>();
        try (var checkpoint = model(SMOLLM).open()) {
            for (String tensor : ExpectedTensors.of(base.config()).keySet()) {
                if (tensor.startsWith("multi_modal_projector.")) {
                    var values = checkpoint.tensor(tensor).toFloats();
                    for (int i = 0; i < values.length; i++) {
                        values[i] *= factor;
                    }
                    projector.put(
                            tensor, Tensor.ofFloats(checkpoint.tensor(tensor).shape(), values));
                }
            }
        }
        var info =
                new AdapterInfo(
                        name,
                        base.hash(),
                        Optional.empty(),
                        Optional.empty(),
                        Provenance.imported(SMOLLM, Map.of()));
        return new Adapter(info, projector, new LinkedHashMap<>());
    }

    private static String answer(Assistant assistant, AnswerOptions options)
            throws EngineException {
        return assistant.answer(question(), options, NOBODY, CancelToken.none()).text();
    }

    private static double score(Optional<String> adapter) throws EngineException {
        return adapted.score(question(), "A small red boat.", adapter).logProbability();
    }

    private static List<Turn> question() throws EngineException {
        var picture = PictureReader.read(Golden.path(SMOLLM + "/images/gradient_97x61.png"));
        return List.of(Turn.user("What is shown in the picture?", picture));
    }
}
