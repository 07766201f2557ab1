package dev.nunchi.app.judge;

/// A metric of a candidate's answers.
///
/// @param answers how many it is of
/// @param interval over pictures drawn anew
public record Measured(Metric metric, int answers, double value, Interval interval) {}
