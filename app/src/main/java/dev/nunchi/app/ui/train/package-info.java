/// The training page: data, settings and run on one page, before and after with hidden names, and
/// the list of runs.
///
/// Knows training only through [dev.nunchi.app.service]; knows nothing of gradients. First class to
/// open: [dev.nunchi.app.ui.train.TrainViewModel].
package dev.nunchi.app.ui.train;
