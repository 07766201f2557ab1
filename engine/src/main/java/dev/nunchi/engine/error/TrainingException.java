package dev.nunchi.engine.error;

/// A training run that cannot begin, go on or end well.
public final class TrainingException extends EngineException {
    /// Why.
    public enum Reason {
        /// No sample of the data set can be learnt from with these settings.
        NO_SAMPLES,
        /// The model has no part that the stage trains.
        NOTHING_TO_TRAIN,
        /// Not even the smallest plan fits the memory that is free.
        TOO_LARGE,
        /// The loss is no number any more: the learning rate is too high for model and data.
        DIVERGED,
        /// The model that the run began with is not installed any more.
        MODEL_GONE,
        /// The model is not the one that the run began with.
        OTHER_MODEL,
        /// The data are not those that the run began with.
        OTHER_DATA,
        /// What the run would start from has a larger low-rank update than the run trains.
        SMALLER_LORA,
        /// Another process is at the run.
        IN_USE,
        /// The run has made all its steps.
        ENDED
    }

    private final String run;
    private final Reason reason;

    /// @param run its name
    public TrainingException(String run, Reason reason, String problem) {
        super("run " + run + ": " + problem);
        this.run = run;
        this.reason = reason;
    }

    /// The run's name.
    public String run() {
        return run;
    }

    public Reason reason() {
        return reason;
    }
}
