package dev.nunchi.engine.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterFolder;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.error.TrainingException.Reason;
import dev.nunchi.engine.finetune.TinyRun.Ear;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.library.InstalledModel.Origin;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.LoraTarget;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.testing.TaughtModel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalDouble;

/// Runs of a model that has learnt something itself: a projector and LoRA factors.
class RunStartTest {
    /// Losses of some nats whose terms are added in another order.
    private static final double TOLERANCE = 1e-5;

    private static final double SMALL = 1e-12;

    @TempDir private Path home;
    private TaughtModel taught;
    private LoraConfig learnt;

    @BeforeEach
    void teach() throws Exception {
        taught = TaughtModel.copy("llava15", home.resolve("taught"));
        var adapter = taught.adapter();
        var projector = new LinkedHashMap<String, Tensor>();
        try (var checkpoint = Checkpoint.open(taught.folder())) {
            for (var tensor : checkpoint.tensors().entrySet()) {
                if (tensor.getKey().startsWith("multi_modal_projector.")) {
                    var values = tensor.getValue().toFloats();
                    for (int i = 0; i < values.length; i++) {
                        values[i] *= 1.5f;
                    }
                    projector.put(
                            tensor.getKey(), Tensor.ofFloats(tensor.getValue().shape(), values));
                }
            }
        }
        var whole = new Adapter(adapter.info(), projector, adapter.lora());
        OwnAdapter.install(whole, taught.folder(), taught.base(), DType.F32);
        learnt = adapter.info().lora().orElseThrow();
    }

    @Test
    void stageTwoGoesOnFromWhatTheModelHasLearnt() throws Exception {
        double own = firstLoss(model(), settings(learnt), ModelForm.AS_SHIPPED);
        assertNotEquals(own, firstLoss(model(), settings(learnt), ModelForm.BARE));
        var named = new TinyRun(home).request("named", settings(learnt));
        var request =
                new RunRequest(
                        named.name(),
                        named.model(),
                        named.data(),
                        named.mix(),
                        Optional.of(OwnAdapter.folder(taught.folder())),
                        named.settings());
        assertEquals(own, firstLoss(TinyRun.model(), request));
    }

    @Test
    void largerUpdateBeginsAsTheSmallerOne() throws Exception {
        double own = firstLoss(model(), settings(learnt), ModelForm.AS_SHIPPED);
        var larger = new LoraConfig(learnt.rank() + 3, 40, EnumSet.allOf(LoraTarget.class));
        assertEquals(own, firstLoss(model(), settings(larger), ModelForm.AS_SHIPPED), TOLERANCE);
    }

    @Test
    void weightsThatLearnThemselvesBeginWithTheUpdate() throws Exception {
        double own = firstLoss(model(), settings(learnt), ModelForm.AS_SHIPPED);
        double full = firstLoss(model(), settings(learnt).withFullWeights(), ModelForm.AS_SHIPPED);
        assertEquals(own, full, TOLERANCE);
    }

    @Test
    void smallerUpdateIsRefusedBeforeAnythingIsRead() throws Exception {
        var smaller = new LoraConfig(1, 2, EnumSet.allOf(LoraTarget.class));
        var request = new TinyRun(home).request("a", settings(smaller));
        var problem =
                assertThrows(
                        TrainingException.class,
                        () ->
                                new TinyRun(home)
                                        .training()
                                        .estimate(
                                                model(),
                                                request,
                                                Progress.NONE,
                                                new CancelToken()));
        assertEquals(Reason.SMALLER_LORA, problem.reason());
        firstLoss(model(), settings(smaller), ModelForm.BARE);
    }

    @Test
    void fewerLayersAreRefused() throws Exception {
        var fewer = EnumSet.copyOf(learnt.targets());
        fewer.remove(LoraTarget.Q_PROJ);
        fewer.add(LoraTarget.DOWN_PROJ);
        var smaller = new LoraConfig(learnt.rank(), learnt.alpha(), fewer);
        var problem =
                assertThrows(
                        TrainingException.class,
                        () -> firstLoss(model(), settings(smaller), ModelForm.AS_SHIPPED));
        assertEquals(Reason.SMALLER_LORA, problem.reason());
    }

    @Test
    void stageOneTakesTheProjectorIfItIsAskedFor() throws Exception {
        var stage =
                TinyRun.settings(TrainingStage.ALIGNMENT, 1)
                        .withRates(new RunSettings.Rates(SMALL, OptionalDouble.empty(), 0, 1))
                        .withProjector(ProjectorStart.MODEL);
        var ear = new Ear();
        var request = new TinyRun(home).request("one", stage);
        var result = new TinyRun(home).training().start(model(), request, ear, ear.control());
        var made = AdapterFolder.read(result.adapter().orElseThrow());
        var own = OwnAdapter.read(taught.folder(), taught.base()).orElseThrow();
        assertEquals(Optional.empty(), made.info().lora());
        assertEquals("own adapter", made.info().provenance().settings().get("from"));
        own.projector()
                .forEach((name, tensor) ->
                        assertArrayEquals(
                                tensor.toFloats(),
                                made.tensors().get(name).toFloats(),
                                (float) TOLERANCE,
                                name));
    }

    @Test
    void updateOfAChosenAdapterIsNotLostInStageOne() throws Exception {
        var stage = TinyRun.settings(TrainingStage.ALIGNMENT, 1);
        var plain = new TinyRun(home).request("one", stage);
        var request =
                new RunRequest(
                        plain.name(),
                        plain.model(),
                        plain.data(),
                        plain.mix(),
                        Optional.of(OwnAdapter.folder(taught.folder())),
                        stage);
        var problem =
                assertThrows(TrainingException.class, () -> firstLoss(TinyRun.model(), request));
        assertEquals(Reason.SMALLER_LORA, problem.reason());
    }

    private InstalledModel model() {
        return new InstalledModel("taught", taught.folder(), Origin.IMPORTED, 0, "test");
    }

    private static RunSettings settings(LoraConfig lora) {
        return TinyRun.settings(TrainingStage.END_TO_END, 1).withLora(lora);
    }

    private double firstLoss(InstalledModel model, RunSettings settings, ModelForm base)
            throws Exception {
        return firstLoss(model, new TinyRun(home).request("run", settings).withBase(base));
    }

    /// Of the validation samples before the first step.
    private double firstLoss(InstalledModel model, RunRequest request) throws Exception {
        var ear = new Ear();
        new TinyRun(home).training().start(model, request, ear, ear.control());
        return ear.evaluations.getFirst().loss();
    }
}
