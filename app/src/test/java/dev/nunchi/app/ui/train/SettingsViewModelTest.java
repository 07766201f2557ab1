package dev.nunchi.app.ui.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.service.LoraChoice;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.ui.train.EstimateState.Known.Verdict;
import dev.nunchi.app.ui.train.SettingsFields.Learning;
import dev.nunchi.app.ui.train.TrainViewModel.Step;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.finetune.ProjectorStart;
import dev.nunchi.engine.finetune.RunRequest;
import dev.nunchi.engine.finetune.RunSettings;
import dev.nunchi.engine.finetune.SampleForm;
import dev.nunchi.engine.finetune.TrainingStage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class SettingsViewModelTest {
    @TempDir private Path folder;
    private TrainFixture fixture;
    private SettingsViewModel settings;

    @BeforeEach
    void open() {
        fixture = new TrainFixture(folder);
        settings = fixture.page.settings();
    }

    @Test
    void withoutDataThereIsNothingToAskFor() {
        assertEquals(Optional.empty(), settings.requestProperty().get());
        assertEquals(new EstimateState.Unknown(), settings.estimateProperty().get());
    }

    @Test
    void requestNamesModelDataAndRun() {
        fixture.page.data().choose(Path.of("my birds.jsonl"));
        var request = request();
        assertEquals("my birds", request.name());
        assertEquals("nunchi-default", request.model());
        assertEquals(Path.of("my birds.jsonl"), request.data());
    }

    @Test
    void typedNameStaysWhenOtherDataIsChosen() {
        fixture.page.data().choose(Path.of("birds"));
        settings.nameProperty().set("kingfishers");
        fixture.page.data().choose(Path.of("boats"));
        assertEquals("kingfishers", request().name());
    }

    @Test
    void fewRowsGetSettingsThatMakeSenseForThem() {
        fixture.page.data().choose(Path.of("birds"));
        var chosen = request().settings();
        assertEquals(ProjectorStart.MODEL, chosen.projector());
        assertEquals(5, chosen.batches().size());
        assertEquals(0.15, chosen.validation().share());
        assertEquals(8, chosen.schedule().epochs());
    }

    @Test
    void manyRowsGetThePapersSettings() {
        fixture.training.data(TrainFixture.samples(100_000));
        fixture.page.data().choose(Path.of("birds"));
        assertEquals(RunSettings.defaults(TrainingStage.END_TO_END), request().settings());
    }

    @Test
    void firstStageLeavesTheLanguageModelAlone() {
        fixture.page.data().choose(Path.of("birds"));
        settings.choose(TrainingStage.ALIGNMENT);
        assertEquals(Optional.empty(), request().settings().lora());
        assertEquals(1e-3, request().settings().rates().learningRate());
    }

    @Test
    void plainFormBelongsToTheFirstStage() {
        fixture.page.data().choose(Path.of("birds"));
        settings.fields().form.set(SampleForm.PLAIN);
        assertEquals(SampleForm.CHAT, request().settings().form());
        settings.choose(TrainingStage.ALIGNMENT);
        assertEquals(SampleForm.PLAIN, request().settings().form());
    }

    @Test
    void typedRankIsAskedFor() {
        fixture.page.data().choose(Path.of("birds"));
        settings.fields().rank.textProperty().set("4");
        settings.fields().layers.set(LoraChoice.Layers.ATTENTION);
        assertEquals(
                new LoraChoice(4, 32, LoraChoice.Layers.ATTENTION),
                LoraChoice.of(request().settings()));
    }

    @Test
    void allWeightsLearnWhereTheyAreFloats() {
        fixture.training.ofFloats();
        fixture.page.data().choose(Path.of("birds"));
        fixture.page.show(Step.SETTINGS);
        settings.fields().learning.set(Learning.WHOLE);
        assertEquals(Optional.of(true), settings.canLearnWholeProperty().get());
        assertTrue(request().settings().makesModel());
        assertEquals(2e-5, request().settings().rates().learningRate());
        settings.fields().learning.set(Learning.UPDATE);
        assertEquals(2e-4, request().settings().rates().learningRate());
    }

    @Test
    void packedWeightsLearnWithLora() {
        fixture.page.data().choose(Path.of("birds"));
        settings.fields().learning.set(Learning.WHOLE);
        fixture.page.show(Step.SETTINGS);
        assertEquals(Optional.of(false), settings.canLearnWholeProperty().get());
        assertTrue(request().settings().lora().isPresent());
    }

    @Test
    void wrongNumberLeavesNothingToAskFor() {
        fixture.page.data().choose(Path.of("birds"));
        settings.fields().epochs.textProperty().set("0");
        assertEquals(Optional.empty(), settings.requestProperty().get());
        settings.restoreDefaults();
        assertTrue(settings.requestProperty().get().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"4, GOOD", "9, TIGHT", "11, TOO_LARGE"})
    void verdictComparesNeedWithFreeMemory(long need, Verdict verdict) {
        fixture.training.estimates(FakeTraining.estimate(need, 10));
        fixture.page.data().choose(Path.of("birds"));
        fixture.page.show(Step.SETTINGS);
        assertEquals(
                List.of(verdict),
                settings.estimateProperty().get() instanceof EstimateState.Known known
                        ? List.of(known.verdict())
                        : List.of());
    }

    @Test
    void fewerRowsAtOnceKeepWhatAStepLearnsFrom() {
        fixture.training.estimates(FakeTraining.estimate(11, 10));
        fixture.page.data().choose(Path.of("birds"));
        fixture.page.show(Step.SETTINGS);
        assertEquals(5, request().settings().batches().perStep());
        settings.shrink();
        assertEquals(2, request().settings().batches().size());
        assertEquals(6, request().settings().batches().perStep());
    }

    @Test
    void runThatFitsNeedsNoWord() {
        fixture.training.estimates(FakeTraining.estimate(9, 10));
        fixture.page.data().choose(Path.of("birds"));
        fixture.page.show(Step.SETTINGS);
        assertEquals(Optional.empty(), settings.misfit());
    }

    @Test
    void nothingIsEstimatedUntilSomebodyLooks() {
        fixture.page.data().choose(Path.of("birds"));
        assertEquals(new EstimateState.Unknown(), settings.estimateProperty().get());
    }

    @Test
    void changedSettingIsEstimatedAnew() {
        fixture.page.data().choose(Path.of("birds"));
        fixture.page.show(Step.SETTINGS);
        var longer = FakeTraining.estimate(3, 10);
        fixture.training.estimates(longer);
        settings.fields().epochs.textProperty().set("20");
        assertEquals(new EstimateState.Known(longer), settings.estimateProperty().get());
    }

    @Test
    void estimateThatFailsSaysWhy() {
        fixture.page.data().choose(Path.of("birds"));
        fixture.training.fails(new UnsupportedModelException("a tower", List.of()));
        fixture.page.show(Step.SETTINGS);
        assertTrue(settings.estimateProperty().get() instanceof EstimateState.Failed);
    }

    private RunRequest request() {
        return settings.requestProperty().get().orElseThrow();
    }
}
