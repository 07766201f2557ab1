package dev.nunchi.app.store;

/// A request that costs money, before it is sent.
///
/// @param key hash of all that decides the answer: server, model, messages, parameters
/// @param purpose what it is for, e.g. `generate rows.jsonl`; budgets are counted by purpose
/// @param server address and model
/// @param body as it is sent
/// @param atMost what it may cost
public record LedgerEntry(String key, String purpose, String server, String body, Cost atMost) {
    /// What requests cost.
    ///
    /// @param tokens of prompts and answers
    /// @param money in the currency that prices are in
    public record Cost(long tokens, double money) {
        public static final Cost NONE = new Cost(0, 0);

        public Cost plus(Cost other) {
            return new Cost(tokens + other.tokens, money + other.money);
        }
    }
}
