package dev.nunchi.app.ui.train;

import dev.nunchi.app.store.Vote;

import java.util.List;

/// How votes on an adapter fell out.
public record VoteTally(int base, int tuned, int neither) {
    static final VoteTally NONE = new VoteTally(0, 0, 0);

    static VoteTally of(List<Vote> votes) {
        return new VoteTally(
                count(votes, Vote.Choice.BASE),
                count(votes, Vote.Choice.TUNED),
                count(votes, Vote.Choice.NEITHER));
    }

    private static int count(List<Vote> votes, Vote.Choice choice) {
        return (int) votes.stream().filter(vote -> vote.choice() == choice).count();
    }

    public int all() {
        return base + tuned + neither;
    }
}
