package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// What a template computes with: Python's values, as far as chat templates use them. Immutable but
/// for [Namespace].
public sealed interface Value
        permits Text,
                Value.Int,
                Value.Real,
                Value.Bool,
                Value.None,
                Value.Undefined,
                Value.Seq,
                Value.Dict,
                Value.Namespace,
                Value.Loop,
                Value.Function {
    /// Python's `True`.
    Value TRUE = new Bool(true);

    /// Python's `False`.
    Value FALSE = new Bool(false);

    /// Python's `None`.
    Value NONE = new None();

    /// Python's `int`, limited to 64 bits.
    record Int(long value) implements Value {}

    /// Python's `float`.
    record Real(double value) implements Value {}

    /// Python's `bool`.
    record Bool(boolean value) implements Value {
        static Value of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    /// Python's `None`.
    record None() implements Value {}

    /// What a name or key without a value gives: prints nothing, is false, fails in arithmetic.
    ///
    /// @param name what was looked for
    record Undefined(String name) implements Value {}

    /// A list or tuple.
    record Seq(List<Value> items) implements Value {
        public Seq {
            items = List.copyOf(items);
        }
    }

    /// A mapping in the order of insertion.
    record Dict(SequencedMap<Value, Value> entries) implements Value {}

    /// `namespace()`: the one value that a template can change.
    record Namespace(Map<String, Value> variables) implements Value {
        public Namespace {
            variables = new HashMap<>(variables);
        }
    }

    /// `loop` inside a `for`.
    ///
    /// @param index0 the current item, from 0
    /// @param depth0 how many loops are around this one
    record Loop(List<Value> items, int index0, int depth0) implements Value {}

    /// A macro or a function of the environment.
    record Function(String name, Body body) implements Value {}

    /// What a [Function] does.
    @FunctionalInterface
    interface Body {
        Value call(Arguments arguments, Rendering rendering) throws TemplateException;
    }
}
