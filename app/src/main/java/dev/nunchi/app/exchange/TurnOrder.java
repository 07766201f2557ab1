package dev.nunchi.app.exchange;

import dev.nunchi.app.store.StoredTurn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The order of turns in a file.
final class TurnOrder {
    private TurnOrder() {}

    /// All turns, each after the one that it follows, and of several that follow the same one the
    /// one in front last.
    static List<StoredTurn> frontLast(ExportedConversation exported) {
        var inFront = new HashSet<Long>();
        exported.path().forEach(turn -> inFront.add(turn.id()));
        Map<Long, List<StoredTurn>> byParent = new HashMap<>();
        for (StoredTurn turn : exported.tree()) {
            byParent.computeIfAbsent(turn.parent().orElse(0L), _ -> new ArrayList<>()).add(turn);
        }
        var ordered = new ArrayList<StoredTurn>();
        var level = byParent.getOrDefault(0L, List.of());
        // Level by level: a conversation is deeper than any stack.
        while (!level.isEmpty()) {
            var next = new ArrayList<StoredTurn>();
            for (StoredTurn turn : frontLast(level, inFront)) {
                ordered.add(turn);
                next.addAll(byParent.getOrDefault(turn.id(), List.of()));
            }
            level = next;
        }
        return ordered;
    }

    private static List<StoredTurn> frontLast(List<StoredTurn> level, Set<Long> inFront) {
        return level.stream()
                .sorted(Comparator.comparing(turn -> inFront.contains(turn.id())))
                .toList();
    }
}
