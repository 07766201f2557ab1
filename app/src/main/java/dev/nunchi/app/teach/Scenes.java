package dev.nunchi.app.teach;

import dev.nunchi.engine.data.CaptionFilter;
import dev.nunchi.engine.data.DataOptions;
import dev.nunchi.engine.data.DataRow;
import dev.nunchi.engine.data.DataRows;
import dev.nunchi.engine.data.Datasets;
import dev.nunchi.engine.data.RowProblem;
import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.error.EngineException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pictures in symbols, from what people have: COCO's captions and instances, rows with captions
/// and objects, tables, folders of pictures with texts, and pictures alone.
///
/// @param scenes each picture once, in the order of the source; those of pictures alone know
///   nothing yet
/// @param problems rows that are left out, and why
public record Scenes(List<Scene> scenes, List<RowProblem> problems) {
    public Scenes {
        scenes = List.copyOf(scenes);
        problems = List.copyOf(problems);
    }

    /// How a source is read.
    ///
    /// @param filter thins captions as the paper thinned CC3M; empty to keep all
    public record Options(DataOptions data, Optional<CaptionFilter> filter) {
        /// All captions, pictures near the file.
        public static Options defaults() {
            return new Options(DataOptions.defaults(), Optional.empty());
        }

        public Options withFilter(CaptionFilter value) {
            return new Options(data, Optional.of(value));
        }
    }

    /// What has been read so far, by picture.
    private record Reading(
            List<Sample> samples, Map<Path, List<Box>> boxes, List<RowProblem> problems) {
        Reading() {
            this(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
        }

        Scenes scenes(Optional<CaptionFilter> filter) {
            var kept = filter.map(step -> step.apply(samples).samples()).orElse(samples);
            var captions = new LinkedHashMap<Path, List<String>>();
            for (var sample : kept) {
                sample.picture()
                        .ifPresent(picture ->
                                addOnce(
                                        captions.computeIfAbsent(picture, _ -> new ArrayList<>()),
                                        sample.firstAnswer()));
            }
            if (filter.isEmpty()) {
                boxes.keySet().forEach(p -> captions.computeIfAbsent(p, _ -> new ArrayList<>()));
            }
            var scenes = new ArrayList<Scene>();
            captions.forEach((picture, said) ->
                    scenes.add(new Scene(picture, said, boxes.getOrDefault(picture, List.of()))));
            return new Scenes(scenes, problems);
        }

        private static void addOnce(List<String> captions, String caption) {
            if (!captions.contains(caption)) {
                captions.add(caption);
            }
        }
    }

    /// Reads a source.
    ///
    /// @param source a file in any layout of `docs/training-data.md`, COCO's `captions_*.json` or
    ///   `instances_*.json` (the other one is found beside it), or a folder
    /// @return when cancelled, of what was read so far
    public static Scenes read(Path source, Options options, DataRows.Watch watch)
            throws EngineException {
        Path path = source.toAbsolutePath().normalize();
        var reading = new Reading();
        if (CocoInstances.isName(path)) {
            readCoco(path, options, watch, reading);
        } else if (Files.isRegularFile(path) && DataRows.matches(path)) {
            DataRows.read(
                    path, options.data(), watch, row -> take(path, options.data(), row, reading));
        } else if (Files.isDirectory(path)) {
            readFolder(path, options, watch, reading);
        } else {
            readDataset(path, options, watch, reading);
            var instances = CocoInstances.beside(path);
            if (instances.isPresent()) {
                reading.boxes().putAll(CocoInstances.read(instances.get(), options.data()));
            }
        }
        return reading.scenes(options.filter());
    }

    private static void readCoco(
            Path instances, Options options, DataRows.Watch watch, Reading reading)
            throws EngineException {
        var captions = CocoInstances.captionsBeside(instances);
        if (captions.isPresent()) {
            readDataset(captions.get(), options, watch, reading);
        }
        reading.boxes().putAll(CocoInstances.read(instances, options.data()));
    }

    private static void readDataset(
            Path path, Options options, DataRows.Watch watch, Reading reading)
            throws EngineException {
        var data = Datasets.read(path, options.data(), watch.progress(), watch.cancel());
        reading.problems().addAll(data.problems());
        data.samples().stream()
                .filter(sample -> sample.type() == SampleType.CAPTION)
                .forEach(reading.samples()::add);
    }

    /// A folder's data files; or its pictures, with their texts or alone.
    private static void readFolder(
            Path folder, Options options, DataRows.Watch watch, Reading reading)
            throws EngineException {
        var lone = PicturesAlone.in(folder);
        if (lone.isPresent()) {
            lone.get().forEach(picture -> reading.boxes().put(picture, List.of()));
            return;
        }
        readDataset(folder, options, watch, reading);
        for (var instances : CocoInstances.in(folder)) {
            reading.boxes().putAll(CocoInstances.read(instances, options.data()));
        }
    }

    private static void take(Path file, DataOptions options, DataRow row, Reading reading) {
        try {
            var symbols = RowJson.Symbols.read(row);
            var picture =
                    row.samples().isEmpty()
                            ? symbols.picture(file, options)
                            : row.samples().getFirst().picture();
            if (picture.isEmpty()) {
                reading.problems().addAll(row.problems());
                return;
            }
            reading.boxes().put(picture.get(), symbols.boxes());
            reading.samples().addAll(captions(row, picture.get(), symbols));
        } catch (BadFieldException e) {
            reading.problems().addAll(row.problems());
            reading.problems()
                    .add(
                            new RowProblem(
                                    file,
                                    row.number(),
                                    Reason.FIELD_MISSING,
                                    String.valueOf(e.getMessage())));
        }
    }

    /// A conversation's row has its captions beside it.
    private static List<Sample> captions(DataRow row, Path picture, RowJson.Symbols symbols) {
        boolean captioned = row.samples().stream().anyMatch(s -> s.type() == SampleType.CAPTION);
        return captioned
                ? row.samples()
                : symbols.captions().stream()
                        .map(caption -> Sample.caption("", picture, "", caption))
                        .toList();
    }
}
