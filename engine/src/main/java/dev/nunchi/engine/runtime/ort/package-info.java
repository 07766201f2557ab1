/// The runtime on ONNX Runtime's Java API: the only package that names it.
///
/// First class to open: [dev.nunchi.engine.runtime.ort.OrtRuntime].
package dev.nunchi.engine.runtime.ort;
