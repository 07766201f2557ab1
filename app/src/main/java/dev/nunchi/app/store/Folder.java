package dev.nunchi.app.store;

/// A folder that a person made for conversations.
public record Folder(long id, String name) {}
