/// Evaluations as the window starts them: what was ordered, who answers, what was kept, how far it
/// is.
///
/// Scoring is [dev.nunchi.app.judge]'s, and models are lent by [dev.nunchi.app.service]; neither
/// knows this package. All methods may take long and are called from jobs, on background threads.
/// Knows no window. First class to open: [dev.nunchi.app.evaluation.EvaluationService].
package dev.nunchi.app.evaluation;
