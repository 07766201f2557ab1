package dev.nunchi.engine.model;

/// In which form weights enter a graph.
public enum Precision {
    /// Every weight decoded to float32: the reference.
    FLOAT32,
    /// Quantised blocks stay as the file has them; plain weights become float32.
    STORED
}
