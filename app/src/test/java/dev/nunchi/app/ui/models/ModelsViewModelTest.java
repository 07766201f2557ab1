package dev.nunchi.app.ui.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.models.ModelCard.Use;
import dev.nunchi.app.ui.models.ModelsViewModel.Import;
import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.device.MachineMemory;
import dev.nunchi.engine.error.UnsupportedModelException;
import dev.nunchi.engine.library.ImportPreview;
import dev.nunchi.engine.library.PackedWeights;
import dev.nunchi.engine.model.AnsweringMemory;
import dev.nunchi.engine.progress.Stage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

class ModelsViewModelTest {
    private static final long MEMORY = 16_000_000_000L;
    private static final MachineMemory MACHINE = new MachineMemory(MEMORY, MEMORY / 2);

    private final FakeCatalog catalog = new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED);
    private final FakeActiveModel active = new FakeActiveModel();
    private ModelsViewModel models;

    @TempDir private Path home;

    @BeforeEach
    void open() {
        var service =
                new ModelService(catalog, (model, _, _) -> new ScriptedAssistant(model.name()));
        models = new ModelsViewModel(service, active, TestJobs.direct(home), () -> MACHINE);
        models.refresh();
    }

    @Test
    void everyInstalledModelHasItsCard() {
        assertEquals(
                List.of(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED),
                models.cards().stream().map(ModelCard::model).toList());
    }

    @Test
    void cardOfTheOpenModelSaysSo() {
        models.use(FakeCatalog.IMPORTED);
        assertEquals(
                List.of(Use.INSTALLED, Use.IN_USE),
                models.cards().stream().map(ModelCard::use).toList());
    }

    @Test
    void cardTellsWhatTheModelNeedsBeforeItIsOpened() {
        assertEquals(
                Optional.of(new MemoryFit(1_004_096, 4096, MACHINE)),
                models.cards().getFirst().fit());
    }

    @Test
    void modelThatDoesNotFitIsAskedAboutAndNotOpened() {
        needs(MEMORY, MEMORY / 4);
        models.use(FakeCatalog.IMPORTED);
        var asked = models.questionProperty().get().orElseThrow();
        assertEquals(FakeCatalog.IMPORTED, asked.model());
        assertEquals(Optional.empty(), asked.shorter());
        assertEquals(Optional.of(new MemoryFit(MEMORY / 4 + 4096, 4096, MACHINE)), asked.smaller());
        assertEquals(Use.INSTALLED, models.cards().getLast().use());
    }

    @Test
    void modelThatDoesNotFitIsOpenedIfThePersonWants() {
        needs(MEMORY, MEMORY);
        models.use(FakeCatalog.IMPORTED);
        models.useAnyway();
        assertEquals(Optional.empty(), models.questionProperty().get());
        assertEquals(Use.IN_USE, models.cards().getLast().use());
    }

    @Test
    void modelIsOpenedWithThePartOfItsContextThatFits() {
        long token = MEMORY / 8192; // half the memory for 4096 of them
        catalog.previewing(
                new ImportPreview(
                        new AnsweringMemory(0, 0, token, 0, 0),
                        new AnsweringMemory(0, 0, token, 0, 0),
                        4096));
        open();
        models.use(FakeCatalog.IMPORTED);
        models.useShorter();
        assertEquals(OptionalInt.of(2048), models.cards().getLast().contextLength());
    }

    @Test
    void smallerModelIsMadeOfOneThatDoesNotFit() {
        needs(MEMORY, MEMORY / 4);
        models.use(FakeCatalog.IMPORTED);
        models.makeSmaller();
        assertEquals(
                new Import.Done(FakeCatalog.IMPORTED.folder().toString()),
                models.importProperty().get());
    }

    @Test
    void unloadTellsWhatItGaveBack() {
        models.use(FakeCatalog.BUNDLED);
        models.unload();
        assertEquals(OptionalLong.of(FakeActiveModel.GIVEN_BACK), models.givenBackProperty().get());
        assertEquals(Use.INSTALLED, models.cards().getFirst().use());
    }

    @Test
    void devicesAreKnownWithTheReasonsAgainstThem() {
        assertEquals(
                List.of(true, false),
                models.devicesProperty().get().stream().map(DeviceStatus::isThere).toList());
    }

    private void needs(long weights, long packed) {
        catalog.previewing(FakeCatalog.preview(weights, packed));
        open();
    }

    @Test
    void cardOfTheOpenModelKnowsItsContext() {
        models.use(FakeCatalog.BUNDLED);
        assertEquals(OptionalInt.of(2048), models.cards().getFirst().contextLength());
    }

    @Test
    void modelThatIsOpeningSaysSo() {
        active.status()
                .set(
                        new ActiveModel.Status.Opening(
                                FakeCatalog.BUNDLED.name(), Stage.LOADING_MODEL, -1));
        assertEquals(Use.OPENING, models.cards().getFirst().use());
    }

    @Test
    void importedModelGetsCard() {
        models.importFrom(Path.of("some", "new-model"));
        assertEquals(new Import.Done("new-model"), models.importProperty().get());
        assertEquals("new-model", models.cards().getLast().model().name());
    }

    @Test
    void importShowsHowFarItIs() {
        var seen = new ArrayList<Import>();
        catalog.whileImporting((_, _) -> seen.add(models.importProperty().get()));
        models.importFrom(Path.of("new-model"));
        assertEquals(
                "new-model",
                seen.getFirst() instanceof Import.Running running ? running.name() : "");
    }

    @Test
    void cancelledImportLeavesNothing() {
        catalog.whileImporting((_, cancel) -> cancel.cancel());
        models.importFrom(Path.of("new-model"));
        assertEquals(new Import.Cancelled("new-model"), models.importProperty().get());
        assertEquals(2, models.cards().size());
    }

    @Test
    void importOfForeignModelIsExplained() {
        importForeignModel();
        assertEquals(new Import.Idle(), models.importProperty().get());
        assertEquals(true, models.problemProperty().get().isPresent());
    }

    @Test
    void dismissedProblemIsGone() {
        importForeignModel();
        models.dismiss();
        assertEquals(false, models.problemProperty().get().isPresent());
    }

    private void importForeignModel() {
        catalog.whileImporting((_, _) -> {
            throw new UnsupportedModelException("architecture 'mamba'", List.of("llama"));
        });
        models.importFrom(Path.of("new-model"));
    }

    @Test
    void removedModelLosesItsCard() {
        models.remove(FakeCatalog.IMPORTED);
        assertEquals(
                List.of(FakeCatalog.BUNDLED),
                models.cards().stream().map(ModelCard::model).toList());
    }

    @Test
    void lastRemovedModelLeavesNone() {
        models.remove(FakeCatalog.IMPORTED);
        assertEquals(false, models.noneProperty().get());
        models.remove(FakeCatalog.BUNDLED);
        assertEquals(true, models.noneProperty().get());
    }

    @Test
    void bundledModelCannotBeRemoved() {
        assertEquals(
                List.of(false, true), models.cards().stream().map(ModelCard::isRemovable).toList());
    }

    @Test
    void droppedModelThatFitsIsImportedAtOnce() {
        models.drop(Path.of("small"));
        assertEquals(new Import.Done("small"), models.importProperty().get());
    }

    @Test
    void droppedModelThatIsTooLargeIsOfferedSmaller() {
        catalog.previewing(FakeCatalog.preview(2 * MEMORY, MEMORY / 4));
        models.drop(Path.of("large"));
        assertEquals(
                new Import.Offered(
                        Path.of("large"),
                        new MemoryFit(2 * MEMORY + 4096, 4096, MACHINE),
                        new MemoryFit(MEMORY / 4 + 4096, 4096, MACHINE)),
                models.importProperty().get());
        models.importSmaller(Path.of("large"));
        assertEquals(new Import.Done("large"), models.importProperty().get());
    }

    @Test
    void droppedModelThatCannotBeMadeSmallerIsImported() {
        catalog.previewing(FakeCatalog.preview(2 * MEMORY, 2 * MEMORY));
        models.drop(Path.of("packed"));
        assertEquals(new Import.Done("packed"), models.importProperty().get());
    }

    @Test
    void measuredModelHasItsDamageOnTheCard() {
        models.measure(FakeCatalog.IMPORTED, Path.of("llava-1.5-7b"));
        assertEquals(
                new Import.Measured(FakeCatalog.IMPORTED.name()), models.importProperty().get());
        assertEquals(List.of(Path.of("llava-1.5-7b")), catalog.measuredAgainst());
        var damage = models.cards().getLast().model().packed().flatMap(PackedWeights::damage);
        assertEquals(Optional.of(FakeCatalog.DAMAGE), damage);
    }

    @Test
    void nothingIsMeasuredThatTheMemoryDoesNotTake() {
        catalog.previewing(FakeCatalog.preview(2 * MEMORY, MEMORY));
        models.measure(FakeCatalog.IMPORTED, Path.of("llava-1.5-7b"));
        assertEquals(List.of(), catalog.measuredAgainst());
        assertEquals(true, models.importProperty().get() instanceof Import.NotMeasurable);
    }
}
