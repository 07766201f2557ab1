package dev.nunchi.app.ui.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.library.InstalledModel;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class DataViewModelTest {
    private static final Path BIRDS = Path.of("birds");

    @TempDir private Path folder;
    private TrainFixture fixture;
    private DataViewModel data;

    @BeforeEach
    void open() {
        fixture = new TrainFixture(folder);
        data = fixture.page.data();
    }

    @Test
    void firstModelIsChosenAtFirst() {
        assertEquals(Optional.of(FakeCatalog.BUNDLED), data.modelProperty().get());
    }

    @Test
    void withoutModelsThePageSaysSo() {
        var none = new TrainFixture(folder, new InstalledModel[0]);
        assertTrue(none.page.data().noModelProperty().get());
    }

    @Test
    void chosenFolderIsReadAndItsFirstRowShown() {
        data.choose(BIRDS);
        assertEquals(
                40, data.stateProperty().get() instanceof DataState.Ready now ? now.rows() : 0);
        assertEquals("row0", data.previewProperty().get().orElseThrow().sample().id());
    }

    @Test
    void rowsAreLeafedThroughWithinTheirBounds() {
        data.choose(BIRDS);
        data.show(39);
        data.show(40);
        data.show(-1);
        assertEquals(39, data.shownRowProperty().get());
        assertEquals("row39", data.previewProperty().get().orElseThrow().sample().id());
    }

    @Test
    void dataWithoutUsableRowsCannotBeTrainedOn() {
        fixture.training.data(
                List.of(),
                new RowProblem(
                        BIRDS.resolve("captions.csv"),
                        2,
                        RowProblem.Reason.PICTURE_MISSING,
                        "a.jpg"));
        data.choose(BIRDS);
        assertEquals(false, data.isComplete());
        assertEquals(Optional.empty(), data.previewProperty().get());
    }

    @Test
    void unreadableDataIsExplainedAndAnotherCanBeChosen() {
        fixture.training.fails(new DataException("captions.csv", 3, "no column 'caption'"));
        data.choose(BIRDS);
        assertEquals(new DataState.None(), data.stateProperty().get());
        assertTrue(data.problemProperty().get().isPresent());
    }

    @Test
    void problemGoesWithTheNextChoice() {
        fixture.training.fails(new DataException("captions.csv", 3, "no column 'caption'"));
        data.choose(BIRDS);
        data.dismiss();
        assertEquals(Optional.empty(), data.problemProperty().get());
    }
}
