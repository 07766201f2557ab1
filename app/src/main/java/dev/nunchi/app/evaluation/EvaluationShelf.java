package dev.nunchi.app.evaluation;

import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.storage.Storage;
import dev.nunchi.engine.storage.TextFileWriter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where evaluations are kept, one folder each. Thread-safe.
public final class EvaluationShelf {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationShelf.class);
    private static final String ORDER = "order.json";
    private static final String SUMMARY = "summary.json";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path shelf;
    private final InstantSource clock;

    /// Touches no file.
    ///
    /// @param shelf made when the first evaluation is begun
    public EvaluationShelf(Path shelf, InstantSource clock) {
        this.shelf = shelf.toAbsolutePath().normalize();
        this.clock = clock;
    }

    /// Puts an order down; nothing is asked yet.
    public synchronized EvaluationFolder begin(EvaluationOrder order) throws StorageException {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Storage.createFolder(shelf);
        String name = NAME.format(now);
        Path folder = shelf.resolve(name);
        for (int number = 2; Files.exists(folder); number++) {
            folder = shelf.resolve(name + "-" + number);
        }
        Storage.createFolder(folder);
        try (var file = TextFileWriter.create(folder.resolve(ORDER))) {
            file.write(OrderJson.write(new OrderJson.Dated(order, now)));
            file.publish();
        }
        return new EvaluationFolder(folder, order, now, false);
    }

    /// All that were begun, the last first. A folder whose order cannot be read is left out.
    public List<EvaluationFolder> list() throws StorageException {
        if (!Files.isDirectory(shelf)) {
            return List.of();
        }
        var all = new ArrayList<EvaluationFolder>();
        try (var folders = Files.newDirectoryStream(shelf, Files::isDirectory)) {
            for (Path folder : folders) {
                read(folder).ifPresent(all::add);
            }
        } catch (IOException e) {
            throw StorageException.of(shelf, "listing", e);
        }
        all.sort(Comparator.comparing(EvaluationFolder::begun).reversed());
        return all;
    }

    private static Optional<EvaluationFolder> read(Path folder) {
        try {
            var dated = OrderJson.read(ORDER, Files.readString(folder.resolve(ORDER)));
            boolean finished = Files.exists(folder.resolve(SUMMARY));
            return Optional.of(
                    new EvaluationFolder(folder, dated.order(), dated.begun(), finished));
        } catch (IOException | DataException e) {
            LOG.warn("an evaluation cannot be read", e);
            return Optional.empty();
        }
    }

    /// Deletes an evaluation with all answers; adapters of an ablation stay.
    public void remove(EvaluationFolder evaluation) throws StorageException {
        try {
            Storage.delete(evaluation.folder());
        } catch (IOException e) {
            throw StorageException.of(evaluation.folder(), "removing the evaluation", e);
        }
    }
}
