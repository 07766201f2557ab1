package dev.nunchi.app.exchange;

import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.text.Role;

/// What every page for people says.
final class PageText {
    private PageText() {}

    static String title(ExportedConversation exported, PageWords words) {
        String title = exported.conversation().title();
        return title.isBlank() ? words.untitled() : title;
    }

    static String speaker(StoredTurn turn, ExportedConversation exported, PageWords words) {
        if (turn.role() == Role.USER) {
            return words.you();
        }
        String model = exported.conversation().modelName();
        return model.isBlank() ? words.model() : model;
    }
}
