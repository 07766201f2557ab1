/// The paper's evaluation on one's own machine: benchmarks, candidates, a judge that must earn
/// trust, metrics that need none, and the report.
///
/// Knows models only as something that answers text. Knows no window, no database and no command
/// line. First class to open: [dev.nunchi.app.judge.ReviewSummary] for the arithmetic of judged
/// scores.
package dev.nunchi.app.judge;
