package dev.nunchi.app.exchange;

import tools.jackson.databind.JsonNode;

import java.util.List;

/// A layout of conversations in JSON.
interface ForeignLayout {
    /// @param conversation the first one of a file
    boolean recognises(JsonNode conversation);

    /// @param pictures of the file, by their names
    ParsedConversation parse(JsonNode conversation, AttachedPictures pictures)
            throws BadConversationException;

    /// All that are known.
    static List<ForeignLayout> all() {
        return List.of(
                new NunchiLayout(),
                new ChatGptLayout(),
                new OpenWebUiLayout(),
                new LmStudioLayout());
    }
}
