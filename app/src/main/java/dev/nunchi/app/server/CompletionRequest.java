package dev.nunchi.app.server;

import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request for an answer, understood but for its pictures, which stay encoded until its turn:
/// decoded ones of all who wait would not fit the memory.
///
/// @param model the name that it asks for; empty for the one there is
/// @param options the longest answer may be more than the context has left
/// @param client in whose lines it waits
record CompletionRequest(
        String model, List<Message> messages, AnswerOptions options, Reply reply, Client client) {
    CompletionRequest {
        messages = List.copyOf(messages);
    }

    /// How the answer is wanted.
    ///
    /// @param form of the response
    /// @param usageAtTheEnd of a stream
    record Reply(Form form, boolean usageAtTheEnd) {}

    /// One object, or pieces as they come.
    enum Form {
        WHOLE,
        STREAM
    }

    /// @param pictures encoded, as files have them
    record Message(Role role, List<byte[]> pictures, String text) {
        Message {
            pictures = List.copyOf(pictures);
        }

        private Turn turn(int index) throws PictureException {
            var decoded = new ArrayList<Picture>();
            for (byte[] bytes : pictures) {
                String name = "messages[%d], picture %d".formatted(index, decoded.size() + 1);
                decoded.add(PictureReader.read(bytes, name));
            }
            return new Turn(role, decoded, text);
        }
    }

    /// Decodes the pictures.
    List<Turn> turns() throws PictureException {
        var turns = new ArrayList<Turn>();
        for (var message : messages) {
            turns.add(message.turn(turns.size()));
        }
        return turns;
    }

    /// Of these options with what is known when the request's turn comes.
    AnswerOptions options(int most, Optional<String> adapter) {
        var bounded = options.withMaxNewTokens(Math.min(options.maxNewTokens(), most));
        return adapter.map(bounded::withAdapter).orElse(bounded);
    }
}
