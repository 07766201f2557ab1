package dev.nunchi.app.exchange;

import dev.nunchi.app.store.StoredPicture;

import java.util.Base64;
import java.util.Optional;

/// Bytes in a text: `data:image/png;base64,…`, RFC 2397.
final class DataUri {
    private static final String BASE64 = ";base64,";

    private DataUri() {}

    static String of(StoredPicture picture, byte[] bytes) {
        return "data:image/"
                + picture.format()
                + BASE64
                + Base64.getEncoder().encodeToString(bytes);
    }

    /// @return empty if it is none, or is damaged
    static Optional<byte[]> bytes(String uri) {
        int comma = uri.indexOf(BASE64);
        if (!uri.startsWith("data:") || comma < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(uri.substring(comma + BASE64.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
