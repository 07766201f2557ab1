package dev.nunchi.app.exchange;

import dev.nunchi.app.exchange.ParsedConversation.Picture;

import java.io.IOException;
import java.util.Optional;

/// Pictures that come with a file of conversations instead of in it.
@FunctionalInterface
interface AttachedPictures {
    /// None do.
    AttachedPictures NONE = _ -> Optional.empty();

    /// @param name that the file has for it; the picture's own may be longer
    Optional<Picture> find(String name) throws IOException;
}
