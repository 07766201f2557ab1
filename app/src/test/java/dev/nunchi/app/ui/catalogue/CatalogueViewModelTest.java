package dev.nunchi.app.ui.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.app.download.Download;
import dev.nunchi.app.download.DownloadQueue;
import dev.nunchi.app.download.Space;
import dev.nunchi.app.download.TestHub;
import dev.nunchi.app.service.DownloadService;
import dev.nunchi.app.testing.TestJobs;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class CatalogueViewModelTest {
    private static final CatalogueModel SMALL = TestHub.model();
    private static final long GIGABYTE = 1_000_000_000;

    @TempDir private Path folder;
    private final FakeLibrary library = new FakeLibrary();
    private TestHub hub;
    private boolean allowed = true;
    private Space space = _ -> Long.MAX_VALUE;
    private CatalogueViewModel viewModel;

    @BeforeEach
    void start() throws IOException {
        hub = new TestHub();
        var downloads = hub.downloads(folder, where -> space.usable(where));
        var jobs = TestJobs.direct(folder);
        viewModel =
                new CatalogueViewModel(
                        new CatalogueViewModel.Services(
                                new DownloadService(
                                        downloads,
                                        new DownloadQueue(downloads, folder.resolve("queue.json"))),
                                library),
                        new Allowed(),
                        jobs,
                        16 * GIGABYTE);
    }

    private final class Allowed implements CatalogueViewModel.Permission {
        @Override
        public boolean isGiven() {
            return allowed;
        }

        @Override
        public void give() {
            allowed = true;
        }
    }

    /// Imports at once, or not at all.
    private static final class FakeLibrary implements Library {
        private final ObjectProperty<List<String>> names = new SimpleObjectProperty<>(List.of());
        private final ObjectProperty<Optional<String>> imported =
                new SimpleObjectProperty<>(Optional.empty());
        private boolean failing;
        private boolean busy;

        @Override
        public ObjectProperty<List<String>> names() {
            return names;
        }

        @Override
        public ObjectProperty<Optional<String>> imported() {
            return imported;
        }

        @Override
        public boolean isBusy() {
            return busy;
        }

        @Override
        public void add(Path from) {
            if (!failing) {
                String name = from.getFileName().toString();
                names.set(List.of(name));
                imported.set(Optional.of(name));
            }
        }
    }

    @AfterEach
    void stopHub() throws IOException {
        hub.close();
    }

    @Test
    void nothingIsAskedOfTheNetworkAtTheStart() {
        assertEquals(0, hub.requests());
        assertEquals(2, viewModel.cardsProperty().get().size());
    }

    @Test
    void finishedModelIsImportedAndClearedAway() {
        viewModel.get(SMALL);

        assertEquals(List.of("small"), names());
        assertEquals(Optional.empty(), card().state());
        assertTrue(card().installed());
        assertFalse(Files.exists(folder.resolve("small")));
    }

    @Test
    void networkIsUsedWhenThePersonHasSaidSo() {
        allowed = false;

        viewModel.get(SMALL);

        assertEquals(Optional.of(SMALL), viewModel.askedProperty().get());
        assertEquals(0, hub.requests());
        viewModel.allow();
        assertTrue(allowed);
        assertEquals(List.of("small"), names());
    }

    @Test
    void networkIsNotUsedWhenThePersonSaysNo() {
        allowed = false;
        viewModel.get(SMALL);

        viewModel.dismiss();

        assertEquals(Optional.empty(), viewModel.askedProperty().get());
        assertFalse(allowed);
        assertEquals(0, hub.requests());
    }

    @Test
    void runningDownloadIsSeenFromEverywhere() {
        var fractions = new ArrayList<Double>();
        viewModel
                .runningProperty()
                .subscribe(now -> now.ifPresent(download -> fractions.add(fraction(download))));

        viewModel.get(SMALL);

        assertEquals(-1, fractions.getFirst());
        assertEquals(1, fractions.getLast());
        assertEquals(Optional.empty(), viewModel.runningProperty().get());
    }

    @Test
    void failureStaysOnTheCardUntilItGoesOn() {
        space = _ -> 0;
        viewModel.get(SMALL);
        assertInstanceOf(Download.State.Failed.class, card().state().orElseThrow());
        space = _ -> Long.MAX_VALUE;

        viewModel.get(SMALL);

        assertEquals(List.of("small"), names());
    }

    @Test
    void failedImportKeepsWhatWasDownloaded() {
        library.failing = true;

        viewModel.get(SMALL);

        assertInstanceOf(Download.State.Finished.class, card().state().orElseThrow());
        library.failing = false;
        viewModel.addToLibrary(SMALL);
        assertEquals(List.of("small"), names());
        assertEquals(Optional.empty(), card().state());
    }

    @Test
    void modelWaitsForAnImportThatRuns() {
        library.busy = true;

        viewModel.get(SMALL);

        assertEquals(List.of(), names());
        assertInstanceOf(Download.State.Finished.class, card().state().orElseThrow());
    }

    @Test
    void importOfAnotherModelClearsNothingAway() {
        library.failing = true;
        viewModel.get(SMALL);

        library.imported.set(Optional.of("other"));

        assertInstanceOf(Download.State.Finished.class, card().state().orElseThrow());
    }

    @Test
    void cancelledDownloadIsGone() {
        space = _ -> 0;
        viewModel.get(SMALL);

        viewModel.cancel(SMALL);

        assertEquals(Optional.empty(), card().state());
        assertFalse(Files.exists(folder.resolve("small")));
    }

    @Test
    void fitIsToldOfTheFormThatFits() {
        assertEquals(CatalogueCard.Fit.GOOD, fit(900, CatalogueModel.Form.HALF));
        assertEquals(CatalogueCard.Fit.PACKED_ONLY, fit(7000, CatalogueModel.Form.HALF));
        assertEquals(CatalogueCard.Fit.GOOD, fit(7000, CatalogueModel.Form.PACKED));
        assertEquals(CatalogueCard.Fit.TIGHT, fit(13_000, CatalogueModel.Form.PACKED));
        assertEquals(CatalogueCard.Fit.TOO_LARGE, fit(34_000, CatalogueModel.Form.HALF));
    }

    private static CatalogueCard.Fit fit(long millions, CatalogueModel.Form form) {
        var model =
                new CatalogueModel(
                        "x",
                        "X",
                        CatalogueModel.Purpose.GENERAL,
                        form,
                        millions * 1_000_000,
                        1,
                        "",
                        List.of(),
                        "a/b",
                        List.of(),
                        List.of());
        return new CatalogueCard(model, Optional.empty(), false, 16 * GIGABYTE).fit();
    }

    private static double fraction(Download download) {
        return download.state() instanceof Download.State.Running(var now) ? now.fraction() : -2;
    }

    private CatalogueCard card() {
        return viewModel.cardsProperty().get().getFirst();
    }

    private List<String> names() {
        return library.names.get();
    }
}
