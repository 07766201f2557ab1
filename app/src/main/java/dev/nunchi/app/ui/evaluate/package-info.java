/// Where a person learns whether a model got better: what is scored, on what, by whom; the run;
/// what was found, and their own blind votes beside it.
///
/// It knows no metric and no judge: what was found comes as a report, whose blocks it draws. First
/// class to open: [dev.nunchi.app.ui.evaluate.EvaluateViewModel].
package dev.nunchi.app.ui.evaluate;
