package dev.nunchi.app.store;

import dev.nunchi.app.store.LedgerEntry.Cost;

import java.util.Optional;

/// Requests that cost money, and their answers: what is here is not paid for again.
///
/// An entry is written before its request leaves, and settled when the answer is there. What lies
/// between is an open attempt: its cost counts as spent until it is known, so that a budget holds
/// even if the program is killed while a server answers. Thread-safe.
public interface RequestLedger extends AutoCloseable {
    /// The answer to a request that was sent before.
    Optional<LedgerAnswer> find(String key) throws StoreException;

    /// Writes down that a request is about to be sent, once for each attempt.
    ///
    /// @return how many of its answers were [spoilt][#spoil] so far
    long begin(LedgerEntry entry) throws StoreException;

    /// Writes down that the server answered, and that the answer is of no use: the next attempt
    /// asks for another one.
    void spoil(LedgerEntry entry) throws StoreException;

    /// Keeps an answer; after this [#find] has it, whatever happens to the program.
    void settle(LedgerEntry entry, LedgerAnswer answer) throws StoreException;

    /// Writes down that an attempt has surely cost nothing: it never reached a model.
    void release(LedgerEntry entry) throws StoreException;

    /// What a purpose has cost: answers, and attempts of which it is not known.
    Spent spent(String purpose) throws StoreException;

    /// @param answered requests
    /// @param unanswered requests that were sent, may have cost something, and have no answer
    /// @param answers what the answers cost
    /// @param open what attempts without an answer may have cost
    record Spent(long answered, long unanswered, Cost answers, Cost open) {
        public Cost total() {
            return answers.plus(open);
        }
    }

    @Override
    void close() throws StoreException;
}
