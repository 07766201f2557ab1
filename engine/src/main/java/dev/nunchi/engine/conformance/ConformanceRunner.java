package dev.nunchi.engine.conformance;

import dev.nunchi.engine.checkpoint.SafetensorsWriter;
import dev.nunchi.engine.error.DataException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.StorageException;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.storage.Scratch;
import dev.nunchi.engine.tensor.Tensor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/// Runs reference cases and compares every value they expect. Confined to one thread.
public final class ConformanceRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ConformanceRunner.class);

    /// Files that may lie beside cases without being one.
    private static final Set<String> BESIDE_CASES = Set.of("README.md", "index.json");

    private final InferenceRuntime runtime;
    private final ConformanceOptions options;
    private final SequencedMap<String, Tensor> computed = new LinkedHashMap<>();

    /// @param runtime where models run; stays the caller's to close
    public ConformanceRunner(InferenceRuntime runtime, ConformanceOptions options) {
        this.runtime = runtime;
        this.options = options;
    }

    /// Runs every case of the given folders.
    ///
    /// @param folders each is one case or a folder of cases, of any depth
    /// @param listener hears of each case when it is finished
    /// @throws EngineException if a folder cannot be read or the dump cannot be written; a case
    ///   that cannot be run is a failed check in its report
    public List<CaseReport> run(List<Path> folders, Consumer<CaseReport> listener)
            throws EngineException {
        var reports = new ArrayList<CaseReport>();
        for (var folder : folders) {
            for (var place : cases(folder)) {
                var report = runCase(place);
                listener.accept(report);
                reports.add(report);
            }
        }
        if (options.dump().isPresent()) {
            SafetensorsWriter.write(options.dump().get(), dumped(reports.size()), Map.of());
        }
        return reports;
    }

    /// Names are the fixture's own; those of several cases are told apart by the case's name.
    private SequencedMap<String, Tensor> dumped(int cases) {
        var named = new LinkedHashMap<String, Tensor>();
        computed.forEach((key, tensor) ->
                named.put(cases == 1 ? key.substring(key.indexOf('/') + 1) : key, tensor));
        return named;
    }

    private List<Path> cases(Path folder) throws EngineException {
        if (isCase(folder)) {
            return List.of(folder);
        }
        try (var children = Files.list(folder)) {
            var found = new ArrayList<Path>();
            for (var child : children.sorted().toList()) {
                if (Files.isDirectory(child)) {
                    found.addAll(cases(child));
                } else if (!BESIDE_CASES.contains(child.getFileName().toString())) {
                    throw new DataException(child.toString(), 0, "unknown file beside cases");
                }
            }
            return found;
        } catch (IOException e) {
            throw StorageException.of(folder, "listing cases", e);
        }
    }

    private static boolean isCase(Path folder) throws StorageException {
        if (!Files.isDirectory(folder)) {
            throw new StorageException(
                    folder, StorageException.Reason.NOT_FOUND, "expected a folder of cases");
        }
        return Files.exists(folder.resolve("expected/expected.json"))
                || !ChatTemplateCase.layouts(folder).isEmpty();
    }

    private CaseReport runCase(Path folder) throws EngineException {
        String name = folder.getFileName().toString();
        var recorder = new Recorder(options.groups());
        try {
            dispatch(folder, recorder);
        } catch (EngineException e) {
            LOG.debug("case {} cannot be run", name, e);
            recorder.failed(name, Group.FORWARD, String.valueOf(e.getMessage()));
        }
        recorder.computed().forEach((key, tensor) -> computed.put(name + "/" + key, tensor));
        return new CaseReport(name, recorder.checks());
    }

    private void dispatch(Path folder, Recorder recorder) throws EngineException {
        if (!ChatTemplateCase.layouts(folder).isEmpty()) {
            ChatTemplateCase.run(folder, recorder);
            return;
        }
        var expected = Fixture.readJson(folder.resolve("expected/expected.json"));
        if (ModelCase.matches(expected)) {
            withScratch(scratch ->
                    ModelCase.run(folder, recorder, runtime, options.lowering(), scratch));
        } else if (GgufCase.matches(expected)) {
            var build = BuildOptions.reference(options.lowering());
            withScratch(scratch ->
                    GgufCase.run(folder, recorder, new GgufCase.Engine(runtime, build, scratch)));
        } else if (PreprocessCase.matches(expected)) {
            PreprocessCase.run(folder, recorder);
        } else if (SamplerCase.matches(expected)) {
            SamplerCase.run(folder, recorder);
        } else if (TokenizerCase.matches(expected)) {
            TokenizerCase.run(folder, recorder);
        } else if (BlockFormatCase.matches(expected)) {
            BlockFormatCase.run(folder, recorder);
        } else {
            recorder.unknown("expected.json", "no kind of case that is known");
        }
    }

    private interface Runner {
        void run(Path scratch) throws EngineException;
    }

    private static void withScratch(Runner runner) throws EngineException {
        try (var scratch = Scratch.make("nunchi-conformance")) {
            runner.run(scratch.folder());
        }
    }
}
