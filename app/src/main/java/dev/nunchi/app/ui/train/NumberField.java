package dev.nunchi.app.ui.train;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;

import java.math.BigDecimal;
import java.util.OptionalDouble;

/// A number that a person may change: its text as typed, and its value if that is one in range.
///
/// Numbers are typed with a decimal point in every language, or as `2e-4`.
public final class NumberField {
    /// How a number is written.
    public enum Kind {
        WHOLE,
        DECIMAL,
        /// A share, written in percent.
        PERCENT
    }

    private final Kind kind;
    private final double least;
    private final double greatest;
    private final StringProperty text = new SimpleStringProperty("");
    private String preset = "";

    /// @param least and greatest both allowed; of the value, not of the percentage
    NumberField(Kind kind, double least, double greatest) {
        this.kind = kind;
        this.least = least;
        this.greatest = greatest;
    }

    public StringProperty textProperty() {
        return text;
    }

    public ObservableValue<Boolean> validProperty() {
        return text.map(_ -> value().isPresent());
    }

    /// The least allowed number as it would be typed.
    public String leastText() {
        return written(least);
    }

    public String greatestText() {
        return written(greatest);
    }

    /// Gives the field another default; a number that was typed stays.
    void preset(double value) {
        boolean untouched = text.get().equals(preset);
        preset = written(value);
        if (untouched) {
            text.set(preset);
        }
    }

    /// As if it had been typed.
    void set(double value) {
        text.set(written(value));
    }

    /// Back to the default.
    void reset() {
        text.set(preset);
    }

    OptionalDouble value() {
        try {
            double typed = new BigDecimal(text.get().strip()).doubleValue();
            double value = kind == Kind.PERCENT ? typed / 100 : typed;
            boolean whole = kind != Kind.WHOLE || typed == Math.rint(typed);
            return whole && value >= least && value <= greatest
                    ? OptionalDouble.of(value)
                    : OptionalDouble.empty();
        } catch (NumberFormatException _) {
            return OptionalDouble.empty();
        }
    }

    private String written(double value) {
        double shown = kind == Kind.PERCENT ? value * 100 : value;
        var decimal = new BigDecimal(Float.toString((float) shown)).stripTrailingZeros();
        return decimal.abs().compareTo(new BigDecimal("0.001")) < 0 && decimal.signum() != 0
                ? decimal.toString().replace("E", "e")
                : decimal.toPlainString();
    }
}
