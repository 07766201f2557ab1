package dev.nunchi.engine.finetune;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.AdapterFolder;
import dev.nunchi.engine.adapter.BaseModel;
import dev.nunchi.engine.adapter.LoraFactors;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.adapter.OwnAdapter;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.error.TrainingException;
import dev.nunchi.engine.error.TrainingException.Reason;
import dev.nunchi.engine.model.LoraConfig;
import dev.nunchi.engine.model.TokenEmbedding;
import dev.nunchi.engine.model.TrainingNames;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.train.LoraStart;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Where a run begins: with the weights of its model, and with what was learnt on them before.
///
/// That is the adapter the request names, else the model's own, else nothing. A run's low-rank
/// update holds that of its start exactly: rows of A and columns of B more than the start has begin
/// as those of a new update, which changes nothing, and B is scaled where alpha differs. Weights
/// that learn themselves begin with the update added. In the first stage the language model is the
/// bare one, and the projector is all that is taken.
///
/// @param model that is trained
record RunStart(TrainingModel model, RunRequest request) {
    /// Enough for a standard deviation.
    private static final int EMBEDDINGS = 1024;

    private static final String WEIGHT = ".weight";

    /// Refuses a run that would lose part of what it starts from.
    ///
    /// @throws EngineException as [#fill]
    void requirePossible() throws EngineException {
        var from = adapter();
        if (from.isPresent()) {
            requireRoom(from.get());
        }
    }

    /// What the run goes on from, for its provenance: an adapter's name, or that it is the model's
    /// own.
    Optional<String> name() {
        return request.from()
                .map(folder -> String.valueOf(folder.getFileName()))
                .or(() -> startsFromOwn() ? Optional.of("own adapter") : Optional.empty());
    }

    private boolean startsFromOwn() {
        return request.from().isEmpty()
                && request.base() == ModelForm.AS_SHIPPED
                && OwnAdapter.isIn(model.model().folder());
    }

    /// @throws EngineException if it is damaged or does not stand on the model's weights
    private Optional<Adapter> adapter() throws EngineException {
        var base = new BaseModel(request.model(), model.hash(), model.checkpoint().config());
        if (request.from().isPresent()) {
            var adapter = AdapterFolder.read(request.from().get());
            adapter.requireBase(base.hash(), base.config());
            return Optional.of(adapter);
        }
        return startsFromOwn() ? OwnAdapter.read(model.model().folder(), base) : Optional.empty();
    }

    /// Sets the parameters that the run begins with.
    ///
    /// @throws TrainingException `SMALLER_LORA` if the start's low-rank update has no room in the
    ///   run's
    /// @throws EngineException if what the run starts from cannot be read or is of another model
    void fill(Learner learner, Lessons lessons) throws EngineException {
        var settings = request.settings();
        var parameters = learner.parameters();
        LoraStart.fill(parameters, new SplittableRandom(settings.seed()));
        var from = adapter();
        if (from.isPresent()) {
            requireRoom(from.get());
            from.get().projector().forEach((name, tensor) -> copy(tensor, live(parameters, name)));
            if (settings.stage() == TrainingStage.END_TO_END) {
                goOn(from.get(), parameters);
            }
        }
        if (settings.projector() == ProjectorStart.FRESH) {
            FreshProjector.draw(learner.projector(), settings.seed());
            scale(learner, lessons);
        }
    }

    private void requireRoom(Adapter from) throws TrainingException {
        var learnt = from.info().lora();
        var settings = request.settings();
        if (learnt.isEmpty() || hasRoom(learnt.get(), settings)) {
            return;
        }
        throw new TrainingException(
                request.name(),
                Reason.SMALLER_LORA,
                "starts from LoRA of rank %d on %s and trains %s"
                        .formatted(
                                learnt.get().rank(),
                                learnt.get().targets(),
                                settings.lora()
                                        .map(own -> "rank " + own.rank() + " on " + own.targets())
                                        .orElse("none")));
    }

    private boolean hasRoom(LoraConfig learnt, RunSettings settings) {
        return switch (settings.stage()) {
            // A model's own update stays with the model; a chosen adapter's would be lost.
            case ALIGNMENT -> request.from().isEmpty();
            case END_TO_END -> settings.lora().map(own -> isWithin(learnt, own)).orElse(true);
        };
    }

    private static boolean isWithin(LoraConfig learnt, LoraConfig own) {
        return own.rank() >= learnt.rank() && own.targets().containsAll(learnt.targets());
    }

    private void goOn(Adapter from, Map<String, Tensor> parameters) {
        double scale = from.info().lora().map(LoraConfig::scale).orElse(0.0);
        var own = request.settings().lora();
        for (var layer : from.lora().entrySet()) {
            String name = layer.getKey();
            if (own.isPresent()) {
                copy(layer.getValue().a(), live(parameters, name + TrainingNames.LORA_A));
                float factor = (float) (scale / own.get().scale());
                widen(layer.getValue().b(), live(parameters, name + TrainingNames.LORA_B), factor);
            } else {
                add(layer.getValue(), (float) scale, live(parameters, name + WEIGHT));
            }
        }
    }

    /// A run trains the projector and, with room for it, every layer of the update.
    private static Tensor live(Map<String, Tensor> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /// To the first rows of an array that has as many columns and at least as many rows.
    private static void copy(Tensor from, Tensor to) {
        var values = from.toFloats();
        to.write(0, values, 0, values.length);
    }

    /// To the first columns of an array that has as many rows and at least as many columns.
    private static void widen(Tensor from, Tensor to, float factor) {
        var values = from.toFloats();
        int narrow = Math.toIntExact(from.shape().dim(1));
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        for (int row = 0; row < from.shape().dim(0); row++) {
            to.write(row * to.shape().dim(1), values, row * narrow, narrow);
        }
    }

    private static void add(LoraFactors factors, float scale, Tensor weight) {
        var a = factors.a().toFloats();
        var row = new float[factors.inputs()];
        for (int r = 0; r < factors.outputs(); r++) {
            long at = (long) r * row.length;
            weight.read(at, row, 0, row.length);
            factors.addRow(r, scale, a, row);
            weight.write(at, row, 0, row.length);
        }
    }

    /// Makes rows of pictures, as the first one shows them, as large as those of words.
    private void scale(Learner learner, Lessons lessons) throws EngineException {
        var features = model.features();
        var pictures = lessons.pictures();
        if (features.isPresent() && !pictures.isEmpty()) {
            var words = new TokenEmbedding(model.checkpoint());
            int count = Math.min(EMBEDDINGS, words.vocabSize());
            long vocabulary = words.vocabSize();
            int[] ids =
                    IntStream.range(0, count).map(i -> (int) (i * vocabulary / count)).toArray();
            var rows = new float[count * words.hiddenSize()];
            words.lookup(ids, rows);
            FreshProjector.scale(
                    learner.projector(),
                    features.get().seen(pictures.getFirst()).rows(),
                    FreshProjector.deviation(rows));
        }
    }
}
