package dev.nunchi.engine.text;

/// One turn as a chat template sees it.
///
/// @param pictures how many pictures precede the text in this turn, from 0
/// @param text what was said; never becomes special tokens
public record Message(Role role, int pictures, String text) {
    public Message {
        if (pictures < 0) {
            throw new IllegalArgumentException("pictures: expected 0 or more, found " + pictures);
        }
    }

    /// A turn without pictures.
    public Message(Role role, String text) {
        this(role, 0, text);
    }
}
