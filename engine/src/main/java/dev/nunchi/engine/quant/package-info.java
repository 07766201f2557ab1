/// How checkpoints pack numbers: plain elements and ggml's blocks of numbers with scales.
///
/// Knows bytes and formulas, no file and no model. First class to open:
/// [dev.nunchi.engine.quant.BlockCodec].
package dev.nunchi.engine.quant;
