package dev.nunchi.app.exchange;

import dev.nunchi.app.store.Conversation;
import dev.nunchi.app.store.StoredTurn;

import java.util.List;

/// A conversation that is to be written.
///
/// @param tree all turns, each after the one that it follows
/// @param path those of them that stand in front
public record ExportedConversation(
        Conversation conversation, List<StoredTurn> tree, List<StoredTurn> path) {
    public ExportedConversation {
        tree = List.copyOf(tree);
        path = List.copyOf(path);
    }
}
