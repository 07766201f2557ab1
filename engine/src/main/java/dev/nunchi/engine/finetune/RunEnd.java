package dev.nunchi.engine.finetune;

/// Why a run ended.
public enum RunEnd {
    /// All steps were made.
    COMPLETED,
    /// The validation loss did not get better for as many evaluations as the settings allow.
    STOPPED_EARLY,
    /// Somebody asked for it; the run can be resumed.
    CANCELLED
}
