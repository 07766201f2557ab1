/// How well a model describes pictures, in figures that others can compute too.
///
/// It knows answers and captions, and models only as something that answers. First class to open:
/// [dev.nunchi.engine.eval.CaptionEvaluation]; each score is a class of its own.
package dev.nunchi.engine.eval;
