package dev.nunchi.app.ui.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.ui.models.MemoryFit.Verdict;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryFitTest {
    private static final long GIGABYTE = 1_000_000_000;

    @ParameterizedTest
    @CsvSource({"4, 16, GOOD", "8, 16, TIGHT", "13, 16, TOO_LARGE"})
    void verdictComparesWeightsWithMemory(long weights, long memory, Verdict verdict) {
        assertEquals(verdict, MemoryFit.of(weights * GIGABYTE, memory * GIGABYTE).verdict());
    }
}
