package dev.nunchi.app.ui.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsPaneTest {
    @ParameterizedTest
    @CsvSource({
        "2, 1200, 2",
        "4, 1200, 4",
        "4, 1000, 2",
        "3, 900, 3",
        "3, 700, 2",
        "4, 600, 2",
        "2, 500, 1",
        "4, 10, 1",
        "0, 800, 1"
    })
    void rowsAreFilledEvenly(int columns, double width, int perRow) {
        assertEquals(perRow, ColumnsPane.perRow(columns, width));
    }
}
