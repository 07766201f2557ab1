package dev.nunchi.app.service;

import static dev.nunchi.app.store.Verdict.ACCEPTED;
import static dev.nunchi.app.store.Verdict.EDITED;
import static dev.nunchi.app.store.Verdict.REJECTED;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.store.VerdictPair;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalDouble;

class AgreementTest {
    private static final double ROUNDING = 1e-12;

    /// 50 rows, 35 alike; the first keeps 30, the second 25: expected 0.6 · 0.5 + 0.4 · 0.5 = 0.5.
    @Test
    void kappaIsAgreementBeyondHabit() {
        var agreement =
                agreement(
                        new VerdictPair(ACCEPTED, ACCEPTED, 20),
                        new VerdictPair(ACCEPTED, REJECTED, 10),
                        new VerdictPair(REJECTED, ACCEPTED, 5),
                        new VerdictPair(REJECTED, REJECTED, 15));
        assertEquals(50, agreement.rows());
        assertEquals(0.7, agreement.raw().orElseThrow(), ROUNDING);
        assertEquals(0.4, agreement.kappa().orElseThrow(), ROUNDING);
    }

    @Test
    void editIsADecisionOfItsOwn() {
        var agreement =
                agreement(
                        new VerdictPair(EDITED, ACCEPTED, 1),
                        new VerdictPair(EDITED, EDITED, 1),
                        new VerdictPair(REJECTED, REJECTED, 2));
        assertEquals(0.75, agreement.raw().orElseThrow(), ROUNDING);
        // Expected by chance: 0.5 · 0.25 + 0.5 · 0.5 = 0.375.
        assertEquals(0.375 / 0.625, agreement.kappa().orElseThrow(), ROUNDING);
    }

    @Test
    void kappaIsUnknownWithoutRowsAndWhereAllIsAlike() {
        assertEquals(OptionalDouble.empty(), agreement().raw());
        assertEquals(OptionalDouble.empty(), agreement().kappa());
        var alike = agreement(new VerdictPair(ACCEPTED, ACCEPTED, 9));
        assertEquals(OptionalDouble.of(1), alike.raw());
        assertEquals(OptionalDouble.empty(), alike.kappa());
    }

    private static Agreement agreement(VerdictPair... pairs) {
        return new Agreement("Ann", "보라", List.of(pairs));
    }
}
