package dev.nunchi.app.service;

import dev.nunchi.app.store.StoredPicture;

import java.util.List;

/// A question before it is asked.
///
/// @param pictures in the order in which the model is to see them
public record Draft(String text, List<StoredPicture> pictures) {
    public Draft {
        pictures = List.copyOf(pictures);
    }
}
