package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.library.CompiledCache;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The sessions of a model's graphs; owns them.
///
/// @param decoder adaptable if the model was opened for adapters with LoRA
/// @param vision empty if the model takes no pictures
record CompiledSessions(Session decoder, Optional<Vision> vision) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledSessions.class);

    /// The sessions that a picture goes through.
    ///
    /// @param adaptableProjector there if the model was opened for adapters with a projector
    record Vision(Session tower, Session projector, Optional<Session> adaptableProjector)
            implements AutoCloseable {
        @Override
        public void close() {
            adaptableProjector.ifPresent(Session::close);
            projector.close();
            tower.close();
        }
    }

    /// How a model's graphs are built, kept and loaded.
    ///
    /// @param adapted what adapters will change
    record Opening(
            InferenceRuntime runtime,
            CompiledCache cache,
            BuildOptions options,
            Set<AdaptedPart> adapted) {
        /// Opens the compiled model, compiling it if need be.
        CompiledSessions open(InstalledModel model, Progress progress) throws EngineException {
            var entries = compiled(model, progress);
            progress.report(Stage.LOADING_MODEL, 0, 0);
            try {
                return load(runtime, models(entries));
            } catch (DeviceException e) {
                // Sizes are checked, bytes are not: compile again once.
                LOG.warn("a compiled model cannot be loaded and is compiled again", e);
                for (var entry : entries) {
                    cache.discard(entry);
                }
                return load(runtime, models(compiled(model, progress)));
            }
        }

        private static Iterator<Path> models(List<CompiledCache.Entry> entries) {
            return entries.stream().flatMap(entry -> entry.models().stream()).iterator();
        }

        /// The checkpoint is closed before the sessions are opened, so that its pages and theirs
        /// are not in memory at once.
        private List<CompiledCache.Entry> compiled(InstalledModel model, Progress progress)
                throws EngineException {
            var entries = new ArrayList<CompiledCache.Entry>();
            try (var checkpoint = model.open()) {
                for (var graphs : graphs(checkpoint)) {
                    entries.add(cache.get(graphs, checkpoint.files(), progress));
                }
            }
            return entries;
        }

        /// Sets of graphs that are kept apart: an adaptable part does not compile the others anew.
        private List<List<Graph>> graphs(Checkpoint checkpoint) throws EngineException {
            var sets = new ArrayList<List<Graph>>();
            sets.add(
                    List.of(
                            adapted.contains(AdaptedPart.DECODER)
                                    ? LanguageModel.buildAdaptable(checkpoint, options)
                                    : LanguageModel.build(checkpoint, options)));
            if (checkpoint.config().vision().isPresent()) {
                sets.add(
                        List.of(
                                VisionTower.build(checkpoint, options),
                                Projector.build(checkpoint, options)));
                if (adapted.contains(AdaptedPart.PROJECTOR)) {
                    sets.add(List.of(Projector.buildAdaptable(checkpoint.config(), options)));
                }
            }
            return sets;
        }
    }

    private static CompiledSessions load(InferenceRuntime runtime, Iterator<Path> models)
            throws DeviceException {
        var opened = new Resources();
        boolean whole = false;
        try {
            var decoder = load(runtime, models, Threads.forDecoding(), opened);
            Optional<Vision> vision = Optional.empty();
            if (models.hasNext()) {
                var tower = load(runtime, models, Threads.forSingleRuns(), opened);
                var projector = load(runtime, models, Threads.forSingleRuns(), opened);
                Optional<Session> adaptable =
                        models.hasNext()
                                ? Optional.of(
                                        load(runtime, models, Threads.forSingleRuns(), opened))
                                : Optional.empty();
                vision = Optional.of(new Vision(tower, projector, adaptable));
            }
            whole = true;
            return new CompiledSessions(decoder, vision);
        } finally {
            if (!whole) {
                opened.close();
            }
        }
    }

    private static Session load(
            InferenceRuntime runtime, Iterator<Path> models, Threads threads, Resources opened)
            throws DeviceException {
        return opened.add(runtime.open(models.next(), threads), Session::close);
    }

    @Override
    public void close() {
        vision.ifPresent(Vision::close);
        decoder.close();
    }
}
