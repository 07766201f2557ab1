/// Writes graphs in the ONNX format, weights beside it as external data.
///
/// Knows the wire format (classes generated from `onnx-ml.proto`) and nothing of models or
/// sessions. First class to open: [dev.nunchi.engine.graph.onnx.OnnxWriter].
package dev.nunchi.engine.graph.onnx;
