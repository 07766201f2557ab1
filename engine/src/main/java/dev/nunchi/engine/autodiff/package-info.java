/// Reverse-mode differentiation of graphs: a graph in, the graph of its gradients out.
///
/// Knows operators, no model and no runtime. What can be differentiated is the table of
/// [dev.nunchi.engine.autodiff.GradientRules]. First class to open:
/// [dev.nunchi.engine.autodiff.Backward].
package dev.nunchi.engine.autodiff;
