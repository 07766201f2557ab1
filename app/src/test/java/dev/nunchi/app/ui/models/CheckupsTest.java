package dev.nunchi.app.ui.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.models.Checkups.Checkup;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.progress.Progress;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;

class CheckupsTest {
    private final FakeCatalog catalog = new FakeCatalog(FakeCatalog.BUNDLED, FakeCatalog.IMPORTED);
    private Checkups checkups;

    @BeforeEach
    void open(@TempDir Path home) throws EngineException {
        var service =
                new ModelService(catalog, (model, _, _) -> new ScriptedAssistant(model.name()));
        service.open(FakeCatalog.BUNDLED, Progress.NONE);
        checkups = new Checkups(service, TestJobs.direct(home));
    }

    @Test
    void nothingIsKnownOfAModelAtFirst() {
        assertEquals(new Checkup.None(), checkups.of(FakeCatalog.BUNDLED).get());
    }

    @Test
    void checkedModelKeepsItsFindings() {
        checkups.check(FakeCatalog.BUNDLED);
        var checked =
                assertInstanceOf(Checkup.Checked.class, checkups.of(FakeCatalog.BUNDLED).get());
        assertEquals(FakeCatalog.FINDINGS, checked.findings());
        assertTrue(checked.passed());
    }

    @Test
    void timedModelKeepsItsSpeed() {
        checkups.time(FakeCatalog.BUNDLED);
        assertEquals(new Checkup.Timed(FakeCatalog.SPEED), checkups.of(FakeCatalog.BUNDLED).get());
    }

    @Test
    void trialTellsThatItRuns() {
        var seen = new ArrayList<Checkup>();
        catalog.whileTrying(_ -> seen.add(checkups.of(FakeCatalog.BUNDLED).get()));
        checkups.check(FakeCatalog.BUNDLED);
        assertTrue(seen.getFirst().isRunning());
    }

    @Test
    void cancelledTrialLeavesNoResult() {
        catalog.whileTrying(cancel -> cancel.cancel());
        checkups.time(FakeCatalog.BUNDLED);
        assertEquals(new Checkup.Cancelled(), checkups.of(FakeCatalog.BUNDLED).get());
    }

    @Test
    void modelThatIsNotOpenIsNotTried() {
        checkups.check(FakeCatalog.IMPORTED);
        assertEquals(new Checkup.Cancelled(), checkups.of(FakeCatalog.IMPORTED).get());
    }

    @Test
    void failedTrialTellsWhatWentWrong() {
        catalog.whileTrying(_ -> {
            throw new DeviceException("cpu", "out of memory");
        });
        checkups.check(FakeCatalog.BUNDLED);
        assertInstanceOf(Checkup.Failed.class, checkups.of(FakeCatalog.BUNDLED).get());
    }
}
