package dev.nunchi.engine.text;

/// Who speaks in a turn of a conversation.
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
}
