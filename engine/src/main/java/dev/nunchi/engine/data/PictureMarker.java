package dev.nunchi.engine.data;

import dev.nunchi.engine.data.RowProblem.Reason;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;

/// `<image>`, the mark in LLaVA's texts that a picture stands here.
///
/// It counts at the start or the end of the user's first turn, once. Anywhere else it is a word:
/// people write about markup, and text from a file must never become a special token.
final class PictureMarker {
    private static final String MARKER = "<image>";

    private PictureMarker() {}

    /// The turns without the marker that counts.
    ///
    /// @param remarks gets `MARKER_IN_TEXT` if a marker stays as a word
    static List<SampleTurn> removed(
            List<SampleTurn> turns, boolean hasPicture, List<Reason> remarks)
            throws RefusedRowException {
        var result = new ArrayList<SampleTurn>();
        boolean first = true;
        boolean word = false;
        for (var turn : turns) {
            var plain = turn;
            if (first && turn.role() == Role.USER) {
                plain = new SampleTurn(Role.USER, withoutMarker(turn.text(), hasPicture));
                first = false;
            }
            word |= plain.text().contains(MARKER);
            result.add(plain);
        }
        if (word) {
            remarks.add(Reason.MARKER_IN_TEXT);
        }
        return result;
    }

    private static String withoutMarker(String text, boolean hasPicture)
            throws RefusedRowException {
        if (!isMarked(text)) {
            return text;
        }
        if (!hasPicture) {
            throw new RefusedRowException(Reason.MARKER_WITHOUT_PICTURE, Words.shortened(text));
        }
        String rest =
                text.startsWith(MARKER)
                        ? text.substring(MARKER.length())
                        : text.substring(0, text.length() - MARKER.length());
        if (isMarked(rest.strip())) {
            throw new RefusedRowException(Reason.SEVERAL_PICTURES, Words.shortened(text));
        }
        return rest.strip();
    }

    private static boolean isMarked(String text) {
        return text.startsWith(MARKER) || text.endsWith(MARKER);
    }
}
