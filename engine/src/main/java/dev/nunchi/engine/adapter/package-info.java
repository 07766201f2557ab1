/// What fine-tuning adds to a model: a projector and LoRA factors, as files and in memory.
///
/// Knows checkpoints (shapes, names), not where models are installed, how graphs use factors or how
/// they are trained. First class to open: [dev.nunchi.engine.adapter.Adapter].
package dev.nunchi.engine.adapter;
