package dev.nunchi.engine.text.jinja;

import java.util.List;
import java.util.Optional;

/// Something that is run; `line` is where it stands in the template.
sealed interface Statement {
    /// Text outside all tags.
    record Data(String text) implements Statement {}

    /// `{{ expression }}`
    record Output(int line, Expression expression) implements Statement {}

    /// `{% if %} … {% elif %} … {% else %} … {% endif %}`; `else` is a branch that is always true.
    record If(List<Branch> branches) implements Statement {}

    record Branch(int line, Expression condition, List<Statement> body) {}

    /// `{% for names in iterable if filter %} … {% else %} … {% endfor %}`
    record For(int line, ForHead head, List<Statement> body, List<Statement> otherwise)
            implements Statement {}

    record ForHead(List<String> names, Expression iterable, Optional<Expression> filter) {}

    /// `{% set targets = value %}`
    record Set(int line, List<Target> targets, Expression value) implements Statement {}

    /// `{% set target %} … {% endset %}`
    record SetBlock(int line, Target target, List<Statement> body) implements Statement {}

    /// A variable, or a variable of a namespace.
    record Target(String name, Optional<String> attribute) {}

    /// `{% macro name(parameters) %} … {% endmacro %}`
    record Macro(int line, String name, List<Parameter> parameters, List<Statement> body)
            implements Statement {}

    record Parameter(String name, Optional<Expression> byDefault) {}

    /// A tag that only marks its body, e.g. `{% generation %}`.
    record Group(List<Statement> body) implements Statement {}

    record Break() implements Statement {}

    record Continue() implements Statement {}
}
