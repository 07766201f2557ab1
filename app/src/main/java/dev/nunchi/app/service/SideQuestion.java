package dev.nunchi.app.service;

import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.store.StoredTurn;

import java.util.List;
import java.util.Optional;

/// What several are asked.
///
/// @param turns the conversation up to the question, which is the last
/// @param answerers all that are asked: one that shares its weights with others is opened for all
///   of them at once
/// @param settings for all of them, whatever is changed while they answer
public record SideQuestion(List<StoredTurn> turns, List<Answerer> answerers, Settings settings) {
    public SideQuestion {
        turns = List.copyOf(turns);
        answerers = List.copyOf(answerers);
    }

    public StoredTurn question() {
        return turns.getLast();
    }

    /// Where somebody who is asked elsewhere is; empty once it is in the settings no more.
    public Optional<Endpoint> endpoint(Answerer who) {
        return who.endpoint().flatMap(settings::endpoint);
    }

    /// All pictures that a server would be sent.
    public List<StoredPicture> pictures() {
        return turns.stream().flatMap(turn -> turn.pictures().stream()).toList();
    }
}
