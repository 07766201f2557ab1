package dev.nunchi.app.remote;

import dev.nunchi.engine.text.Role;

import java.util.List;

/// One turn of a conversation as it is sent.
///
/// @param pictures empty but for the user's turns
public record RemoteTurn(Role role, List<OutgoingPicture> pictures, String text) {
    public RemoteTurn {
        pictures = List.copyOf(pictures);
    }
}
