package dev.nunchi.app.ui.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.ui.models.MemoryFit.Verdict;
import dev.nunchi.engine.device.MachineMemory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryFitTest {
    private static final long GIGABYTE = 1_000_000_000;

    @ParameterizedTest
    @CsvSource({"4, 12, GOOD", "8, 12, GOOD", "11, 12, TIGHT", "8, 4, TIGHT", "15, 12, TOO_LARGE"})
    void verdictComparesWhatIsNeededWithWhatIsFree(long needed, long free, Verdict verdict) {
        var machine = new MachineMemory(16 * GIGABYTE, free * GIGABYTE);
        assertEquals(verdict, new MemoryFit(needed * GIGABYTE, 2048, machine).verdict());
    }
}
