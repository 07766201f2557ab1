/// Whole training runs: from a data set to an adapter, with snapshots that a run goes on from.
///
/// Draws examples in a seeded order, drives [dev.nunchi.engine.train.GradientStep] and
/// [dev.nunchi.engine.optim.AdamW], and keeps everything that it needs to go on in the run's
/// folder. Knows no file format of data sets and no window. First class to open:
/// [dev.nunchi.engine.finetune.FineTuning].
package dev.nunchi.engine.finetune;
