package dev.nunchi.app.l10n;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nunchi.app.download.DownloadException;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.engine.error.CheckpointException;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.error.UnsupportedModelException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ErrorMessagesTest {
    private static final Path FILE = Path.of("models", "llava.gguf");

    @ParameterizedTest
    @EnumSource(
            value = Language.class,
            names = {"EN", "KO"})
    void everyErrorHasASentenceAndAnActWithoutPlaceholders(Language language) {
        var errors = new ErrorMessages(Messages.of(language));
        var problems = new ArrayList<Problem>();
        engineErrors().forEach(e -> problems.add(errors.of(e)));
        for (var reason : StoreException.Reason.values()) {
            problems.add(errors.of(new StoreException(reason, "opening")));
        }
        var lab =
                new Endpoint(
                        "lab",
                        URI.create("https://lab.example/v1"),
                        "llava",
                        Secret.none(),
                        Endpoint.Consent.ASK);
        for (var reason : RemoteException.Reason.values()) {
            problems.add(errors.of(new RemoteException(reason, lab, "asking", "no")));
        }
        for (var reason : DownloadException.Reason.values()) {
            problems.add(errors.of(new DownloadException(reason, "model.gguf", "no")));
        }
        problems.add(errors.unexpected("report.txt"));
        problems.add(errors.databaseSetAside(FILE));

        for (Problem problem : problems) {
            assertFalse(problem.sentence().isBlank() || problem.sentence().contains("{"));
            assertFalse(problem.act().isBlank() || problem.act().contains("{"));
        }
    }

    @Test
    void damagedModelIsNamedByItsFile() {
        assertEquals(
                new Problem(
                        "The model file llava.gguf is damaged or incomplete.",
                        "Copy or download it again, then import it once more.",
                        "llava.gguf: ends early"),
                new ErrorMessages(Messages.of(Language.EN))
                        .of(new CheckpointException(FILE, "ends early")));
    }

    @Test
    void fullDiskSaysHowMuchIsNeeded() {
        var error =
                new StorageException(
                        FILE,
                        StorageException.Reason.DISK_FULL,
                        98_700_000,
                        "copying",
                        new IOException());

        assertEquals(
                "The disk is too full: 98.7 MB are needed.",
                new ErrorMessages(Messages.of(Language.EN)).of(error).sentence());
    }

    private static List<EngineException> engineErrors() {
        var errors = new ArrayList<EngineException>();
        errors.add(new CheckpointException(FILE, "ends early"));
        errors.add(new UnsupportedModelException("architecture 'mamba'", List.of()));
        errors.add(new TemplateException(3, "raised"));
        errors.add(PictureException.unsupported("beach.heic", "HEIC"));
        errors.add(TemplateException.picturesLost("expected 1, found 0"));
        errors.add(new DataException("data.json", 1, "no object"));
        errors.add(new DeviceException("cpu", "out of memory"));
        errors.add(
                new StorageException(
                        FILE, StorageException.Reason.DISK_FULL, 5, "copying", new IOException()));
        for (var reason : StorageException.Reason.values()) {
            errors.add(new StorageException(FILE, reason, "copying"));
        }
        for (var reason : PictureException.Reason.values()) {
            errors.add(new PictureException("cat.jpg", reason, "decoding"));
        }
        return errors;
    }
}
