package dev.nunchi.app.ui.curate;

import dev.nunchi.app.service.Agreement;
import dev.nunchi.app.store.ReviewStatistics;
import dev.nunchi.app.store.ReviewTally;

import java.util.List;

/// What a set consists of, and how far its reviewers agree.
///
/// @param agreements of the person at the desk with each other reviewer
public record Insight(ReviewTally tally, ReviewStatistics statistics, List<Agreement> agreements) {
    public Insight {
        agreements = List.copyOf(agreements);
    }
}
