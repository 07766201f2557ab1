package dev.nunchi.app.ui.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.diagnostics.Diagnostics;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.platform.StartMode;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class SupportViewModelTest {
    @TempDir private Path home;
    private AppFolders folders;
    private SupportViewModel support;
    private int tried;

    @BeforeEach
    void open() throws StorageException, IOException {
        folders = AppFolders.under(home);
        folders.create();
        Files.writeString(
                folders.log(),
                """
                2026-11-30 08:01:02,345 INFO  main d.n.app.A: one
                2026-11-30 08:01:02,346 DEBUG main d.n.app.A: two
                2026-11-30 08:01:02,347 WARN  main d.n.app.A: three
                2026-11-30 08:01:02,348 ERROR main d.n.app.A: four
                """);
        support =
                new SupportViewModel(
                        new Diagnostics(folders, StartMode.SAFE),
                        folders.log(),
                        TestJobs.direct(home),
                        () -> tried++);
    }

    @Test
    void fromTheLogTheWayLeadsBackToTheSafeStart() {
        support.show(SupportPage.SAFE_START);
        support.show(SupportPage.LOG);
        support.back();
        assertEquals(Optional.of(SupportPage.SAFE_START), support.pageProperty().get());

        support.close();
        assertEquals(Optional.empty(), support.pageProperty().get());
    }

    @Test
    void fromTheLogTheWayLeadsBackToTheWindow() {
        support.show(SupportPage.LOG);
        support.back();

        assertEquals(Optional.empty(), support.pageProperty().get());
    }

    @Test
    void tryingAsUsualIsPassedOn() {
        support.tryAsUsual();

        assertEquals(1, tried);
    }

    @Test
    void logIsFilteredByLevel() {
        support.show(SupportPage.LOG);
        assertEquals(3, support.log().entries().size());

        support.log().filter(Level.ERROR);

        assertEquals("2026-11-30 08:01:02,348 ERROR d.n.app.A: four\n", support.log().text());
    }

    @Test
    void diagnosticsAreSavedAsTheyWereShown() {
        support.show(SupportPage.DIAGNOSTICS);
        assertTrue(support.diagnostics().bundleProperty().get().isPresent());
        Path file = home.resolve("out.zip");

        support.diagnostics().save(file);

        assertEquals(Optional.of(file), support.diagnostics().savedProperty().get());
        assertTrue(Files.exists(file));
    }

    @Test
    void placeThatCannotBeWrittenIsAProblem() {
        support.show(SupportPage.DIAGNOSTICS);

        support.diagnostics().save(home.resolve("gone/out.zip"));

        assertTrue(support.diagnostics().problemProperty().get().isPresent());
        assertEquals(Optional.empty(), support.diagnostics().savedProperty().get());
    }
}
