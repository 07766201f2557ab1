package dev.nunchi.app.paid;

import dev.nunchi.app.store.LedgerEntry.Cost;

/// The next request could cost more than what is left of a budget. Nothing was sent.
public final class BudgetException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Budget budget;
    private final transient Cost spent;

    BudgetException(Budget budget, Cost spent) {
        super("of %s, %s is spent".formatted(budget, spent));
        this.budget = budget;
        this.spent = spent;
    }

    public Budget budget() {
        return budget;
    }

    /// What is spent, with what requests under way may cost at most.
    public Cost spent() {
        return spent;
    }
}
