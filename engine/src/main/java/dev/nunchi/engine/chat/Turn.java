package dev.nunchi.engine.chat;

import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.text.Role;

import java.util.List;

/// One turn of a conversation: pictures first, then words.
///
/// @param pictures in the order in which the model sees them; empty but for the user's turns
public record Turn(Role role, List<Picture> pictures, String text) {
    public Turn {
        pictures = List.copyOf(pictures);
        if (role != Role.USER && !pictures.isEmpty()) {
            throw new IllegalArgumentException("only the user's turns carry pictures");
        }
    }

    public static Turn system(String text) {
        return new Turn(Role.SYSTEM, List.of(), text);
    }

    public static Turn user(String text, Picture... pictures) {
        return new Turn(Role.USER, List.of(pictures), text);
    }

    public static Turn assistant(String text) {
        return new Turn(Role.ASSISTANT, List.of(), text);
    }
}
