package dev.nunchi.engine.quant;

/// How a block's scale and minimum are found.
public enum Rounding {
    /// From the block's extremes; every element then goes to the nearest step.
    NEAREST,
    /// The scale and minimum, out of a grid around the extremes, with the least squared error of
    /// the product, as far as it is known what the elements are multiplied by, else of the
    /// elements, larger ones weighing more: each candidate's steps are kept and its scale and
    /// minimum solved for by least squares.
    SEARCH
}
