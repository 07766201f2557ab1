/// How gradients change parameters: AdamW, learning rate, clipping, accumulation.
///
/// Arithmetic over float32 arrays, by parameter name; knows no model and no device. First class to
/// open: [dev.nunchi.engine.optim.AdamW].
package dev.nunchi.engine.optim;
