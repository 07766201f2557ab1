package dev.nunchi.engine.conformance;

import dev.nunchi.engine.conformance.Check.Outcome;
import dev.nunchi.engine.tensor.Shape;
import dev.nunchi.engine.tensor.Tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// Collects the checks and computed tensors of one case. Confined to one thread.
final class Recorder {
    private final Set<Group> groups;
    private final List<Check> checks = new ArrayList<>();
    private final SequencedMap<String, Tensor> computed = new LinkedHashMap<>();

    Recorder(Set<Group> groups) {
        this.groups = groups;
    }

    boolean wants(Group group) {
        return groups.contains(group);
    }

    List<Check> checks() {
        return checks;
    }

    SequencedMap<String, Tensor> computed() {
        return computed;
    }

    /// A tensor of floats against the computed values.
    void floats(String name, Group group, ExpectedTensor expected, float[] actual, double limit) {
        computed.put(name, Tensor.ofFloats(expected.shape(), actual));
        var wanted = expected.floats();
        if (wanted.length != actual.length) {
            add(
                    name,
                    group,
                    Double.POSITIVE_INFINITY,
                    limit,
                    lengths(wanted.length, actual.length));
            return;
        }
        double worst = 0;
        int at = 0;
        for (int i = 0; i < wanted.length; i++) {
            double difference = Math.abs((double) wanted[i] - actual[i]);
            // A NaN is a difference without bound, which no comparison would notice.
            if (!(difference <= worst)) {
                worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
                at = i;
            }
        }
        add(name, group, worst, limit, "worst at element " + at);
    }

    /// A list of ids against the computed ones.
    void ids(String name, Group group, long[] expected, long[] actual) {
        computed.put(name, Tensor.ofLongs(Shape.of(actual.length), actual));
        if (expected.length != actual.length) {
            add(name, group, Double.POSITIVE_INFINITY, 0, lengths(expected.length, actual.length));
            return;
        }
        int differing = 0;
        int first = -1;
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] != actual[i]) {
                first = differing++ == 0 ? i : first;
            }
        }
        add(name, group, differing, Tolerances.EQUAL, "first differs at " + first);
    }

    /// One number against the computed one.
    void number(String name, Group group, double expected, double actual, double limit) {
        String detail = "expected " + expected + ", found " + actual;
        double difference = Math.abs(expected - actual);
        add(
                name,
                group,
                Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference,
                limit,
                detail);
    }

    /// Anything that is equal or not.
    void equal(String name, Group group, Object expected, Object actual) {
        boolean same = expected.equals(actual);
        String detail = "expected " + expected + ", found " + actual;
        add(name, group, same ? 0 : 1, Tolerances.EQUAL, detail);
    }

    void failed(String name, Group group, String detail) {
        checks.add(new Check(name, group, Outcome.FAILED, 1, Tolerances.EQUAL, detail));
    }

    void unknown(String name, String detail) {
        checks.add(new Check(name, Group.FORWARD, Outcome.UNKNOWN, 0, 0, detail));
    }

    private void add(String name, Group group, double difference, double limit, String detail) {
        if (!wants(group)) {
            return;
        }
        var outcome = difference <= limit ? Outcome.PASSED : Outcome.FAILED;
        String shown = outcome == Outcome.PASSED ? "" : detail;
        checks.add(new Check(name, group, outcome, difference, limit, shown));
    }

    private static String lengths(int expected, int found) {
        return "expected %d elements, found %d".formatted(expected, found);
    }
}
