package dev.nunchi.app.ui.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nunchi.app.ui.train.NumberField.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.OptionalDouble;

class NumberFieldTest {
    private final NumberField field = new NumberField(Kind.DECIMAL, 1e-8, 1);

    @ParameterizedTest
    @CsvSource({"0.001, 0.001", "2e-4, 2e-4", "' 1 ', 1"})
    void numbersAreReadAsTheyAreUsuallyTyped(String typed, double value) {
        field.textProperty().set(typed);
        assertEquals(OptionalDouble.of(value), field.value());
    }

    @ParameterizedTest
    @CsvSource({"''", "many", "2", "-1", "0", "NaN"})
    void whatIsNoNumberInRangeHasNoValue(String typed) {
        field.textProperty().set(typed);
        assertEquals(OptionalDouble.empty(), field.value());
    }

    @Test
    void wholeNumbersHaveNoFraction() {
        var whole = new NumberField(Kind.WHOLE, 1, 10);
        whole.textProperty().set("2.5");
        assertEquals(OptionalDouble.empty(), whole.value());
    }

    @Test
    void sharesAreTypedInPercent() {
        var share = new NumberField(Kind.PERCENT, 0, 0.9);
        share.preset(0.15);
        assertEquals("15", share.textProperty().get());
        assertEquals(OptionalDouble.of(0.15), share.value());
    }

    @Test
    void smallNumbersAreWrittenWithAnExponent() {
        field.preset(2e-5);
        assertEquals("0.00002", field.textProperty().get());
    }

    @Test
    void typedNumberOutlivesAnotherDefault() {
        field.preset(0.5);
        field.textProperty().set("0.25");
        field.preset(0.125);
        assertEquals("0.25", field.textProperty().get());
    }

    @Test
    void untouchedNumberFollowsTheDefault() {
        field.preset(0.5);
        field.preset(0.125);
        assertEquals("0.125", field.textProperty().get());
    }
}
