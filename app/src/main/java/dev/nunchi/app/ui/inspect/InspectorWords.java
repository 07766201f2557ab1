package dev.nunchi.app.ui.inspect;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.engine.chat.PictureLook;
import dev.nunchi.engine.image.Picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What is worth saying of what a model takes in.
final class InspectorWords {
    private InspectorWords() {}

    /// How large it is and how many tokens it becomes.
    static String size(PictureLook look, Messages messages) {
        var first = look.view().tiles().getFirst().pixels();
        int count = look.view().tiles().size();
        return messages.text("inspect.size", count, first.width(), first.height(), look.tokens());
    }

    /// Keys of the sentences on what was done to a picture.
    static List<String> remarks(Picture original, PictureLook look) {
        var keys = new ArrayList<String>();
        for (var note : original.decoding().inOrder()) {
            keys.add("inspect.note." + note.name().toLowerCase(Locale.ROOT));
        }
        var view = look.view();
        if (view.isCut(original)) {
            keys.add("inspect.note.cut");
        }
        if (view.isSqueezed()) {
            keys.add("inspect.note.squeezed");
        }
        if (view.isPadded(original)) {
            keys.add("inspect.note.padded");
        }
        if (view.tiles().size() > 1) {
            keys.add("inspect.note.tiled");
        }
        return keys;
    }
}
