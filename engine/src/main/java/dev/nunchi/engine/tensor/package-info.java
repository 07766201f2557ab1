/// What an array is: element type, extents, bytes. Nothing here computes or knows a file format.
///
/// Axis letters, used in every document and local of the engine:
///
/// | letter | axis |
/// |---|---|
/// | `B` | batch |
/// | `S` | new tokens of a run |
/// | `P` | past tokens in the KV cache |
/// | `T` | `P + S` |
/// | `D` | hidden size |
/// | `H` | attention heads |
/// | `G` | key/value heads |
/// | `E` | head dimension |
/// | `F` | intermediate size |
/// | `V` | vocabulary |
/// | `I` | image patches (tokens of one picture) |
/// | `K×N` | matrix product: inputs × outputs |
///
/// First class to open: [dev.nunchi.engine.tensor.Tensor].
package dev.nunchi.engine.tensor;
