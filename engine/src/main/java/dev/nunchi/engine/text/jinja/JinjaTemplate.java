package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A parsed template. Immutable; it may be rendered by several threads at once.
///
/// Beside the values that a caller gives it, a template sees `range`, `namespace` and
/// `raise_exception`. There is no clock: the same conversation always gives the same prompt.
public final class JinjaTemplate {
    /// Longer than any template known by a factor of ten.
    private static final int MAX_LENGTH = 1_000_000;

    private static final Map<String, Value.Body> GLOBALS =
            Map.of(
                    "range", JinjaTemplate::range,
                    "namespace", JinjaTemplate::namespace,
                    "raise_exception", JinjaTemplate::raise);

    private final List<Statement> body;

    private JinjaTemplate(List<Statement> body) {
        this.body = body;
    }

    /// @throws TemplateException with the line that cannot be read
    public static JinjaTemplate parse(String source) throws TemplateException {
        if (source.length() > MAX_LENGTH) {
            throw new TemplateException(
                    1, "longer than %d characters: %d".formatted(MAX_LENGTH, source.length()));
        }
        return new JinjaTemplate(Parser.parse(source));
    }

    /// Runs the template.
    ///
    /// @param variables what it sees, by name
    /// @throws TemplateException if it fails, refuses by `raise_exception`, or exceeds a limit of
    ///   [Rendering]
    public Text render(Map<String, Value> variables) throws TemplateException {
        var globals = new Scope(null);
        GLOBALS.forEach((name, function) -> globals.set(name, new Value.Function(name, function)));
        variables.forEach(globals::set);
        var rendering = new Rendering(characters(variables.values()));
        return new Renderer(rendering).render(body, new Scope(globals));
    }

    private static long characters(Iterable<Value> values) {
        long characters = 0;
        for (var value : values) {
            characters +=
                    switch (value) {
                        case Text text -> text.string().length();
                        case Value.Seq(var items) -> characters(items);
                        case Value.Dict dict -> characters(Iteration.values(dict));
                        default -> 0;
                    };
        }
        return characters;
    }

    private static Value range(Arguments arguments, Rendering rendering) throws TemplateException {
        var numbers = new ArrayList<Long>();
        for (var argument : arguments.positional()) {
            numbers.add(
                    Operators.wholeNumber(argument)
                            .orElseThrow(() -> rendering.problem("range: expected whole numbers")));
        }
        long from = numbers.size() > 1 ? numbers.getFirst() : 0;
        long step = numbers.size() > 2 ? numbers.get(2) : 1;
        if (numbers.isEmpty() || step == 0) {
            throw rendering.problem("range: expected an end and a step other than 0");
        }
        long to = numbers.get(numbers.size() > 1 ? 1 : 0);
        var values = new ArrayList<Value>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            rendering.countElements(1);
            values.add(new Value.Int(i));
        }
        return new Value.Seq(values);
    }

    private static Value namespace(Arguments arguments, Rendering rendering) {
        return new Value.Namespace(arguments.named());
    }

    private static Value raise(Arguments arguments, Rendering rendering) throws TemplateException {
        var message = new Text.Builder(rendering);
        for (var argument : arguments.positional()) {
            Printer.print(argument, message, rendering);
        }
        throw rendering.problem(message.build().string());
    }
}
