package dev.nunchi.app.judge;

import dev.nunchi.engine.data.SampleType;

import java.util.Map;

/// How a candidate stands to the reference answers, in a judge's eyes.
///
/// @param overall of all questions; the first side is the reference, the second the candidate. A
///   question counts once, with the mean of both orders, and not at all if either order's scores
///   are unreadable
/// @param kinds the same for each kind that the benchmark has
/// @param replies how often the judge was asked, with what was asked again
/// @param repeated replies that could not be read and were asked again
/// @param firstPlace by how much the answer in the first place scores higher on average, whichever
///   it is: 0 without bias
public record JudgedScore(
        RelativeScore overall,
        Map<SampleType, RelativeScore> kinds,
        int replies,
        int repeated,
        double firstPlace) {}
