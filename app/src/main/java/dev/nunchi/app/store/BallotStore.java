package dev.nunchi.app.store;

import java.util.List;

/// Keeps ballots. Every method returns when its change would survive the end of the program.
/// Thread-safe.
public interface BallotStore {
    void add(Ballot ballot) throws StoreException;

    /// All of them, the first that was cast first.
    List<Ballot> ballots() throws StoreException;
}
