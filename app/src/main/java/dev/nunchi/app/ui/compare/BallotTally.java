package dev.nunchi.app.ui.compare;

import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.Ballot;

import java.util.List;

/// How blind choices fell out for one who answers.
///
/// @param won how often its answer was the best
/// @param of how often it stood among others
public record BallotTally(int won, int of) {
    static BallotTally of(Answerer who, List<Ballot> ballots) {
        var among =
                ballots.stream()
                        .filter(ballot ->
                                ballot.entries().stream()
                                        .anyMatch(entry -> entry.answerer().equals(who)))
                        .toList();
        int won = (int) among.stream().filter(ballot -> ballot.isWonBy(who)).count();
        return new BallotTally(won, among.size());
    }
}
