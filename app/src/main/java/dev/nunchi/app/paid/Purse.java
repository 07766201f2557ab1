package dev.nunchi.app.paid;

import dev.nunchi.app.store.LedgerEntry.Cost;

/// What is left of a budget, with what requests under way may still cost. Thread-safe.
final class Purse {
    private final Budget budget;
    private Cost spent;

    /// @param spent by earlier runs
    Purse(Budget budget, Cost spent) {
        this.budget = budget;
        this.spent = spent;
    }

    synchronized void reserve(Cost atMost) throws BudgetException {
        var then = spent.plus(atMost);
        if (!budget.allows(then)) {
            throw new BudgetException(budget, spent);
        }
        spent = then;
    }

    synchronized void settle(Cost reserved, Cost cost) {
        spent = minus(spent, reserved).plus(cost);
    }

    synchronized void release(Cost reserved) {
        spent = minus(spent, reserved);
    }

    private static Cost minus(Cost from, Cost cost) {
        return new Cost(from.tokens() - cost.tokens(), from.money() - cost.money());
    }
}
