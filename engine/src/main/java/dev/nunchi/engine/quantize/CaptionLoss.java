package dev.nunchi.engine.quantize;

/// How well a model finds captions of pictures, in nats a token: the less, the better.
///
/// @param right with the picture that a caption is of
/// @param other with another picture in its place; a model that does not look finds both the same
public record CaptionLoss(double right, double other) {}
