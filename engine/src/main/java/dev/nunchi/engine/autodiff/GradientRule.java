package dev.nunchi.engine.autodiff;

import dev.nunchi.engine.graph.Scope;
import dev.nunchi.engine.graph.Value;

import java.util.List;
import java.util.function.Supplier;

/// How the gradient of a node's output becomes the gradients of its inputs.
@FunctionalInterface
interface GradientRule {
    /// Gradients are built only when asked for: those of frozen weights never are.
    ///
    /// @param scope where to add nodes
    /// @return one for each input that has a gradient, in order. A gradient may have extent 1 where
    ///   its input is longer, and then is the same for all elements of that axis
    List<Supplier<Value>> inputs(Scope scope, Adjoint node);
}
