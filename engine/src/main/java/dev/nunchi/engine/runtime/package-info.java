/// Runs graphs that lie on disk as ONNX models: sessions and the arrays they read and write.
///
/// Knows no model and no vendor; implementations lie in packages below. First class to open:
/// [dev.nunchi.engine.runtime.InferenceRuntime].
package dev.nunchi.engine.runtime;
