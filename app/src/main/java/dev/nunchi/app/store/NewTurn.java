package dev.nunchi.app.store;

import dev.nunchi.engine.text.Role;

import java.util.List;
import java.util.Optional;

/// A turn that is to be added to a conversation.
///
/// @param parent id of the turn that it follows; empty for the first. The new turn stands in front
///   of others that follow the same one.
public record NewTurn(
        long conversationId,
        Optional<Long> parent,
        Role role,
        String text,
        List<StoredPicture> pictures) {
    public NewTurn {
        pictures = List.copyOf(pictures);
    }

    /// One that begins a conversation.
    public static NewTurn first(
            long conversationId, Role role, String text, List<StoredPicture> pictures) {
        return new NewTurn(conversationId, Optional.empty(), role, text, pictures);
    }

    /// One that follows another.
    public static NewTurn after(
            StoredTurn parent, Role role, String text, List<StoredPicture> pictures) {
        return new NewTurn(parent.conversationId(), Optional.of(parent.id()), role, text, pictures);
    }

    /// One that stands where another one stands, in front of it.
    public static NewTurn beside(
            StoredTurn other, Role role, String text, List<StoredPicture> pictures) {
        return new NewTurn(other.conversationId(), other.parent(), role, text, pictures);
    }
}
