package dev.nunchi.engine.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Cuts a graph into graphs that compute the same when they run one after another.
///
/// ```
/// inputs ─ nodes 1 to i ─ what later nodes use of theirs ─ nodes i + 1 to n ─ outputs
/// ```
///
/// A value that is made in one part and used in another is an output of the first and an input of
/// the second, under its own name. An initializer that several parts use is in each of them.
public final class GraphCut {
    /// A part may end where it holds between these shares of what it should hold.
    private static final double EARLIEST = 0.75;

    private static final double LATEST = 1.25;

    private final Graph graph;
    private final Map<String, Initializer> initializers = new HashMap<>();

    /// Index of the node that makes a value.
    private final Map<String, Integer> made = new HashMap<>();

    /// Index of the last node that uses a value.
    private final Map<String, Integer> lastUse = new HashMap<>();

    private GraphCut(Graph graph) {
        this.graph = graph;
        for (var initializer : graph.initializers()) {
            initializers.put(initializer.value().name(), initializer);
        }
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (var output : graph.nodes().get(i).outputs()) {
                made.put(output.name(), i);
            }
            for (var input : graph.nodes().get(i).inputs()) {
                lastUse.put(input.name(), i);
            }
        }
        made.remove(Value.ABSENT.name());
    }

    /// Parts of about equal bytes, cut where few values cross.
    ///
    /// @param mostBytes of a part's initializers, about; what several parts share is counted once
    /// @return the graph itself if it needs no cut; else its parts in order, called `NAME-1`,
    ///   `NAME-2` …
    public static List<Graph> parts(Graph graph, long mostBytes) {
        long total = bytes(graph);
        if (total <= mostBytes) {
            return List.of(graph);
        }
        var cut = new GraphCut(graph);
        int count = Math.toIntExact(Math.ceilDiv(total, mostBytes));
        var ends = cut.ends(count, total / count);
        var parts = new ArrayList<Graph>();
        int from = 0;
        for (int end : ends) {
            var part = cut.part(graph.name() + "-" + (parts.size() + 1), from, end);
            GraphVerifier.verify(part);
            parts.add(part);
            from = end;
        }
        return List.copyOf(parts);
    }

    private static long bytes(Graph graph) {
        return graph.initializers().stream().mapToLong(i -> i.value().type().bytes()).sum();
    }

    /// The index after each part's last node.
    private List<Integer> ends(int parts, long target) {
        var ends = new ArrayList<Integer>();
        int count = graph.nodes().size();
        int from = 0;
        while (ends.size() < parts - 1 && from < count) {
            from = end(from, target);
            ends.add(from);
        }
        if (from < count) {
            ends.add(count);
        }
        return ends;
    }

    /// Of the places where a part has about the bytes that are wanted, the nearest of those that
    /// the fewest values cross.
    private int end(int from, long target) {
        var held = new HashSet<String>();
        long bytes = 0;
        var best = new Place(graph.nodes().size(), Integer.MAX_VALUE, Long.MAX_VALUE);
        for (int i = from; i < graph.nodes().size(); i++) {
            bytes += newBytes(graph.nodes().get(i), held);
            if (bytes > LATEST * target && best.crossing() < Integer.MAX_VALUE) {
                break;
            }
            var place = new Place(i + 1, crossing(i + 1), Math.abs(bytes - target));
            if (bytes >= EARLIEST * target && place.isAsGoodAs(best)) {
                best = place;
            }
        }
        return best.end();
    }

    /// @param distance of the part's bytes from what it should hold
    private record Place(int end, int crossing, long distance) {
        boolean isAsGoodAs(Place other) {
            return crossing < other.crossing
                    || (crossing == other.crossing && distance <= other.distance);
        }
    }

    private long newBytes(Node node, Set<String> held) {
        long bytes = 0;
        for (var input : node.inputs()) {
            if (initializers.containsKey(input.name()) && held.add(input.name())) {
                bytes += input.type().bytes();
            }
        }
        return bytes;
    }

    private int crossing(int end) {
        int count = 0;
        for (var value : made.entrySet()) {
            boolean before = value.getValue() < end;
            count += before && lastUse.getOrDefault(value.getKey(), -1) >= end ? 1 : 0;
        }
        return count;
    }

    private Graph part(String name, int from, int end) {
        var nodes = graph.nodes().subList(from, end);
        var inputs = new LinkedHashSet<Value>();
        var used = new LinkedHashMap<String, Initializer>();
        var own = new LinkedHashMap<String, Value>();
        for (var node : nodes) {
            for (var input : node.inputs()) {
                var initializer = initializers.get(input.name());
                if (initializer != null) {
                    used.put(input.name(), initializer);
                } else if (!input.isAbsent() && !own.containsKey(input.name())) {
                    inputs.add(input);
                }
            }
            for (var output : node.outputs()) {
                own.put(output.name(), output);
            }
        }
        own.remove(Value.ABSENT.name());
        var outputs = own.values().stream().filter(value -> leaves(value, end)).toList();
        return new Graph(name, List.copyOf(inputs), outputs, List.copyOf(used.values()), nodes);
    }

    private boolean leaves(Value value, int end) {
        return graph.outputs().contains(value) || lastUse.getOrDefault(value.name(), -1) >= end;
    }
}
