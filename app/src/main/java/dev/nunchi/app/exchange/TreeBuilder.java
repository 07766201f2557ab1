package dev.nunchi.app.exchange;

import dev.nunchi.app.exchange.ImportProblem.Reason;
import dev.nunchi.app.exchange.ParsedConversation.Content;
import dev.nunchi.app.exchange.ParsedConversation.Turn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts turns that name the one that they follow into the order of [ParsedConversation#turns].
/// Nodes that say nothing are skipped: what follows them follows the one before.
final class TreeBuilder {
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private record Node(String id, String parent, Optional<Content> content) {}

    private record Step(Node node, Optional<Integer> said) {}

    /// @param parent id of the node that it follows; empty for the first
    void add(String id, String parent, Optional<Content> content) {
        nodes.put(id, new Node(id, parent, content));
    }

    /// @param leaf id of the last turn in front; empty if it is not known
    List<Turn> build(String leaf) throws BadConversationException {
        var children = new HashMap<String, List<Node>>();
        for (var node : nodes.values()) {
            String parent = nodes.containsKey(node.parent()) ? node.parent() : "";
            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(node);
        }
        var inFront = pathTo(leaf);
        var turns = new ArrayList<Turn>();
        var steps = new ArrayDeque<Step>();
        steps(children.getOrDefault("", List.of()), Optional.empty(), inFront, steps);
        int visited = 0;
        while (!steps.isEmpty()) {
            var step = steps.removeFirst();
            visited++;
            var said = step.said();
            if (step.node().content().isPresent()) {
                turns.add(new Turn(said, step.node().content().get()));
                said = Optional.of(turns.size() - 1);
            }
            steps(children.getOrDefault(step.node().id(), List.of()), said, inFront, steps);
        }
        if (visited < nodes.size()) {
            throw new BadConversationException(
                    Reason.MALFORMED, "turns follow each other in a ring");
        }
        if (turns.isEmpty()) {
            throw new BadConversationException(Reason.EMPTY, "nothing was said");
        }
        return turns;
    }

    /// Those in front come last, so that they stand in front when all have been added.
    private static void steps(
            List<Node> level, Optional<Integer> said, Set<String> inFront, Deque<Step> into) {
        level.stream()
                .sorted(Comparator.comparing(node -> inFront.contains(node.id())))
                .forEach(node -> into.addLast(new Step(node, said)));
    }

    private Set<String> pathTo(String leaf) {
        var path = new HashSet<String>();
        var node = Optional.ofNullable(nodes.get(leaf));
        while (node.isPresent() && path.add(node.get().id())) {
            node = Optional.ofNullable(nodes.get(node.get().parent()));
        }
        return path;
    }
}
