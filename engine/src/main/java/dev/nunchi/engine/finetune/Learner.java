package dev.nunchi.engine.finetune;

import dev.nunchi.engine.chat.Resources;
import dev.nunchi.engine.checkpoint.Checkpoint;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.optim.AdamW;
import dev.nunchi.engine.optim.ArraySource;
import dev.nunchi.engine.optim.GradientClip;
import dev.nunchi.engine.optim.GradientSum;
import dev.nunchi.engine.optim.LearningRate;
import dev.nunchi.engine.runtime.DeviceTensor;
import dev.nunchi.engine.runtime.InferenceRuntime;
import dev.nunchi.engine.storage.Scratch;
import dev.nunchi.engine.tensor.DType;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;
import dev.nunchi.engine.train.GradientStep;
import dev.nunchi.engine.train.TrainingBatch;
import dev.nunchi.engine.train.TrainingPlan;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Parameters, their gradients and their optimiser: makes steps and measures losses.
///
/// Owns their memory, not checkpoint and runtime. Confined to one thread.
final class Learner implements AutoCloseable {
    static final String PROJECTOR = "multi_modal_projector.";

    private final GradientStep gradients;
    private final Resources resources;
    private final GradientSum sum;
    private final GradientClip clip;
    private final AdamW optimizer;
    private final LearningRate languageRate;
    private final LearningRate projectorRate;

    /// What a step did.
    ///
    /// @param loss mean over the targets of all its batches, before the update
    /// @param norm of the gradients before clipping
    /// @param rate of the language model, or of the projector if it learns alone
    record Update(double loss, double norm, double rate) {}

    private Learner(GradientStep gradients, Memory memory, Work work) throws EngineException {
        this.gradients = gradients;
        resources = memory.resources();
        var rates = work.settings().rates();
        var parameters = gradients.parameters();
        sum = new GradientSum(parameters, memory);
        clip = new GradientClip(rates.maxNorm());
        optimizer = new AdamW(parameters, AdamW.Options.withDecay(rates.weightDecay()), memory);
        double warmup = work.settings().schedule().warmup();
        double projector = rates.projectorRate().orElse(rates.learningRate());
        languageRate = LearningRate.of(rates.learningRate(), warmup, work.steps());
        projectorRate = LearningRate.of(projector, warmup, work.steps());
    }

    /// Loads a model for training.
    ///
    /// @param work what is trained, and how
    static Learner open(Checkpoint checkpoint, InferenceRuntime runtime, Work work)
            throws EngineException {
        var resources = new Resources();
        boolean whole = false;
        try {
            var scratch = resources.add(Scratch.make("nunchi-training"), Scratch::close);
            var gradients =
                    resources.add(
                            GradientStep.open(
                                    checkpoint,
                                    runtime,
                                    work.plan(),
                                    work.settings().parts(),
                                    scratch.folder()),
                            GradientStep::close);
            var learner = new Learner(gradients, new Memory(runtime, resources), work);
            whole = true;
            return learner;
        } finally {
            if (!whole) {
                resources.close();
            }
        }
    }

    /// @param steps of the run, in all
    record Work(RunSettings settings, long steps, TrainingPlan plan) {}

    /// Arrays that are closed with the learner.
    private record Memory(InferenceRuntime runtime, Resources resources) implements ArraySource {
        @Override
        public Tensor zeros(Shape shape) throws DeviceException {
            var array = resources.add(runtime.stage(DType.F32, shape), DeviceTensor::close).host();
            array.clear();
            return array;
        }
    }

    /// What learns, by name: the live arrays.
    SequencedMap<String, Tensor> parameters() {
        return gradients.parameters();
    }

    /// The parameters of the projector among them.
    SequencedMap<String, Tensor> projector() {
        var projector = new LinkedHashMap<String, Tensor>();
        parameters()
                .forEach((name, tensor) -> {
                    if (name.startsWith(PROJECTOR)) {
                        projector.put(name, tensor);
                    }
                });
        return projector;
    }

    /// All that a snapshot holds.
    Snapshot.Arrays arrays() {
        return new Snapshot.Arrays(parameters(), optimizer.moments());
    }

    /// Goes on as after so many steps, from arrays that were restored.
    void resumeAfter(long steps) {
        optimizer.resumeAfter(steps);
    }

    /// Begins a step.
    void begin() {
        sum.clear();
    }

    /// Adds a batch to the step.
    void add(TrainingBatch batch) throws EngineException {
        var result = gradients.run(batch);
        sum.add(result.loss(), result.targets(), result.gradients());
    }

    /// Ends the step: changes the parameters, unless the loss or a gradient is no number.
    Update update() {
        long step = optimizer.steps();
        double norm = clip.clip(sum.gradients());
        double rate = languageRate.at(step);
        double ofProjector = projectorRate.at(step);
        if (Double.isFinite(sum.loss()) && Double.isFinite(norm)) {
            optimizer.step(
                    sum.gradients(), name -> name.startsWith(PROJECTOR) ? ofProjector : rate);
        }
        boolean projectorAlone =
                parameters().keySet().stream().allMatch(name -> name.startsWith(PROJECTOR));
        return new Update(sum.loss(), norm, projectorAlone ? ofProjector : rate);
    }

    /// Mean loss of a batch that is not learnt from.
    GradientStep.Evaluation loss(TrainingBatch batch) throws EngineException {
        return gradients.evaluate(batch);
    }

    /// What the model expects after the last position of a batch's only example, `[V]`.
    float[] lastLogits(TrainingBatch batch) throws EngineException {
        return gradients.lastLogits(batch, 0);
    }

    @Override
    public void close() {
        resources.close();
    }
}
