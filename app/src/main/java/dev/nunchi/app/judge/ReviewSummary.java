package dev.nunchi.app.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Judgements summed up, over all questions and for each kind.
///
/// @param kinds in the order in which the reviews first name them; empty if they name none
public record ReviewSummary(
        RelativeScore overall, Map<String, RelativeScore> kinds, Bootstrap bootstrap) {
    /// Draws questions anew: the file does not say which of them share a picture.
    public static ReviewSummary of(List<Review> reviews, Bootstrap bootstrap) {
        var kinds = new LinkedHashMap<String, RelativeScore>();
        for (var review : reviews) {
            review.kind()
                    .ifPresent(kind ->
                            kinds.computeIfAbsent(
                                    kind, _ -> score(ofKind(reviews, kind), bootstrap)));
        }
        return new ReviewSummary(score(reviews, bootstrap), kinds, bootstrap);
    }

    private static List<Review> ofKind(List<Review> reviews, String kind) {
        return reviews.stream()
                .filter(review -> review.kind().filter(kind::equals).isPresent())
                .toList();
    }

    private static RelativeScore score(List<Review> reviews, Bootstrap bootstrap) {
        return RelativeScore.of(
                reviews.stream()
                        .map(review -> new RelativeScore.Row(review.question(), review.scores()))
                        .toList(),
                bootstrap);
    }
}
