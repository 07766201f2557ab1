package dev.nunchi.engine.graph;

import dev.nunchi.engine.tensor.DType;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A node's constant argument, as ONNX types it.
public sealed interface Attribute {
    record Int(long value) implements Attribute {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    record Real(float value) implements Attribute {
        @Override
        public String toString() {
            return Float.toString(value);
        }
    }

    record Ints(List<Long> values) implements Attribute {
        public Ints {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return values.toString();
        }
    }

    record Text(String value) implements Attribute {
        @Override
        public String toString() {
            return '"' + value + '"';
        }
    }

    /// An element type, which ONNX writes as a number.
    record Type(DType value) implements Attribute {
        @Override
        public String toString() {
            return value.name().toLowerCase(Locale.ROOT);
        }
    }

    static Attribute of(DType value) {
        return new Type(value);
    }

    static Attribute of(long value) {
        return new Int(value);
    }

    static Attribute of(float value) {
        return new Real(value);
    }

    static Attribute of(String value) {
        return new Text(value);
    }

    static Attribute ofInts(long... values) {
        return new Ints(Arrays.stream(values).boxed().toList());
    }
}
