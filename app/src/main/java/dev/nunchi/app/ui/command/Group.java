package dev.nunchi.app.ui.command;

import dev.nunchi.app.l10n.Messages;

/// A heading of the list of shortcuts.
public enum Group {
    GO("command.group.go"),
    CONVERSATION("command.group.conversation"),
    WRITING("command.group.writing"),
    VIEW("command.group.view"),
    MODELS("command.group.models"),
    REVIEW("command.group.review"),
    LISTS("command.group.lists");

    private final String key;

    Group(String key) {
        this.key = key;
    }

    String title(Messages messages) {
        return messages.text(key);
    }
}
