package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.List;

/// Writes values as Python's `json.dumps(value, ensure_ascii=False)` does, for `tojson`.
final class JsonPrinter {
    private static final int MAX_INDENT = 16;

    private final Text.Builder text;
    private final Rendering rendering;
    private final int indent;
    private int depth;

    /// @param indent blanks per level; 0 for all on one line
    private JsonPrinter(Rendering rendering, int indent) {
        this.text = new Text.Builder(rendering);
        this.rendering = rendering;
        this.indent = indent;
    }

    static Text print(Value value, long indent, Rendering rendering) throws TemplateException {
        var printer = new JsonPrinter(rendering, Math.clamp(indent, 0, MAX_INDENT));
        printer.write(value);
        return printer.text.build();
    }

    private void write(Value value) throws TemplateException {
        rendering.enter();
        switch (value) {
            case Text characters -> writeText(characters);
            case Value.Int(var number) -> text.append(Long.toString(number));
            case Value.Real(var number) -> text.append(Printer.real(number));
            case Value.Bool(var bool) -> text.append(bool ? "true" : "false");
            case Value.None _ -> text.append("null");
            case Value.Seq(var items) -> writeAll("[", items, List.of(), "]");
            case Value.Dict dict ->
                    writeAll("{", Iteration.values(dict), Iteration.keys(dict), "}");
            case Value.Undefined _, Value.Namespace _, Value.Loop _, Value.Function _ ->
                    throw rendering.problem(
                            "a value of type %s has no JSON form"
                                    .formatted(Operators.typeName(value)));
        }
        rendering.leave();
    }

    private void writeText(Text characters) throws TemplateException {
        text.append("\"").append(characters.map(Escapes::json, rendering)).append("\"");
    }

    /// @param keys as many as values, or none for a list
    private void writeAll(String open, List<Value> values, List<Value> keys, String close)
            throws TemplateException {
        text.append(open);
        depth++;
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                text.append(indent > 0 ? "," : ", ");
            }
            breakLine();
            if (!keys.isEmpty()) {
                writeText(Printer.toText(keys.get(i), rendering));
                text.append(": ");
            }
            write(values.get(i));
        }
        depth--;
        if (!values.isEmpty()) {
            breakLine();
        }
        text.append(close);
    }

    private void breakLine() throws TemplateException {
        if (indent > 0) {
            text.append("\n" + " ".repeat(indent * depth));
        }
    }
}
