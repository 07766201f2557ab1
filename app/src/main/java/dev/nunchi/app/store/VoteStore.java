package dev.nunchi.app.store;

import java.util.List;

/// Keeps votes. Every method returns when its change would survive the end of the program.
/// Thread-safe.
public interface VoteStore {
    void add(Vote vote) throws StoreException;

    /// All votes, the first that was cast first.
    List<Vote> votes() throws StoreException;

    /// The votes on an adapter, the last first.
    List<Vote> votes(String adapter) throws StoreException;
}
