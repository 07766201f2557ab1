package dev.nunchi.app.ui.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.service.Work;
import dev.nunchi.app.testing.TestJobs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class LicencesViewModelTest {
    @TempDir private Path home;
    private LicencesViewModel licences;

    @BeforeEach
    void open() {
        licences = new LicencesViewModel(TestJobs.direct(home));
    }

    @Test
    void nothingIsReadUnasked() {
        assertTrue(licences.works().isEmpty());
        licences.show();
        assertFalse(licences.works().isEmpty());
    }

    @Test
    void searchFindsNamesAndLicencesInAnyCase() {
        licences.show();
        licences.searchProperty().set("pretend");
        assertEquals(List.of("Pretendard"), names());
        licences.searchProperty().set(" ofl ");
        assertEquals(List.of("Pretendard"), names());
        licences.searchProperty().set("no such thing");
        assertEquals(List.of(), names());
    }

    @Test
    void textOfTheChosenWorkIsShown() {
        licences.show();
        licences.searchProperty().set("Pretendard");
        licences.choose(licences.works().getFirst());
        assertTrue(licences.textProperty().get().contains("SIL OPEN FONT LICENSE"));
    }

    private List<String> names() {
        return licences.works().stream().map(Work::name).toList();
    }
}
