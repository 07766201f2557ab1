package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.math.BigDecimal;
import java.util.List;

/// Writes values as Python's `str` and `repr` do.
final class Printer {
    // Python writes floats out in full between these powers of ten.
    private static final int MIN_PLAIN_EXPONENT = -4;
    private static final int MAX_PLAIN_EXPONENT = 16;

    private final Text.Builder text;
    private final Rendering rendering;

    private Printer(Text.Builder text, Rendering rendering) {
        this.text = text;
        this.rendering = rendering;
    }

    /// As `str(value)`; an undefined value writes nothing.
    static void print(Value value, Text.Builder into, Rendering rendering)
            throws TemplateException {
        switch (value) {
            case Text characters -> into.append(characters);
            case Value.Undefined _ -> {}
            default -> new Printer(into, rendering).repr(value);
        }
    }

    static Text toText(Value value, Rendering rendering) throws TemplateException {
        if (value instanceof Text text) {
            return text;
        }
        var text = new Text.Builder(rendering);
        print(value, text, rendering);
        return text.build();
    }

    private void repr(Value value) throws TemplateException {
        rendering.enter();
        switch (value) {
            case Text characters -> reprText(characters);
            case Value.Int(var number) -> text.append(Long.toString(number));
            case Value.Real(var number) -> text.append(real(number));
            case Value.Bool(var bool) -> text.append(bool ? "True" : "False");
            case Value.None _ -> text.append("None");
            case Value.Undefined _ -> text.append("Undefined");
            case Value.Seq(var items) -> reprItems(items);
            case Value.Dict dict -> reprDict(dict);
            case Value.Namespace _ -> text.append("<Namespace>");
            case Value.Loop _ -> text.append("<LoopContext>");
            case Value.Function(var name, _) -> text.append("<Macro '" + name + "'>");
        }
        rendering.leave();
    }

    private void reprText(Text characters) throws TemplateException {
        var string = characters.string();
        char quote = string.contains("'") && !string.contains("\"") ? '"' : '\'';
        text.append(Character.toString(quote));
        text.append(characters.map(run -> Escapes.repr(run, quote), rendering));
        text.append(Character.toString(quote));
    }

    private void reprItems(List<Value> items) throws TemplateException {
        text.append("[");
        var separator = "";
        for (var item : items) {
            text.append(separator);
            repr(item);
            separator = ", ";
        }
        text.append("]");
    }

    private void reprDict(Value.Dict dict) throws TemplateException {
        text.append("{");
        var separator = "";
        for (var entry : dict.entries().entrySet()) {
            text.append(separator);
            repr(entry.getKey());
            text.append(": ");
            repr(entry.getValue());
            separator = ", ";
        }
        text.append("}");
    }

    /// A float with the fewest digits that tell it apart.
    static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (number == 0 || (exponent >= MIN_PLAIN_EXPONENT && exponent < MAX_PLAIN_EXPONENT)) {
            var plain = decimal.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        var mantissa = decimal.movePointLeft(exponent).toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
