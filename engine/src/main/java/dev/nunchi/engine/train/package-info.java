/// Training: losses and gradients of a model, layer by layer.
///
/// Drives the graphs of [dev.nunchi.engine.model.TrainingGraphs] and their backward graphs through
/// a runtime; knows no tokenizer and no picture file. First class to open:
/// [dev.nunchi.engine.train.GradientStep].
package dev.nunchi.engine.train;
