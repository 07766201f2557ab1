package dev.nunchi.app.store.sqlite;

import dev.nunchi.app.store.StoredPicture;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The pictures of a conversation's turns, gathered in one pass.
final class PicturesByTurn {
    private final Map<Long, List<StoredPicture>> pictures = new HashMap<>();

    StoredPicture add(ResultSet row) throws SQLException {
        StoredPicture picture = Rows.picture(row);
        pictures.computeIfAbsent(row.getLong("turn_id"), _ -> new ArrayList<>()).add(picture);
        return picture;
    }

    List<StoredPicture> of(long turnId) {
        return pictures.getOrDefault(turnId, List.of());
    }
}
