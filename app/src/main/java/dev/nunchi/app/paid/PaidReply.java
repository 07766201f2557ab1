package dev.nunchi.app.paid;

import dev.nunchi.app.store.LedgerEntry.Cost;

/// An answer that is in the ledger.
///
/// @param key of the request, for provenance
/// @param ended whether it ended by itself or at the longest length that was asked for
/// @param cost what it cost when it was paid for
/// @param origin whether that was now
public record PaidReply(String key, String text, End ended, Cost cost, Origin origin) {
    /// How an answer ended.
    public enum End {
        BY_ITSELF,
        CUT_BY_LENGTH
    }

    /// Where an answer came from.
    public enum Origin {
        SERVER,
        LEDGER
    }
}
