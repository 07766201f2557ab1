package dev.nunchi.app.download;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/// A file that is to be received.
///
/// @param size bytes, if the server has said so
/// @param checksum if the server has published one; otherwise the one in the headers of its answer
///   is taken, if there is one
public record RemoteFile(URI address, OptionalLong size, Optional<Checksum> checksum) {
    /// For messages.
    String name() {
        String path = String.valueOf(address.getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
