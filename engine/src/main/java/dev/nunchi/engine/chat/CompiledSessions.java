package dev.nunchi.engine.chat;

import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphCut;
import dev.nunchi.engine.library.CompiledCache;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.ChainedSession;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    /// Weights of a part of the decoder: large enough that a model of a few hundred megabytes stays
    /// whole, small enough that all cores have work while one of gigabytes is opened.
    private static final long PART_BYTES = 768L << 20;

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
    /// @param threads that each session computes with
    record Opening(
            InferenceRuntime runtime,
            CompiledCache cache,
            BuildOptions options,
            Set<AdaptedPart> adapted,
            int threads) {
        /// Opens the compiled model, compiling it if need be.
        CompiledSessions open(InstalledModel model, Progress progress) throws EngineException {
            var sets = compiled(model, progress);
            ProcessMemory.giveBack();
            progress.report(Stage.LOADING_MODEL, 0, 0);
            try {
                return load(sets);
            } catch (DeviceException e) {
                // Sizes are checked, bytes are not: compile again once.
                LOG.warn("a compiled model cannot be loaded and is compiled again", e);
                for (var set : sets) {
                    cache.discard(set.entry());
                }
                return load(compiled(model, progress));
            }
        }

        /// The checkpoint is closed before the sessions are opened, so that its pages and theirs
        /// are not in memory at once.
        private List<CompiledSet> compiled(InstalledModel model, Progress progress)
                throws EngineException {
            var sets = new ArrayList<CompiledSet>();
            try (var checkpoint = model.open()) {
                for (var graphs : graphs(checkpoint)) {
                    var entry =
                            checkpoint.reading(
                                    () -> cache.get(graphs, checkpoint.files(), progress));
                    sets.add(new CompiledSet(graphs, entry));
                }
            }
            return sets;
        }

        /// Sets of graphs that are kept apart: an adaptable part does not compile the others anew.
        private List<List<Graph>> graphs(Checkpoint checkpoint) throws EngineException {
            var sets = new ArrayList<List<Graph>>();
            var decoder =
                    adapted.contains(AdaptedPart.DECODER)
                            ? LanguageModel.buildAdaptable(checkpoint, options)
                            : LanguageModel.build(checkpoint, options);
            sets.add(
                    switch (order()) {
                        case SIDE_BY_SIDE -> GraphCut.parts(decoder, PART_BYTES);
                        case ONE_BY_ONE -> List.of(decoder);
                    });
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

        /// On a card, weights are not laid out anew, and its driver is asked by one thread.
        private SessionLoader.Order order() {
            return runtime.device().equals(Device.CPU.toString())
                    ? SessionLoader.Order.SIDE_BY_SIDE
                    : SessionLoader.Order.ONE_BY_ONE;
        }

        private CompiledSessions load(List<CompiledSet> sets) throws DeviceException {
            var decoder = sets.getFirst();
            var models = new ArrayList<SessionLoader.Model>();
            for (int i = 0; i < sets.size(); i++) {
                var set = sets.get(i);
                // What is run in several parts waits between them, too.
                var crew =
                        i == 0 && set.graphs().size() == 1
                                ? Threads.forDecoding(threads)
                                : Threads.forSingleRuns(threads);
                set.entry()
                        .models()
                        .forEach(file -> models.add(new SessionLoader.Model(file, crew)));
            }
            var sessions = new SessionLoader(runtime, order()).open(models).iterator();
            return new CompiledSessions(
                    decoder(decoder.graphs(), sessions),
                    sets.size() == 1 ? Optional.empty() : Optional.of(vision(sessions)));
        }

        private Session decoder(List<Graph> graphs, Iterator<Session> sessions) {
            if (graphs.size() == 1) {
                return sessions.next();
            }
            var parts = new ArrayList<ChainedSession.Part>();
            graphs.forEach(graph -> parts.add(new ChainedSession.Part(graph, sessions.next())));
            return new ChainedSession(runtime, parts);
        }

        private static Vision vision(Iterator<Session> sessions) {
            return new Vision(
                    sessions.next(),
                    sessions.next(),
                    sessions.hasNext() ? Optional.of(sessions.next()) : Optional.empty());
        }
    }

    /// Graphs and where their compiled forms lie.
    private record CompiledSet(List<Graph> graphs, CompiledCache.Entry entry) {}

    @Override
    public void close() {
        vision.ifPresent(Vision::close);
        decoder.close();
    }
}
