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

/// The sessions of a model's graphs; owns them.
///
/// @param vision empty if the model takes no pictures
record CompiledSessions(Session decoder, Optional<Vision> vision) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledSessions.class);

    /// The two sessions that a picture goes through.
    record Vision(Session tower, Session projector) implements AutoCloseable {
        @Override
        public void close() {
            projector.close();
            tower.close();
        }
    }

    /// How a model's graphs are built, kept and loaded.
    record Opening(InferenceRuntime runtime, CompiledCache cache, BuildOptions options) {
        /// Opens the compiled model, compiling it if need be.
        CompiledSessions open(InstalledModel model, Progress progress) throws EngineException {
            var entry = compiled(model, progress);
            progress.report(Stage.LOADING_MODEL, 0, 0);
            try {
                return load(runtime, entry);
            } catch (DeviceException e) {
                // Sizes are checked, bytes are not: compile again once.
                LOG.warn("a compiled model cannot be loaded and is compiled again", e);
                cache.discard(entry);
                return load(runtime, compiled(model, progress));
            }
        }

        /// The checkpoint is closed before the sessions are opened, so that its pages and theirs
        /// are not in memory at once.
        private CompiledCache.Entry compiled(InstalledModel model, Progress progress)
                throws EngineException {
            try (var checkpoint = model.open()) {
                return cache.get(graphs(checkpoint), checkpoint.files(), progress);
            }
        }

        private List<Graph> graphs(Checkpoint checkpoint) throws EngineException {
            var graphs = new ArrayList<Graph>();
            graphs.add(LanguageModel.build(checkpoint, options));
            if (checkpoint.config().vision().isPresent()) {
                graphs.add(VisionTower.build(checkpoint, options));
                graphs.add(Projector.build(checkpoint, options));
            }
            return graphs;
        }
    }

    private static CompiledSessions load(InferenceRuntime runtime, CompiledCache.Entry entry)
            throws DeviceException {
        var models = entry.models().iterator();
        var opened = new Resources();
        boolean whole = false;
        try {
            var decoder = load(runtime, models, Threads.forDecoding(), opened);
            Optional<Vision> vision = Optional.empty();
            if (models.hasNext()) {
                var tower = load(runtime, models, Threads.forSingleRuns(), opened);
                var projector = load(runtime, models, Threads.forSingleRuns(), opened);
                vision = Optional.of(new Vision(tower, projector));
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
