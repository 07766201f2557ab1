/// Our own graph language: typed values, nodes, a builder that infers, a verifier, a text form.
///
/// Immutable once built. Knows no file format and no runtime: [dev.nunchi.engine.graph.Weight]s are
/// promises of bytes, writing them is `graph.onnx`'s work. First class to open:
/// [dev.nunchi.engine.graph.Scope].
package dev.nunchi.engine.graph;
