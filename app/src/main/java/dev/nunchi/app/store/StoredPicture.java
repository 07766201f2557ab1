package dev.nunchi.app.store;

/// A picture of a turn; its bytes lie in [PictureFiles] under its hash.
///
/// @param hash SHA-256 of the encoded bytes, lower-case hexadecimal
/// @param name what the person knows it by, usually a file name
/// @param width as shown, in pixels
/// @param height as shown, in pixels
/// @param format of the encoded bytes, lower case: `jpeg`, `png`…
public record StoredPicture(String hash, String name, int width, int height, String format) {
    /// What is needed to refer to bytes that are in the store.
    public StoredPicture {
        if (!hash.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a SHA-256: " + hash);
        }
    }
}
