package dev.nunchi.app.exchange;

import dev.nunchi.app.store.AnswerFacts;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.engine.text.Role;

/// What every page for people says.
final class PageText {
    private PageText() {}

    static String title(ExportedConversation exported, PageWords words) {
        String title = exported.conversation().title();
        return title.isBlank() ? words.untitled() : title;
    }

    /// Who said a turn; the conversation's last model where nobody noted who gave an answer.
    static String speaker(StoredTurn turn, ExportedConversation exported, PageWords words) {
        if (turn.role() == Role.USER) {
            return words.you();
        }
        var who = turn.facts().flatMap(AnswerFacts::answerer);
        if (who.isPresent()) {
            return words.answerer().apply(who.get());
        }
        String model = exported.conversation().modelName();
        return model.isBlank() ? words.model() : model;
    }
}
