package dev.nunchi.app.service;

/// What a training made of a model, by names in the libraries.
///
/// @param model that was trained
/// @param made the adapter's name, or the new model's
public record TunedModel(String model, String made, Form form) {
    /// What it is.
    public enum Form {
        /// Goes with the model that was trained.
        ADAPTER,
        /// Stands for itself.
        MODEL
    }

    /// An adapter.
    public TunedModel(String model, String adapter) {
        this(model, adapter, Form.ADAPTER);
    }

    /// The name of the model that answers.
    public String answering() {
        return switch (form) {
            case ADAPTER -> model;
            case MODEL -> made;
        };
    }
}
