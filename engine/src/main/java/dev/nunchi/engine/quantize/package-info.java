/// How a model's floats become blocks at import, and what that costs.
///
/// Chooses formats for tensors and measures the damage; packs nothing itself (`quant`) and writes
/// no file (`checkpoint`, `library`). First class to open:
/// [dev.nunchi.engine.quantize.Quantisation].
package dev.nunchi.engine.quantize;
