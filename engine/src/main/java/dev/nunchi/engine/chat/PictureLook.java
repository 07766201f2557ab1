package dev.nunchi.engine.chat;

import dev.nunchi.engine.image.TowerView;

/// A picture as a model sees it.
///
/// @param view what goes through the vision tower
/// @param tokens how many tokens it becomes
public record PictureLook(TowerView view, int tokens) {}
