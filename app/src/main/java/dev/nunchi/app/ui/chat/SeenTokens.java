package dev.nunchi.app.ui.chat;

import dev.nunchi.app.store.AnswerFacts;

import java.util.List;
import java.util.OptionalInt;

/// Tells each question how many tokens its pictures really became: that a picture was left out is
/// never kept quiet.
final class SeenTokens {
    private SeenTokens() {}

    /// @param turns a conversation up to an answer
    /// @param facts of that answer
    /// @param perPicture of the model that answered, if it is known
    static void tell(List<TurnItem> turns, AnswerFacts facts, OptionalInt perPicture) {
        int left = facts.usage().imageTokens();
        int pictures = turns.stream().mapToInt(turn -> turn.pictures().size()).sum();
        if (pictures == 0) {
            return;
        }
        int each = perPicture.orElse(Math.max(1, left / pictures));
        // What does not fit the context is left out from the oldest turn on.
        for (var turn : turns.reversed()) {
            int need = each * turn.pictures().size();
            if (need > 0) {
                turn.sawTokensPerPicture(need <= left ? each : 0);
                left -= Math.min(need, left);
            }
        }
    }
}
