package dev.nunchi.engine.chat;

import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.device.ProcessMemory;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.graph.Graph;
import dev.nunchi.engine.graph.GraphCut;
import dev.nunchi.engine.graph.onnx.OnnxWriter;
import dev.nunchi.engine.library.CompiledCache;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.model.ActivationPrecision;
import dev.nunchi.engine.model.BuildOptions;
import dev.nunchi.engine.model.ByteSums;
import dev.nunchi.engine.model.DecoderNames;
import dev.nunchi.engine.model.LanguageModel;
import dev.nunchi.engine.model.Projector;
import dev.nunchi.engine.model.ReaderForm;
import dev.nunchi.engine.model.VisionTower;
import dev.nunchi.engine.progress.Progress;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.runtime.ChainedSession;
import dev.nunchi.engine.runtime.Constants;
import dev.nunchi.engine.runtime.Device;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.runtime.Session;
import dev.nunchi.engine.runtime.SwitchedSession;
import dev.nunchi.engine.runtime.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    /// @param learnt what the graphs are built for
    /// @param threads that each session computes with
    record Opening(
            InferenceRuntime runtime,
            CompiledCache cache,
            BuildOptions options,
            Learnt learnt,
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
            boolean bytes = sumsBytesExactly(progress);
            var sets = new ArrayList<CompiledSet>();
            try (var checkpoint = model.open()) {
                for (var set : sets(checkpoint, bytes)) {
                    var entry =
                            checkpoint.reading(() ->
                                    cache.get(set.graphs(), files(model, checkpoint), progress));
                    sets.add(new CompiledSet(set, entry));
                }
            }
            return sets;
        }

        private List<Path> files(InstalledModel model, Checkpoint checkpoint) {
            var files = new ArrayList<>(checkpoint.files());
            if (learnt.builtIn().isPresent()) {
                files.addAll(OwnAdapter.files(model.folder()));
            }
            return files;
        }

        private boolean sumsBytesExactly(Progress progress) throws EngineException {
            if (!isOnProcessor() || options.activations() != ActivationPrecision.INT8) {
                return false;
            }
            var question = ByteSums.question();
            var entry = cache.get(List.of(question), List.of(), progress);
            try (var session =
                    runtime.open(
                            entry.models().getFirst(),
                            Threads.forSingleRuns(1),
                            ByteSums.constants(question))) {
                return ByteSums.areExact(runtime, session);
            }
        }

        /// Sets of graphs that are kept apart: an adaptable part does not compile the others anew.
        ///
        /// @param bytes whether products of bytes may be used
        private List<GraphSet> sets(Checkpoint checkpoint, boolean bytes) throws EngineException {
            var sets = new ArrayList<GraphSet>();
            var decoder = decoder(checkpoint, options);
            sets.add(
                    new GraphSet(
                            Role.DECODER,
                            switch (order()) {
                                case SIDE_BY_SIDE -> GraphCut.parts(decoder, PART_BYTES);
                                case ONE_BY_ONE -> List.of(decoder);
                            }));
            if (bytes) {
                reader(checkpoint).ifPresent(sets::add);
            }
            if (checkpoint.config().vision().isPresent()) {
                var towerOptions = bytes ? options.perToken() : options;
                sets.add(
                        new GraphSet(
                                Role.VISION,
                                List.of(
                                        VisionTower.build(checkpoint, towerOptions),
                                        Projector.build(checkpoint, options))));
                if (learnt.adaptable().contains(AdaptedPart.PROJECTOR)) {
                    var graph = Projector.buildAdaptable(checkpoint.config(), options);
                    sets.add(new GraphSet(Role.ADAPTABLE_PROJECTOR, List.of(graph)));
                }
            }
            return sets;
        }

        private Graph decoder(Checkpoint checkpoint, BuildOptions form) throws EngineException {
            if (learnt.adaptable().contains(AdaptedPart.DECODER)) {
                return LanguageModel.buildAdaptable(checkpoint, form);
            }
            var own = learnt.builtIn();
            return own.isPresent()
                    ? LanguageModel.buildAdapted(
                            checkpoint,
                            form,
                            GroupFactors.of(checkpoint, form.lowering(), own.get()))
                    : LanguageModel.build(checkpoint, form);
        }

        /// Not of a decoder that is narrow, of floats, or too large for this machine.
        private Optional<GraphSet> reader(Checkpoint checkpoint) throws EngineException {
            if (!ReaderForm.pays(checkpoint.config().language())) {
                return Optional.empty();
            }
            var reader = decoder(checkpoint, options.perToken());
            boolean wanted =
                    ByteSums.constants(reader) == Constants.MAP
                            && ReaderForm.fits(OnnxWriter.bytes(List.of(reader)));
            return wanted
                    ? Optional.of(new GraphSet(Role.READER, List.of(reader)))
                    : Optional.empty();
        }

        private boolean isOnProcessor() {
            return runtime.device().equals(Device.CPU.toString());
        }

        /// On a card, weights are not laid out anew, and its driver is asked by one thread.
        private SessionLoader.Order order() {
            return isOnProcessor()
                    ? SessionLoader.Order.SIDE_BY_SIDE
                    : SessionLoader.Order.ONE_BY_ONE;
        }

        private CompiledSessions load(List<CompiledSet> sets) throws DeviceException {
            var models = new ArrayList<SessionLoader.Model>();
            for (var set : sets) {
                var graphs = set.set().graphs();
                // What is run in several parts waits between them, too.
                var crew =
                        set.set().role() == Role.DECODER && graphs.size() == 1
                                ? Threads.forDecoding(threads)
                                : Threads.forSingleRuns(threads);
                for (int i = 0; i < graphs.size(); i++) {
                    var file = set.entry().models().get(i);
                    var constants = ByteSums.constants(graphs.get(i));
                    models.add(new SessionLoader.Model(file, crew, constants));
                }
            }
            var opened = new SessionLoader(runtime, order()).open(models).iterator();
            var sessions = new EnumMap<Role, List<Session>>(Role.class);
            for (var set : sets) {
                sessions.put(
                        set.set().role(),
                        set.set().graphs().stream().map(_ -> opened.next()).toList());
            }
            var decoders = Objects.requireNonNull(sessions.get(Role.DECODER));
            var writer = chained(sets.getFirst().set().graphs(), decoders);
            return new CompiledSessions(switched(writer, sessions), vision(sessions));
        }

        private Session chained(List<Graph> graphs, List<Session> sessions) {
            if (graphs.size() == 1) {
                return sessions.getFirst();
            }
            var parts = new ArrayList<ChainedSession.Part>();
            for (int i = 0; i < graphs.size(); i++) {
                parts.add(new ChainedSession.Part(graphs.get(i), sessions.get(i)));
            }
            return new ChainedSession(runtime, parts);
        }

        private static Session switched(Session writer, Map<Role, List<Session>> sessions) {
            var reader = sessions.get(Role.READER);
            return reader == null
                    ? writer
                    : new SwitchedSession(
                            writer,
                            reader.getFirst(),
                            DecoderNames.INPUTS_EMBEDS,
                            ReaderForm.LEAST_TOKENS);
        }

        private static Optional<Vision> vision(Map<Role, List<Session>> sessions) {
            var adaptable = Optional.ofNullable(sessions.get(Role.ADAPTABLE_PROJECTOR));
            return Optional.ofNullable(sessions.get(Role.VISION))
                    .map(parts ->
                            new Vision(
                                    parts.getFirst(),
                                    parts.getLast(),
                                    adaptable.map(List::getFirst)));
        }
    }

    /// What a set of graphs is for.
    private enum Role {
        /// Writes answers, and reads prompts where there is no reader.
        DECODER,
        READER,
        /// Tower and projector.
        VISION,
        ADAPTABLE_PROJECTOR
    }

    /// Graphs that are compiled together.
    private record GraphSet(Role role, List<Graph> graphs) {}

    /// Graphs and where their compiled forms lie.
    private record CompiledSet(GraphSet set, CompiledCache.Entry entry) {}

    @Override
    public void close() {
        vision.ifPresent(Vision::close);
        decoder.close();
    }
}
