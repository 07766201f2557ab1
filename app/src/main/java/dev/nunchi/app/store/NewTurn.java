package dev.nunchi.app.store;

import dev.nunchi.engine.text.Role;

import java.util.List;

/// A turn that is to be added to a conversation.
///
/// @param position the next free place, or one that is taken: the new turn then stands in front of
///   the old one until it is removed
public record NewTurn(
        long conversationId, int position, Role role, String text, List<StoredPicture> pictures) {
    public NewTurn {
        pictures = List.copyOf(pictures);
    }
}
